"""The queue door for the platform's own models: one step in a pool process, never in the worker's main one."""

from __future__ import annotations

from celery import Task, shared_task

from backend.services.references import TEND_TASK


@shared_task(bind=True, name=TEND_TASK)
def tend(task: Task, _: str) -> None:
    """Promote what is trained, or begin the next training."""
    task.app.services.references.tend()
