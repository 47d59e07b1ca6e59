"""The queue door for pieces of batches: one id in, one service call."""

from __future__ import annotations

from celery import Task, shared_task

from backend.services.jobs import TASKS


@shared_task(bind=True, name=TASKS["chunks"])
def execute(task: Task, job_id: str) -> None:
    """Work on one job; the database decides whether it is still to be done."""
    task.app.services.chunk_job.execute(job_id)
