"""Where trials are kept while a search goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from ML.tuning.bench import Judged
from ML.tuning.trials import ENDED, WAITING, Trial

Judge = Callable[[Trial, Callable[[], None]], Judged]
"""Judges a trial; calls what it is given often, and lets through what that raises."""


class TrialBook(Protocol):
    """Trials of all searches of one training; several workers may take from the same book."""

    def trials(self, search: str) -> list[Trial]:
        """Return a search's trials by number."""

    def add(self, trial: Trial, split_hash: str) -> None:
        """Write down a trial for whoever is free; ``split_hash`` tells the inner folds it is meant for."""

    def work(self, search: str, judge: Judge) -> bool:
        """Judge the next waiting trial here; False where none waits. What ``judge`` raises comes out unchanged."""

    def close(self, search: str, state: str) -> None:
        """End all trials that wait or run, in this state; nobody's answer to them counts any more."""

    def stopped(self) -> bool:
        """Tell whether somebody asked to end tuning and to keep the best so far."""


class LocalTrials:
    """A book in memory, for one process."""

    def __init__(self) -> None:
        self._trials: dict[str, list[Trial]] = {}
        self.stop_requested = False

    def trials(self, search: str) -> list[Trial]:
        """Return a search's trials by number."""
        return list(self._trials.get(search, []))

    def add(self, trial: Trial, split_hash: str) -> None:
        """Write down a trial."""
        self._trials.setdefault(trial.search, []).append(trial)

    def work(self, search: str, judge: Judge) -> bool:
        """Judge the next waiting trial."""
        waiting = next((trial for trial in self.trials(search) if trial.state == WAITING), None)
        if waiting is None:
            return False
        judged = judge(waiting, _go_on)
        facts = {name: getattr(judged, name) for name in ("state", "scores", "value", "seconds", "error")}
        self._trials[search][waiting.number] = replace(waiting, **facts)
        return True

    def close(self, search: str, state: str) -> None:
        """End all trials that wait."""
        trials = self.trials(search)
        self._trials[search] = [trial if trial.state in ENDED else replace(trial, state=state) for trial in trials]

    def stopped(self) -> bool:
        """Tell whether ``stop_requested`` was set."""
        return self.stop_requested


def _go_on() -> None:
    """Let the judge work: nobody else can take a trial of this book."""
