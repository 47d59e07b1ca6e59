"""What one job may take: time, and memory of the process that works on it."""

from __future__ import annotations

import time

import psutil

from backend.config import Settings
from backend.errors import PlaygroundError

MEGABYTE = 1_000_000
CHOOSE_LESS = "Choose fewer rows, features or trees, or raise the limit; then start again."


class TimeLimitError(PlaygroundError):
    """The job took longer than a job may."""

    code = "time_limit"

    def __init__(self, limit_s: int) -> None:
        super().__init__(f"The work took longer than RUN_TIME_LIMIT_S={limit_s}. {CHOOSE_LESS}")


class MemoryLimitError(PlaygroundError):
    """The job's process holds more memory than a job may."""

    code = "memory_limit"

    def __init__(self, held_mb: int, limit_mb: int) -> None:
        super().__init__(
            f"The work holds {held_mb:,} MB of memory, more than RUN_MEMORY_LIMIT_MB={limit_mb}. {CHOOSE_LESS}",
            held_mb=held_mb,
            limit_mb=limit_mb,
        )


class RunLimits:
    """The limits of one job, from the moment at which its worker took it.

    Memory is what the process holds in RAM. A limit on its address space would be simpler, but the allocators of
    NumPy and of OpenMP reserve far more than they ever use.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._began = time.monotonic()
        self._process = psutil.Process()

    def passed(self) -> PlaygroundError | None:
        """Return the limit that is passed, or None."""
        if time.monotonic() - self._began > self._settings.run_time_limit_s:
            return TimeLimitError(self._settings.run_time_limit_s)
        return memory_passed(self._process, self._settings.run_memory_limit_mb)


def memory_passed(process: psutil.Process, limit_mb: int, times: float = 1.0) -> MemoryLimitError | None:
    """Return the memory limit where a process holds more than so many times as much [MB]; 0 is no limit."""
    if not limit_mb:
        return None
    held_mb = process.memory_info().rss // MEGABYTE
    return MemoryLimitError(held_mb, limit_mb) if held_mb > limit_mb * times else None
