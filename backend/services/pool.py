"""The processes of one worker that do its work, as its main process sees them: it ends those that cannot end."""

from __future__ import annotations

import logging
import socket

import psutil

from backend.services.jobs import JobService
from backend.services.limits import memory_passed

logger = logging.getLogger(__name__)

HELD_OVER = 1.1
"""A process checks its memory itself; one that is too busy to do so is ended when it is so many times over."""


class Pool:
    """Pool processes of this worker.

    Parameters
    ----------
    jobs : JobService
    limit_mb : int
        Memory that a process may hold [MB]; 0 is no limit.
    """

    def __init__(self, jobs: JobService, limit_mb: int) -> None:
        self._jobs = jobs
        self._limit_mb = limit_mb

    def end_hung(self, owner: str) -> None:
        """End the process that let a lease lapse, where it is one of ours that still stands: it hangs."""
        host, process_id, _ = owner.split(":")
        for process in self._processes():
            if host == socket.gethostname() and process.pid == int(process_id):
                logger.warning("Process %s let its lease lapse; ending it", process.pid)
                process.kill()

    def end_too_large(self) -> None:
        """End processes that hold more memory than they may, and fail their jobs with that reason."""
        for process in self._processes():
            try:
                error = memory_passed(process, self._limit_mb, HELD_OVER)
            except psutil.NoSuchProcess:
                continue
            if error is not None and self._jobs.fail_jobs_of(f"{socket.gethostname()}:{process.pid}", error):
                process.kill()

    def _processes(self) -> list[psutil.Process]:
        return psutil.Process().children()
