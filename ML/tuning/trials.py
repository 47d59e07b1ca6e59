"""Trials: one setting of the hyperparameters, judged on inner folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WAITING = "waiting"
RUNNING = "running"
COMPLETE = "complete"
PRUNED = "pruned"
FAILED = "failed"
TIMEOUT = "timeout"
STOPPED = "stopped"
ENDED = frozenset({COMPLETE, PRUNED, FAILED, TIMEOUT, STOPPED})
CUT_OFF = (STOPPED, TIMEOUT)
"""Ends of trials that were under way when their search ended."""

LAG = 4
"""A trial is drawn from, and held against, the trials that are at least this much older than it.

So up to this many trials run at the same time, and what is tried depends neither on how many workers there are nor on
which of them is faster: one worker and four find the same settings.
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting and how well it did.

    Attributes
    ----------
    search : str
        ``"fold-1"``, ``"fold-2"``, … or ``"final"``.
    number : int
        Position in its search, from 0: the settings as they were chosen.
    settings : mapping
        The hyperparameters that are searched for; the others stay as chosen.
    state : {"waiting", "running", "complete", "pruned", "failed", "timeout", "stopped"}
        ``"pruned"`` was worse than half of its predecessors on the first inner folds; ``"timeout"`` and ``"stopped"``
        were under way when the search ended.
    scores : tuple of float
        Log-loss on each inner fold that was judged.
    value : float or None
        Mean of ``scores``; smaller is better.
    seconds : float or None
        How long it took.
    asked_s : float
        The search's clock when the trial was drawn, in seconds.
    worker : int or None
        Which of the workers that took part judged it, from 1; None where it is not known.
    error : str
        Why it failed.
    """

    search: str
    number: int
    settings: Mapping[str, Any]
    state: str = WAITING
    scores: tuple[float, ...] = ()
    value: float | None = None
    seconds: float | None = None
    asked_s: float = 0.0
    worker: int | None = None
    error: str = ""


def peers_of(number: int, trials: Sequence[Trial]) -> list[Trial]:
    """Return the complete trials that a trial is drawn from and held against."""
    return [trial for trial in trials if trial.number <= number - LAG and trial.state == COMPLETE]


def best_of(trials: Sequence[Trial]) -> Trial | None:
    """Return the complete trial of the smallest value, the earliest of equals; None where none is complete."""
    complete = [trial for trial in trials if trial.state == COMPLETE and trial.value is not None]
    return min(complete, key=lambda trial: (trial.value, trial.number), default=None)


def trial_facts(trial: Trial) -> dict[str, Any]:
    """Return a trial as JSON."""
    return {
        "search": trial.search,
        "number": trial.number,
        "settings": dict(trial.settings),
        "state": trial.state,
        "value": trial.value,
        "scores": list(trial.scores),
        "seconds": trial.seconds,
        "worker": trial.worker,
        "error": trial.error,
    }
