"""The learning curve: how good is the model when it is given fewer stars to learn from?

In each fold the training stars stand in one seeded order, in which every class keeps its share, and each size takes
the first of them: every subset is part of the next. The validated objects are the same for all sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ML.comparison import paired_differences, verdict_of
from ML.cross_validation import (
    NO_STORE,
    FoldStore,
    completed_plan,
    count_units,
    fit_rows,
    new_pipeline,
    one_blas_thread,
    split_rows,
)
from ML.evaluation import evaluate, point_metrics
from ML.exceptions import UntrainableTableError
from ML.progress import FoldScore, ProgressCallback, ignore_progress
from ML.results import METRIC_NAMES, Estimate, Warnings, remark
from ML.splitting import Fold, split_hash
from ML.trained_model import TrainingPlan
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows

FRACTIONS = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
"""Shares of the training stars, each twice the one before."""

FEWEST_STARS = 10
"""Stars of each class that the smallest subset must hold."""

_POINTS = 100


@dataclass(frozen=True, slots=True)
class Point:
    """One size.

    Attributes
    ----------
    fraction : float
        Share of the training stars.
    hosts, rows : int
        Training stars and objects, the mean over the folds.
    metrics : dict of str to Estimate
        Headline metrics on all validated objects.
    """

    fraction: float
    hosts: int
    rows: int
    metrics: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Metrics against the number of training stars.

    Attributes
    ----------
    points : tuple of Point
        The smallest size first.
    last_doubling : dict of str to Estimate
        Metrics of the largest size minus those of the size before it, both resampled together.
    verdict : {"better", "worse", "alike"}
        Whether the last doubling lowered the log-loss, raised it, or neither for sure: a proper score of the
        probabilities still falls where right and wrong hardly change.
    text : str
        The same in a sentence.
    rows, hosts, folds : int
        Validated objects, their stars, and folds.
    split_hash : str
        Hash of which object is validated in which fold: that of the session's own run.
    warnings : list of dict
        Remarks on the rows and the fits.
    """

    points: tuple[Point, ...]
    last_doubling: dict[str, Estimate]
    verdict: str
    text: str
    rows: int
    hosts: int
    folds: int
    split_hash: str
    warnings: Warnings


def learning_curve(
    table: LabelledTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    *,
    fractions: Sequence[float] = FRACTIONS,
) -> LearningCurve:
    """Validate a plan with fewer and with more training stars, on the same validated objects.

    Parameters
    ----------
    table : LabelledTable
        Objects with classes; undecided ones are left aside.
    plan : TrainingPlan
        What was chosen; hyperparameters are not searched for anew.
    on_progress : callable
        Told the steps of all fits in the phase ``"folds"``, then the phase ``"comparing"``; may raise to stop, and
        what it raises comes out unchanged.
    fold_store : FoldStore or None
        Finished fits: all folds of the smallest size, then of the next.
    fractions : sequence of float
        Shares of the training stars, growing up to 1; those that leave a class fewer than ten stars are left out.

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the table cannot be used, or is too small for a curve; the message names the remedy.
    """
    complete = replace(completed_plan(plan), tuning=None)
    rows = training_rows(table, complete)
    remarks = list(rows.warnings)
    if plan.tuning is not None:
        text = "Each size was trained with the hyperparameters as they were chosen, without a search of its own."
        remarks.append(remark("not_tuned", text))
    with one_blas_thread():
        progress = TrainingProgress(on_progress)
        return _Study(rows, complete, progress, fold_store or NO_STORE, remarks).run(tuple(fractions))


def stars_in_order(y: np.ndarray, hosts: np.ndarray, seed: int) -> np.ndarray:
    """Hosts in a seeded order of which every beginning holds about the same share of each class.

    Parameters
    ----------
    y : ndarray of int of shape (n_rows,)
        Class of each row.
    hosts : ndarray of int of shape (n_rows,)
        Host of each row.
    seed : int

    Returns
    -------
    ndarray of int of shape (n_hosts,)
    """
    rarity = pd.Series(y).map(pd.Series(y).value_counts().rank(method="first"))
    strata = pd.DataFrame({"host": hosts, "stratum": rarity}).groupby("host")["stratum"].min()
    shuffled = strata.sample(frac=1.0, random_state=seed)
    place = shuffled.groupby(shuffled).cumcount() / shuffled.map(shuffled.value_counts())
    return place.sort_values(kind="stable").index.to_numpy()


