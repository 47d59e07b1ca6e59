"""The search: draw trials ahead, judge them or let others do it, and keep the best."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ML.classifiers import Family, get_family
from ML.classifiers.fitting import OnStep
from ML.cross_validation import FoldStore, split_rows
from ML.trained_model import TrainingPlan, TuningPlan
from ML.training_rows import TrainingRows
from ML.tuning.bench import METRIC, Bench, Judged, bench_of, judge
from ML.tuning.book import TrialBook
from ML.tuning.sampling import starting_points, suggest
from ML.tuning.trials import COMPLETE, CUT_OFF, ENDED, LAG, STOPPED, TIMEOUT, Trial, best_of, peers_of, trial_facts

FINAL = "final"
POLL_S = 0.1
ASK_EVERY_S = 0.5
"""Seconds between looks at whether somebody asked to stop."""


def searched_rows(rows: TrainingRows, plan: TrainingPlan, search: str) -> np.ndarray:
    """Return the positions of the rows that a search may see: its fold's training rows, or all for the final one."""
    if search == FINAL:
        return np.arange(len(rows.y))
    train, _ = split_rows(rows, plan)[int(search.removeprefix(search_name(1)[:-1])) - 1]
    return train


def search_name(fold: int) -> str:
    """Return the name of a fold's search, from 1; 0 is the final fit."""
    return f"fold-{fold}" if fold else FINAL


@dataclass(frozen=True, slots=True)
class TunedSettings:
    """What a search came to.

    Attributes
    ----------
    hyperparameters : dict
        The best settings, complete.
    facts : dict
        ``search``, ``metric``, ``ended`` (``"trials"``, ``"timeout"`` or ``"stopped"``), ``folds``, ``start_value`` and
        ``best_value`` (inner log-loss as chosen and at best), ``best_number``, ``settings`` (searched ones, at best),
        ``borrowed_from`` (the search whose best is used because this one has none) and ``trials``.
    """

    hyperparameters: dict[str, Any]
    facts: dict[str, Any]


class HyperparameterSearch:
    """Searches for each fold and for the final fit; ``ML.cross_validation.Tuner``.

    Parameters
    ----------
    book : TrialBook
        Keeps the trials; those that have ended are never judged again.
    """

    def __init__(self, book: TrialBook) -> None:
        self._book = book
        self._found: list[TunedSettings] = []

    def search(
        self,
        rows: TrainingRows,
        plan: TrainingPlan,
        chosen: np.ndarray,
        on_progress: OnStep,
        store: FoldStore,
        fold: int = 0,
    ) -> TunedSettings:
        """Search on the rows at the positions ``chosen``.

        Parameters
        ----------
        rows : TrainingRows
            All decided rows.
        plan : TrainingPlan
            Its settings are trial 0, so no search ends worse on its inner folds than it began.
        chosen : ndarray of int of shape (n_chosen,)
            Positions of the rows that the search may see.
        on_progress : callable
            Told (ended, all) trials, and called often from inside the fits; may raise to stop.
        store : FoldStore
            Not used: trials are kept in the book.
        fold : int
            The validation fold, from 1, whose training rows these are; 0 for the final fit.
        """
        assert plan.tuning is not None  # noqa: S101 - checked where the tuner is handed in
        search = _Search(self._book, bench_of(rows, plan, chosen), search_name(fold), on_progress, plan.tuning)
        trials, ended = search.run()
        tuned = self._settled(plan, search.name, trials, ended, len(search.bench.folds))
        self._found.append(tuned)
        return tuned

    def _settled(self, plan: TrainingPlan, name: str, trials: Sequence[Trial], ended: str, folds: int) -> TunedSettings:
        best = best_of(trials)
        borrowed = self._most_helpful() if best is None and name == FINAL else None
        settings = dict(best.settings) if best else dict(borrowed["settings"]) if borrowed else {}
        start = trials[0].value if trials and trials[0].state == COMPLETE else None
        facts = {
            "search": name,
            "metric": METRIC,
            "ended": ended,
            "folds": folds,
            "start_value": start,
            "best_value": best.value if best else None,
            "best_number": best.number if best else None,
            "settings": settings,
            "borrowed_from": borrowed["search"] if borrowed else None,
            "trials": [trial_facts(trial) for trial in trials],
        }
        return TunedSettings({**plan.hyperparameters, **settings}, facts)

    def _most_helpful(self) -> dict[str, Any] | None:
        """Return the fold's search that gained most over its start: the best there is where the final one has none.

        Only the final model may take it: another fold's search has seen the rows that a fold is validated on.
        """
        judged = [found.facts for found in self._found if found.facts["start_value"] is not None]
        gains = [(facts["start_value"] - facts["best_value"], facts) for facts in judged]
        gain, facts = max(gains, key=lambda pair: pair[0], default=(0.0, None))
        return facts if gain > 0 else None


