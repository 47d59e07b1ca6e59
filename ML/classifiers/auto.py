"""The best that a time budget buys: families are tried one after the other, and those that help answer together.

Candidates stand in a fixed order, a cheap one first. Each answers every row from inner folds by host, and
after each the weights of all so far are found anew. Nothing is begun that is not expected to end in time, the fits on
all rows included. Where time is left when every candidate had its turn, those with a weight go on with other seeds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import numpy as np

from ML.classifiers import get_family
from ML.classifiers.costs import REFERENCE_FIT_S
from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import OnStep, total_steps
from ML.classifiers.inner import inner_folds
from ML.classifiers.members import MemberRows, WeightedMembers, bagged_weights, log_losses, medians
from ML.classifiers.side_by_side import side_by_side
from ML.classifiers.tables.auto import MOST_MEMBERS, PORTFOLIO, Candidate
from ML.splitting import Fold

_CLOCKS: dict[str, Callable[[], float]] = {"wall": time.monotonic, "processor": time.process_time}
_WITHOUT_FOLDS = ("lightgbm", "catboost")
"""What answers, in equal parts, where no inner fold can be made."""
_SAME_WITH_ANY_SEED = ("logistic_regression", "k_nearest_neighbours", "svm")
_SHARE_OF_ONE = 1 / 3
"""Of the time budget, what the first strong candidate may take; inner folds are fewer where it would take more."""
_FEWEST_FOLDS = 2
_MARGIN = 1.15
_REFERENCE_FITS = 3.0
"""What the reference's pace counts beside that measured here, in fits."""


_FIRST_LOOK_S = 0.2
_ALWAYS = 2


class _TooLongError(Exception):
    """The candidate cannot end in time."""


def _ignore(completed: int, total: int) -> None:
    """Report to nobody."""


class AutoEnsemble(WeightedMembers):
    """A weighted mean of whatever helped, found within a time budget.

    Parameters
    ----------
    time_budget : float
        Seconds that a fit may take. The first two candidates are fitted however long that takes.
    max_members : int
        0 lets the clock decide; else so many candidates are tried whatever the clock says.
    folds : int
        Most inner folds.
    clock : {"wall", "processor"}
        Seconds as they pass, or seconds of this process's work divided by ``n_jobs``.
    only : sequence of str or None
        Names from the ``tried_`` of another fit: exactly these are tried, whatever the clock says.
    candidates : sequence of Candidate
        What is tried, in this order.
    random_state : int or None
        Seed of members and inner folds.
    n_jobs : int
        Fits side by side, of one thread each.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    tried_ : list of dict
        What was tried: ``name``, ``family``, ``settings``, ``seed``, ``loss`` on inner folds (None where none could be
        made), ``seconds``, ``weight``. With ``only`` set to the names, a fit gives the same model again.
    skipped_ : list of str
        Candidates for which the time was too short, or the table too long.
    weights_, member_names_, members_
        As every ensemble has them.
    inner_losses_ : dict of str to float
        Log-loss of each tried candidate, and of ``"auto"``, on rows that were not fitted on.
    folds_ : int
        Inner folds; 0 where none could be made.
    seconds_ : float
        What the fit took by its clock.
    """

    def __init__(
        self,
        time_budget: float = 60.0,
        max_members: int = 0,
        folds: int = 5,
        clock: str = "wall",
        only: Sequence[str] | None = None,
        candidates: Sequence[Candidate] = PORTFOLIO,
        random_state: int | None = None,
        n_jobs: int = 1,
    ) -> None:
        self.time_budget = time_budget
        self.max_members = max_members
        self.folds = folds
        self.clock = clock
        self.only = only
        self.candidates = candidates
        self.random_state = random_state
        self.n_jobs = n_jobs

    def planned_steps(self) -> int:
        """Return what a fit counts at most: seconds of its budget, or the steps of the members that it will try."""
        if self._timed():
            return max(1, int(np.ceil(self.time_budget)))
        steps = [total_steps(self._built(candidate)) for candidate in self._asked_for()]
        return max(1, sum(steps)) * (self.folds + 1)

    def _timed(self) -> bool:
        return not self.max_members and self.only is None

    def _asked_for(self) -> list[Candidate]:
        """Candidates that are tried whatever the clock says; seeds beyond the last go on from the first."""
        every = self._with_seeds(lambda _: True)
        if self.only is None:
            return [candidate for _, candidate in zip(range(self.max_members), every, strict=False)]
        wanted = set(self.only)
        return [candidate for candidate in every if candidate.name in wanted]

    def _with_seeds(self, goes_on: Callable[[str], bool]) -> Iterator[Candidate]:
        """Every candidate, then those of chance that go on with the second seed, the third, …"""
        yield from self.candidates
        again = [candidate for candidate in self.candidates if candidate.family not in _SAME_WITH_ANY_SEED]
        rounds = MOST_MEMBERS // max(1, len(again))
        for number in range(2, rounds + 2):
            for candidate in again:
                if goes_on(candidate.name):
                    yield candidate._replace(name=f"{candidate.name} #{number}")

    def _built(self, candidate: Candidate) -> Any:
        return build_estimator(candidate.family, candidate.settings, self._seed_of(candidate), 1)

    def _seed_of(self, candidate: Candidate) -> int:
        _, _, number = candidate.name.partition(" #")
        return (self.random_state or 0) + 1000 * (int(number or 1) - 1)

    def family_of(self, name: str) -> str:
        """Return the family of a member."""
        return next(fact["family"] for fact in self.tried_ if fact["name"] == name)

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        groups: np.ndarray | None = None,
        on_step: OnStep = _ignore,
    ) -> Self:
        """Try candidates on inner folds, then fit those that have a weight on every row.

        Parameters
        ----------
        X : array of shape (n_samples, n_columns)
        y : array of shape (n_samples,)
        sample_weight : array of shape (n_samples,) or None
        groups : ndarray of shape (n_samples,) or None
            Host of each row: rows of one host are never on both sides of an inner fold.
        on_step : callable
            Told (completed, total); what it raises comes out unchanged.
        """
        rows = self._checked(X, y, sample_weight)
        hosts = None if groups is None else np.asarray(groups)[rows.kept]
        self.fill_ = medians(rows.X)
        table = MemberRows(rows, self.fill_, hosts, len(self.classes_))
        found = _Trial(self, table, _Watch(self, on_step)).run()
        self.tried_, self.skipped_, self.folds_ = found.tried, found.skipped, len(found.folds)
        self.weights_ = {fact["name"]: fact["weight"] for fact in self.tried_}
        self.inner_losses_ = found.losses()
        self.member_names_ = tuple(name for name, weight in self.weights_.items() if weight > 0)
        self.members_ = found.fitted_on_all(self.member_names_)
        self.seconds_ = found.watch.elapsed()
        return self