@dataclass
class _Study:
    rows: TrainingRows
    plan: TrainingPlan
    progress: TrainingProgress
    store: FoldStore
    remarks: Warnings
    folds: list[Fold] = field(init=False)

    def run(self, fractions: tuple[float, ...]) -> LearningCurve:
        self.folds = split_rows(self.rows, self.plan)
        orders = [stars_in_order(self.rows.y[train], self.rows.hosts[train], self.plan.seed) for train, _ in self.folds]
        sizes = [
            [self.beginning(train, order, share) for (train, _), order in zip(self.folds, orders, strict=True)]
            for share in fractions
        ]
        usable = [place for place, chosen in enumerate(sizes) if all(map(self.is_enough, chosen))]
        self.refuse_short(len(usable))
        steps, unit = count_units(self.rows, self.plan)
        self.progress.begin("folds", len(usable) * len(self.folds) * steps, unit, "Splitting by host")
        answers = [self.validate(number, sizes[place], steps) for number, place in enumerate(usable)]
        return self.judge([fractions[place] for place in usable], [sizes[place] for place in usable], answers)

    def beginning(self, train: np.ndarray, order: np.ndarray, fraction: float) -> np.ndarray:
        """Training rows of the first stars, in the order of the table."""
        stars = order[: int(np.ceil(fraction * len(order)))]
        return train[np.isin(self.rows.hosts[train], stars)]

    def is_enough(self, chosen: np.ndarray) -> bool:
        stars = pd.Series(self.rows.hosts[chosen]).groupby(self.rows.y[chosen]).nunique()
        return len(stars) == len(self.plan.classes) and int(stars.min()) >= FEWEST_STARS

    def refuse_short(self, points: int) -> None:
        fewest = 2
        if points < fewest:
            raise UntrainableTableError(
                f"A learning curve needs {fewest} sizes with at least {FEWEST_STARS} training stars of each class, and "
                f"this table has enough for {points}. Add decided objects of the rarest class."
            )

    def validate(self, number: int, chosen: list[np.ndarray], steps: int) -> np.ndarray:
        """Out-of-fold probabilities by models of some of the training rows; NaN for rows that a holdout trains on."""
        answers = np.full((len(self.rows.y), len(self.plan.classes)), np.nan)
        for fold, ((_, test), fitted) in enumerate(zip(self.folds, chosen, strict=True)):
            done = number * len(self.folds) + fold
            self.progress.say(f"Size {number + 1}, fold {fold + 1}: {len(fitted):,} objects")
            answers[test] = self.answer(done + 1, fitted, test, done * steps)
            self.progress.reach((done + 1) * steps)
        self.progress.scores.append(FoldScore(number + 1, self.headlines(answers)))
        return answers

    def answer(self, number: int, chosen: np.ndarray, test: np.ndarray, steps_before: int) -> np.ndarray:
        held = self.store.load(number)
        if held is not None and held.shape == (len(test), len(self.plan.classes)) and np.isfinite(held).all():
            return held
        pipeline = new_pipeline(self.rows, self.plan)
        counted = self.progress.counting_from(steps_before)
        fit_rows(pipeline, self.rows, self.plan, chosen, counted, self.remarks)
        answered = np.asarray(pipeline.predict_proba(self.rows.X.iloc[test]), dtype=float)
        self.store.save(number, answered)
        return answered

    def headlines(self, answers: np.ndarray) -> dict[str, float]:
        tested, plan = self.tested(), self.plan
        metrics = point_metrics(self.rows.y[tested], answers[tested], plan.classes, plan.positive_class)
        return {name: value for name, value in metrics.items() if value is not None}

    def metrics(self, answers: np.ndarray) -> dict[str, Estimate]:
        tested, plan = self.tested(), self.plan
        return evaluate(
            self.rows.y[tested],
            answers[tested],
            plan.classes,
            plan.positive_class,
            self.rows.hosts[tested],
            seed=plan.seed,
            on_step=self.progress.still_working,
        ).metrics

    def tested(self) -> np.ndarray:
        return np.sort(np.concatenate([test for _, test in self.folds]))

    def judge(self, fractions: list[float], sizes: list[list[np.ndarray]], answers: list[np.ndarray]) -> LearningCurve:
        self.progress.begin("comparing", 1, "comparisons", "Drawing stars anew, the same for the last two sizes")
        points = tuple(map(self.point, fractions, sizes, answers))
        tested, plan = self.tested(), self.plan
        y, hosts = self.rows.y[tested], self.rows.hosts[tested]
        gain = paired_differences(
            y, answers[-1][tested], answers[-2][tested], plan.classes, plan.positive_class, hosts, seed=plan.seed
        )
        self.progress.reach(1)
        return LearningCurve(
            points=points,
            last_doubling=gain,
            verdict=_verdict(gain),
            text=_sentence(points, gain),
            rows=len(tested),
            hosts=len(np.unique(hosts)),
            folds=len(self.folds),
            split_hash=split_hash(self.rows.objects, self.fold_number().tolist()),
            warnings=self.remarks,
        )

    def point(self, fraction: float, chosen: list[np.ndarray], answers: np.ndarray) -> Point:
        hosts = [len(np.unique(self.rows.hosts[rows])) for rows in chosen]
        rows = [len(rows) for rows in chosen]
        metrics = self.metrics(answers)
        return Point(
            fraction, round(np.mean(hosts)), round(np.mean(rows)), {name: metrics[name] for name in METRIC_NAMES}
        )

    def fold_number(self) -> np.ndarray:
        numbers = np.zeros(len(self.rows.y), dtype=int)
        for number, (_, test) in enumerate(self.folds, start=1):
            numbers[test] = number
        return numbers


def _verdict(gain: dict[str, Estimate]) -> str:
    return {"better": "worse", "worse": "better"}.get(verdict_of(gain["log_loss"]), "alike")


def _sentence(points: tuple[Point, ...], gain: dict[str, Estimate]) -> str:
    before, last = points[-2:]
    value, low, high = (_POINTS * (part or 0.0) for part in _parts(gain["accuracy"]))
    losses = [point.metrics["log_loss"].value or 0.0 for point in (before, last)]
    ends = [part or 0.0 for part in _parts(gain["log_loss"])[1:]]
    return (
        f"From {before.hosts:,} to {last.hosts:,} training stars the log-loss goes from {losses[0]:.4f} to "
        f"{losses[1]:.4f} (by {ends[0]:+.4f} to {ends[1]:+.4f}), the accuracy by {value:+.1f} points ({low:+.1f} to "
        f"{high:+.1f}), on the same held-out objects: {_ADVICE[_verdict(gain)]}."
    )


def _parts(estimate: Estimate) -> tuple[float | None, float | None, float | None]:
    return estimate.value, estimate.low, estimate.high


_ADVICE = {
    "better": "more decided objects should still help",
    "alike": "that may be chance, so more objects of the same kind would hardly help",
    "worse": "the objects that were added last do harm",
}
