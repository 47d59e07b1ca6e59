"""The queue door for training jobs: a message for each that waits."""

from __future__ import annotations

from celery import Task, shared_task

from backend.services.jobs import TASKS


@shared_task(bind=True, name=TASKS["runs"])
def execute(task: Task, job_id: str) -> None:
    """Do the job whose turn it is: ``job_id`` only tells that one more waits."""
    task.app.services.take_turn()
