"""The processes of one worker that do its work, as its main process sees them: it ends those that cannot end."""

from __future__ import annotations

import contextlib
import logging
import socket
import time

import psutil

from backend.adapters import scratch
from backend.config import Settings
from backend.services.jobs import JobService
from backend.services.limits import memory_passed
from backend.services.silence import Silence

logger = logging.getLogger(__name__)

HELD_OVER = 1.1
"""A process checks its memory itself; one that is too busy to do so is ended when it is so many times over."""


class Pool:
    """Pool processes of this worker.

    Parameters
    ----------
    jobs : JobService
    settings : Settings
    """

    def __init__(self, jobs: JobService, settings: Settings) -> None:
        self._jobs = jobs
        self._settings = settings
        self._silence = Silence(time.monotonic)
        self._looked_at = time.monotonic()

    def end_hung(self) -> None:
        """End processes that hold a lease and have given no sign of life for as long as a lease lasts.

        The lease lapses, and whoever sees that first gives the job to another process; but only this one can end what
        hangs, and take work into its place.
        """
        if time.monotonic() - self._looked_at > self._settings.lease_seconds / 2:
            # This process stood still itself, and the others with it.
            self._silence.forget()
        self._looked_at = time.monotonic()
        alive = {str(process.pid): process for process in self._processes()}
        signs = {
            f"{pid}/{name}": moment
            for pid in alive
            for name, moment in scratch.pulses(self._settings.local_root, int(pid)).items()
        }
        for hung in {name.partition("/")[0] for name in self._silence.unmoved(signs, self._settings.lease_seconds)}:
            logger.warning("Process %s gave no sign of life for %g s; ending it", hung, self._settings.lease_seconds)
            _end(alive[hung])

    def end_too_large(self) -> None:
        """End processes that hold more memory than they may, and fail their jobs with that reason."""
        for process in self._processes():
            try:
                error = memory_passed(process, self._settings.run_memory_limit_mb, HELD_OVER)
            except psutil.NoSuchProcess:
                continue
            if error is not None and self._jobs.fail_jobs_of(f"{socket.gethostname()}:{process.pid}", error):
                _end(process)

    def _processes(self) -> list[psutil.Process]:
        return psutil.Process().children()


def _end(process: psutil.Process) -> None:
    # It may have ended by itself meanwhile.
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()