@dataclass
class _Watch:
    """The time of a fit, and what of it has been done."""

    auto: AutoEnsemble
    on_step: OnStep
    done: int = 0
    start: float = field(init=False)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.start, self.total = self._now(), self.auto.planned_steps()

    def _now(self) -> float:
        return _CLOCKS[self.auto.clock]() / (self.auto.n_jobs if self.auto.clock == "processor" else 1)

    def elapsed(self) -> float:
        return self._now() - self.start

    def left(self) -> float:
        return self.auto.time_budget - self.elapsed()

    def report(self, share: float, steps: int) -> None:
        """Tell the seconds that have passed, or the steps done so far with this share of those under way."""
        done = max(1, self.done + int(share * steps))
        counted = 1 + int(self.elapsed()) if self.auto._timed() else done
        self.on_step(min(counted, self.total), self.total)


class _Trial:
    """What has been tried so far in one fit."""

    def __init__(self, auto: AutoEnsemble, table: MemberRows, watch: _Watch) -> None:
        self.auto, self.table, self.watch = auto, table, watch
        self.tried: list[dict[str, Any]] = []
        self.skipped: list[str] = []
        self.found: list[np.ndarray] = []
        self.by_name: dict[str, Candidate] = {}
        self.loss = np.inf
        self.spent, self.cost = 0.0, 0.0
        rows = table.rows
        self.folds: list[Fold] = inner_folds(rows.codes, table.hosts, self.most_folds(), auto.random_state or 0)

    def most_folds(self) -> int:
        """Fewer folds where the strong candidates would not end in time; told by the cost law, not by the clock."""
        if not self.auto._timed():
            return self.auto.folds
        rows, columns = self.table.rows.X.shape
        one = get_family("lightgbm").expected_cost(rows, columns) * REFERENCE_FIT_S / self.auto.n_jobs
        in_time = int(_SHARE_OF_ONE * self.auto.time_budget / one) - 1
        return max(_FEWEST_FOLDS, min(self.auto.folds, in_time))

    def run(self) -> _Trial:
        if not self.folds:
            return self.without_folds()
        for candidate in self.candidates():
            if self.bound() and not self.fits_in(candidate):
                self.skip(candidate)
            else:
                self.attempt(candidate)
        return self

    def bound(self) -> bool:
        """Whether the clock may forbid a candidate: not the first ones, without which there is no good answer."""
        return self.auto._timed() and len(self.tried) >= _ALWAYS

    def candidates(self) -> Iterator[Candidate]:
        if not self.auto._timed():
            yield from self.auto._asked_for()
            return
        for candidate in self.auto._with_seeds(lambda name: self.weight_of(name) > 0):
            if len(self.tried) < MOST_MEMBERS:
                yield candidate

    def skip(self, candidate: Candidate) -> None:
        if candidate in self.auto.candidates:
            self.skipped.append(candidate.name)

    def weight_of(self, name: str) -> float:
        return float(next((fact["weight"] for fact in self.tried if fact["name"] == name), 0.0))

    def without_folds(self) -> _Trial:
        names = [each for each in self.auto.candidates if each.name in _WITHOUT_FOLDS] or self.auto.candidates[:1]
        for candidate in names:
            self.remember(candidate, None, 0.0)
            self.tried[-1]["weight"] = 1 / len(names)
        return self

    def remember(self, candidate: Candidate, loss: float | None, seconds: float) -> None:
        self.by_name[candidate.name] = candidate
        about = {
            "family": candidate.family,
            "settings": dict(candidate.settings),
            "seed": self.auto._seed_of(candidate),
        }
        self.tried.append({"name": candidate.name, **about, "loss": loss, "seconds": round(seconds, 3), "weight": 0.0})

    def fits_in(self, candidate: Candidate) -> bool:
        """Whether the candidate on every fold, and all that answer on every row, are expected to end in time."""
        most = get_family(candidate.family).most_rows
        if most is not None and len(self.table.rows.codes) > most:
            return False
        again = self.seconds_of(candidate) * (len(self.folds) + 1)
        return _MARGIN * (self.waiting() + again) < self.watch.left()

    def waiting(self) -> float:
        """Seconds that the fits on every row are expected to take."""
        return sum(self.seconds_of(self.by_name[fact["name"]]) for fact in self.tried if fact["weight"] > 0)

    def seconds_of(self, candidate: Candidate) -> float:
        """Seconds that a fit on every row is expected to take: as measured on folds, else by the cost law."""
        share = (len(self.folds) - 1) / len(self.folds)
        base = candidate.name.partition(" #")[0]
        known = [fact["seconds"] for fact in self.tried if fact["name"].partition(" #")[0] == base]
        if known:
            return float(known[-1]) / (len(self.folds) * share)
        return self.expected(candidate) * self.pace()

    def pace(self) -> float:
        """Seconds of one unit of the cost law: the reference's, until as much has been measured here."""
        return (self.spent + _REFERENCE_FITS * REFERENCE_FIT_S) / (self.cost + _REFERENCE_FITS)

    def expected(self, candidate: Candidate) -> float:
        rows, columns = self.table.rows.X.shape
        return get_family(candidate.family).expected_cost(rows, columns, candidate.settings)

    def attempt(self, candidate: Candidate) -> None:
        """Answer every row from inner folds, and weigh all so far anew; give up what turns out to take too long."""
        began, rows = self.watch.elapsed(), self.table.rows
        try:
            found = self.held_out(candidate)
        except _TooLongError:
            self.skip(candidate)
            return
        seconds = self.watch.elapsed() - began
        self.found.append(found)
        self.spent, self.cost = self.spent + seconds, self.cost + self.expected(candidate) * len(self.folds)
        self.remember(candidate, log_losses(found[None], rows.codes, rows.weight)[0], seconds)
        seed = self.auto.random_state or 0
        weights, self.loss = bagged_weights(np.array(self.found), rows.codes, rows.weight, self.table.hosts, seed)
        for fact, weight in zip(self.tried, weights.tolist(), strict=True):
            fact["weight"] = weight

    def held_out(self, candidate: Candidate) -> np.ndarray:
        """Answer every row from inner folds; raises as soon as the candidate cannot end in time."""
        began, waiting, bound = self.watch.elapsed(), self.waiting(), self.bound()
        steps = total_steps(self.auto._built(candidate)) * len(self.folds)

        def on_share(share: float) -> None:
            self.watch.report(share, steps)
            taken = self.watch.elapsed() - began
            whole = taken / share if share else 0.0
            to_come = whole - taken + whole / len(self.folds) + waiting
            if bound and taken > _FIRST_LOOK_S and to_come > self.watch.left():
                raise _TooLongError

        models = side_by_side(
            [partial(self.fit, candidate, train) for train, _ in self.folds], self.auto.n_jobs, on_share
        )
        self.watch.done += steps
        found = np.zeros((len(self.table.rows.codes), self.table.n_classes))
        for model, (_, test) in zip(models, self.folds, strict=True):
            found[test] = model.predict_proba(self.table.seen(candidate.family, test))
        return found

    def fit(self, candidate: Candidate, chosen: np.ndarray, on_step: OnStep) -> Any:
        return self.table.fit(candidate.family, self.auto._built(candidate), chosen, on_step)

    def losses(self) -> Mapping[str, float]:
        alone = {fact["name"]: fact["loss"] for fact in self.tried if fact["loss"] is not None}
        return {**alone, "auto": float(self.loss)} if alone else {}

    def fitted_on_all(self, names: Sequence[str]) -> list[Any]:
        everyone, kept = np.arange(len(self.table.rows.codes)), [self.by_name[name] for name in names]
        steps = sum(total_steps(self.auto._built(candidate)) for candidate in kept)
        jobs = [partial(self.fit, candidate, everyone) for candidate in kept]
        return side_by_side(jobs, self.auto.n_jobs, lambda share: self.watch.report(share, steps))
