"""The queue door for upkeep: a pool process does it, never the worker's main one."""

from __future__ import annotations

from celery import Task, shared_task

from backend.services.janitor import TASK


@shared_task(bind=True, name=TASK)
def execute(task: Task, _: str) -> None:
    """Tidy up; while another process is at it nothing happens."""
    task.app.services.janitor.execute()
