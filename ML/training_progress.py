"""What a training reports: counts of real work in each phase, the scores so far, and the memory it took."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

from ML.progress import FoldScore, Progress, ProgressCallback
from ML.results import FitFacts

_BYTES_PER_MB = 1_000_000


def _highest_bytes() -> int:
    """Most resident memory that this process has ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


@dataclass
class TrainingProgress:
    """Turns steps of one phase after the other into ``Progress``; whatever the callback raises passes through."""

    callback: ProgressCallback
    scores: list[FoldScore] = field(default_factory=list)
    phase: str = ""
    unit: str = ""
    message: str = ""
    total: int = 0
    completed: int = 0
    peak_bytes: int = 0
    wall_start: float = field(default_factory=time.perf_counter)
    cpu_start: float = field(default_factory=time.process_time)
    highest_before: int = field(default_factory=_highest_bytes)

    def begin(self, phase: str, total: int, unit: str, message: str) -> None:
        """Start a phase of ``total`` units."""
        self.phase, self.total, self.unit = phase, total, unit
        self.completed = 0
        self.say(message)

    def say(self, message: str) -> None:
        """Report a new message without new counts."""
        self.message = message
        self.reach(self.completed)

    def reach(self, completed: int) -> None:
        """Report that this many units of the phase are done; never goes back."""
        self.completed = max(self.completed, min(completed, self.total))
        self.peak_bytes = max(self.peak_bytes, psutil.Process().memory_info().rss)
        self.callback(
            Progress(self.phase, self.completed, self.total, self.unit, self.message, scores=tuple(self.scores))
        )

    def counting_from(self, done: int) -> Callable[[int, int], None]:
        """Return a callback that counts the steps of one fit on top of those done before it."""
        return lambda completed, total: self.reach(done + completed)

    def still_working(self, *_: int) -> None:
        """Report the same counts again, so that a cancelled run stops here."""
        self.reach(self.completed)

    def facts(self, n_threads: int) -> FitFacts:
        """Return what the training has cost so far."""
        highest = _highest_bytes()
        # The process has never held more than now: so this training did. Else the peak between reports is not known.
        peak = highest if highest > self.highest_before else self.peak_bytes
        return FitFacts(
            wall_s=round(time.perf_counter() - self.wall_start, 3),
            cpu_s=round(time.process_time() - self.cpu_start, 3),
            peak_memory_mb=round(peak / _BYTES_PER_MB, 1),
            n_threads=n_threads,
        )
