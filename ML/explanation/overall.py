"""What matters to a model as a whole, measured on rows whose hosts it had not seen.

Every fold is fitted as in training, and a seeded sample of its validated rows is explained by that fold's model: an
importance read from training rows counts what was learned by heart as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ML.classifiers import get_family
from ML.classifiers.contributions import background_rows
from ML.cross_validation import (
    NO_STORE,
    FoldStore,
    Tuner,
    completed_plan,
    count_units,
    fit_rows,
    new_pipeline,
    one_blas_thread,
    settle,
    split_rows,
)
from ML.explanation.gathering import Gathered, gather
from ML.explanation.outcome import GlobalExplanation
from ML.explanation.permutation import permuted_losses
from ML.explanation.scales import in_both_scales
from ML.preprocessing import sum_by_origin
from ML.progress import ProgressCallback, ignore_progress
from ML.results import Warnings, remark
from ML.trained_model import TrainingPlan
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows

__all__ = ["GlobalExplanation", "explain_globally"]

MOST_ROWS = 2000
"""Rows that are explained at most; families that are slow to explain have fewer, four times ``importance_rows``."""

_REPORTS = 20


def explain_globally(
    table: LabelledTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    *,
    explained_class: str | None = None,
    tuner: Tuner | None = None,
) -> GlobalExplanation:
    """Explain models of a plan on rows that they were not fitted on.

    Parameters
    ----------
    table : LabelledTable
        Objects with classes; undecided ones are left aside.
    plan : TrainingPlan
        What was chosen.
    on_progress : callable
        Told the counts of the phase ``"folds"``, then ``"comparing"``; may raise to stop, and what it raises comes out
        unchanged.
    fold_store : FoldStore or None
        Finished folds; those it holds are not fitted again.
    explained_class : str or None
        Class that contributions speak for; None takes the positive one, or the last.
    tuner : Tuner or None
        For plans with ``tuning``: answers with the hyperparameters that each fold was trained with
        (:class:`ML.cross_validation.KnownSettings`); without it all folds are fitted with those that were chosen.

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the table cannot be used; the message names the remedy.
    """
    complete = completed_plan(plan if tuner else replace(plan, tuning=None))
    rows = training_rows(table, complete)
    remarks = list(rows.warnings)
    if plan.tuning is not None and tuner is None:
        text = "Each fold was fitted with the hyperparameters as they were chosen, without a search of its own."
        remarks.append(remark("not_tuned", text))
    name = explained_class or plan.positive_class or plan.classes[-1]
    with one_blas_thread():
        progress = TrainingProgress(on_progress)
        explained = plan.classes.index(name)
        return _Study(rows, complete, progress, fold_store or NO_STORE, explained, remarks, tuner).run()


@dataclass
class _Study:
    rows: TrainingRows
    plan: TrainingPlan
    progress: TrainingProgress
    store: FoldStore
    explained: int
    remarks: Warnings
    tuner: Tuner | None = None
    sets: list[list[str]] = field(init=False)

    def run(self) -> GlobalExplanation:
        folds = split_rows(self.rows, self.plan)
        steps, unit = count_units(self.rows, self.plan)
        self.sets = _sets(self.rows)
        self.progress.begin("folds", len(folds) * (steps + self.work()), unit, "Splitting by host")
        found, samples = [], []
        for number, (train, test) in enumerate(folds, start=1):
            self.progress.say(f"Fold {number} of {len(folds)}")
            sample = self.sample(test, number, len(folds))
            before = (number - 1) * (steps + self.work())
            found.append(self.fold(number, train, sample, before, steps))
            samples.append(sample)
            self.progress.reach(number * (steps + self.work()))
        self.progress.begin("comparing", 1, "comparisons", "Drawing stars anew")
        result = gather(Gathered(self.rows, self.plan, self.explained, folds, samples, found, self.sets, self.remarks))
        self.progress.reach(1)
        return result

    def work(self) -> int:
        """Steps of a fold beside its fit: sets of columns to exchange, and parts of the rows to explain."""
        return len(self.sets) + _REPORTS

    def sample(self, test: np.ndarray, number: int, n_folds: int) -> np.ndarray:
        most = min(MOST_ROWS, 4 * get_family(self.plan.family).importance_rows)
        rng = np.random.default_rng([self.plan.seed, number])
        return np.sort(rng.permutation(test)[: max(1, most // n_folds)])

    def fold(self, number: int, train: np.ndarray, sample: np.ndarray, before: int, steps: int) -> np.ndarray:
        """Everything measured on one fold's sample, one row of numbers for each."""
        held = self.store.load(number)
        if held is not None and len(held) == len(sample) and np.isfinite(held).all():
            return held
        on_step = self.progress.counting_from(before)
        plan, _ = settle(self.rows, self.plan, train, self.tuner, on_step, self.store, number)
        pipeline = new_pipeline(self.rows, plan)
        prepared = fit_rows(pipeline, self.rows, plan, train, on_step, self.remarks)
        background = background_rows(pipeline[-1], prepared, self.plan.seed)
        X, y = self.rows.X.iloc[sample].reset_index(drop=True), self.rows.y[sample]
        counted = self.counting(before + steps)
        parts = self.contributions(pipeline, X, background, counted)
        permuted = permuted_losses(pipeline, X, y, self.sets, self.plan.seed, counted)
        measured = np.hstack([parts, permuted.reshape(len(X), -1)])
        self.store.save(number, measured)
        return measured

    def counting(self, done: int) -> Callable[[], None]:
        counts = iter(range(done + 1, done + self.work() + 1))
        return lambda: self.progress.reach(next(counts))

    def contributions(
        self, pipeline: Any, X: pd.DataFrame, background: np.ndarray, counted: Callable[[], None]
    ) -> np.ndarray:
        """Contributions in log-odds, then in probability, then what additivity misses, for each row."""
        prepared, unit = pipeline[:-1].transform(X), get_family(self.plan.family).explained_in
        chunks = []
        for part in np.array_split(prepared, _REPORTS):
            if len(part):
                chosen = np.full(len(part), self.explained)
                both = in_both_scales(pipeline[-1], part, chosen, background, unit)
                own = both.log_odds if unit == "log-odds" else both.probability
                missed = np.abs(own.base + own.values.sum(axis=1) - own.output)
                values = [sum_by_origin(pipeline, scale.values) for scale in (both.log_odds, both.probability)]
                chunks.append(np.hstack([*values, missed[:, None]]))
            counted()
        return np.vstack(chunks)


def _sets(rows: TrainingRows) -> list[list[str]]:
    """Each column alone, then each kind of columns together."""
    names = [column.name for column in rows.features]
    kinds = list(dict.fromkeys(column.group for column in rows.features))
    together = [[column.name for column in rows.features if column.group == kind] for kind in kinds]
    return [*([name] for name in names), *together]