class _EndSearchError(Exception):
    """Time is up, or somebody asked to stop; carries the state of what was under way."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def _elders(number: int) -> int:
    """Return how many of the first trials must have ended before a trial is drawn."""
    return max(0, number + 1 - LAG)


@dataclass
class _Search:
    book: TrialBook
    bench: Bench
    name: str
    on_progress: OnStep
    tuning: TuningPlan
    ended: int = 0
    _spent_s: float = 0.0
    _started: float = field(default_factory=time.perf_counter)
    _asked_at: float = 0.0

    def run(self) -> tuple[list[Trial], str]:
        """Return all trials, and why there are no more."""
        self._spent_s = max((trial.asked_s + (trial.seconds or 0.0) for trial in self.trials()), default=0.0)
        cut = next((trial.state for trial in self.trials() if trial.state in CUT_OFF), None)
        try:
            while cut is None and self.ended < self.budget():
                self.check()
                self.draw_ahead()
                if not self.book.work(self.name, self.judge):
                    time.sleep(POLL_S)
                self.trials()
        except _EndSearchError as wish:
            cut = wish.state
            self.book.close(self.name, cut)
        self.on_progress(self.tuning.trials, self.tuning.trials)
        return self.trials(), cut or "trials"

    def trials(self) -> list[Trial]:
        trials = self.book.trials(self.name)
        self.ended = sum(trial.state in ENDED for trial in trials)
        return trials

    def budget(self) -> int:
        """Trials in all: a family without a search space has its starting point only."""
        return self.tuning.trials if self.family().search_space() else 1

    def family(self) -> Family:
        return get_family(self.bench.plan.family)

    def clock(self) -> float:
        return self._spent_s + time.perf_counter() - self._started

    def draw_ahead(self) -> None:
        """Write down every trial whose elders have ended."""
        trials = self.trials()
        while len(trials) < self.budget() and all(trial.state in ENDED for trial in trials[: _elders(len(trials))]):
            drawn = Trial(self.name, len(trials), self.settings_of(trials), asked_s=round(self.clock(), 3))
            self.book.add(drawn, self.bench.split_hash)
            trials.append(drawn)

    def settings_of(self, trials: Sequence[Trial]) -> dict[str, Any]:
        plan = self.bench.plan
        starts = starting_points(self.family(), plan.hyperparameters)
        number = len(trials)
        return starts[number] if number < len(starts) else suggest(self.family(), number, trials, plan.seed)

    def judge(self, trial: Trial, on_step: Callable[[], None]) -> Judged:
        def step() -> None:
            on_step()
            self.check()

        return judge(self.bench, trial.settings, peers_of(trial.number, self.trials()), step)

    def check(self) -> None:
        """Report the count, so that whoever wants to stop the work can, and end the search when it is time."""
        self.on_progress(min(self.ended, self.tuning.trials), self.tuning.trials)
        if self.tuning.timeout_s is not None and self.clock() > self.tuning.timeout_s:
            raise _EndSearchError(TIMEOUT)
        if time.monotonic() - self._asked_at >= ASK_EVERY_S:
            self._asked_at = time.monotonic()
            if self.book.stopped():
                raise _EndSearchError(STOPPED)
