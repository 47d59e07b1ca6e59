"""Cross-validation: every fold's rows are answered by a pipeline that has not seen their hosts.

Training, the price of leaks and the comparison of table versions all validate here, so their numbers compare.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ML import baselines
from ML.classifiers.fitting import OnStep
from ML.cross_validation.fits import completed_plan, count_units, fit_rows, new_pipeline, note, one_blas_thread
from ML.cross_validation.stores import NO_STORE, FoldStore
from ML.cross_validation.tuner import Tuner, check_tuner, settle
from ML.evaluation import evaluate, point_metrics
from ML.progress import FoldScore, ProgressCallback, ignore_progress
from ML.results import Evaluation, Warnings, remark
from ML.splitting import Fold, grouped_folds, split_hash
from ML.trained_model import TrainingPlan, probability_columns
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows


@dataclass(frozen=True)
class CrossValidation:
    """Answers to rows that were not trained on, and what they say.

    Attributes
    ----------
    rows : TrainingRows
        The decided rows.
    plan : TrainingPlan
        What was chosen; hyperparameters complete with defaults.
    folds : list of (ndarray, ndarray)
        Positions of the training and the validation rows of each fold.
    fold_number : ndarray of int of shape (n_samples,)
        Fold (from 1) in which a row was validated; 0 for rows that a holdout only trains on.
    probabilities : ndarray of shape (n_samples, n_classes)
        Out-of-fold probabilities in the order of the plan's classes; NaN where ``fold_number`` is 0.
    evaluation : Evaluation
        Metrics, intervals and curves of the validated rows.
    warnings : list of dict
        Remarks on the rows and the fits.
    tuning : list of dict
        What the tuner found in each fold that was fitted here.
    """

    rows: TrainingRows
    plan: TrainingPlan
    folds: list[Fold]
    fold_number: np.ndarray
    probabilities: np.ndarray
    evaluation: Evaluation
    warnings: Warnings
    tuning: list[dict[str, Any]] = field(default_factory=list)

    @property
    def tested(self) -> np.ndarray:
        """Whether a row was validated: bool of shape (n_samples,)."""
        return self.fold_number > 0

    @property
    def split_hash(self) -> str:
        """Hash of which object is validated in which fold: equal ones mean the same folds."""
        return split_hash(self.rows.objects, self.fold_number.tolist())

    def out_of_fold(self) -> pd.DataFrame:
        """One row per validated object: ``object``, ``host``, ``truth``, ``fold`` and ``probability_<CLASS>``."""
        tested, names = self.tested, np.array(self.plan.classes, dtype=object)
        facts = {
            "object": self.rows.objects[tested],
            "host": self.rows.host_names[tested],
            "truth": names[self.rows.y[tested]],
            "fold": self.fold_number[tested],
        }
        scores = zip(probability_columns(self.plan.classes), self.probabilities[tested].T, strict=True)
        return pd.DataFrame({**facts, **dict(scores)})


def cross_validate(
    table: LabelledTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    *,
    with_baselines: bool = True,
    tuner: Tuner | None = None,
) -> CrossValidation:
    """Validate a plan on a table without fitting a final model.

    Parameters
    ----------
    table : LabelledTable
        Objects with classes; undecided ones are left aside.
    plan : TrainingPlan
        What was chosen.
    on_progress : callable
        Told the counts of the phase ``"folds"``; may raise to stop, and what it raises comes out unchanged.
    fold_store : FoldStore or None
        Finished folds; those it holds are not fitted again.
    with_baselines : bool
        False leaves the evaluation's baselines empty, where they stand elsewhere already.
    tuner : Tuner or None
        Searches for hyperparameters on the training rows of every fold, for plans with ``tuning``.

    Returns
    -------
    CrossValidation

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the table cannot be used; the message names the remedy.
    """
    complete = completed_plan(plan)
    rows = training_rows(table, complete)
    with one_blas_thread():
        return validate_rows(
            rows,
            complete,
            TrainingProgress(on_progress),
            fold_store or NO_STORE,
            with_baselines=with_baselines,
            tuner=tuner,
        )


def validate_rows(
    rows: TrainingRows,
    plan: TrainingPlan,
    progress: TrainingProgress,
    store: FoldStore,
    *,
    with_baselines: bool = True,
    tuner: Tuner | None = None,
) -> CrossValidation:
    """Validate a completed plan on rows that are ready; see :func:`cross_validate`."""
    check_tuner(plan, tuner)
    return _Validation(rows, plan, progress, store, with_baselines, tuner).run()


_ONE_CLASS = (
    "Some fold validates rows of one class only, so areas under curves are not defined for it alone; those of all "
    "folds together are."
)


def split_rows(rows: TrainingRows, plan: TrainingPlan) -> list[Fold]:
    """Return the positions of the training and the validation rows of each fold of a plan."""
    if plan.split is not None:
        return plan.split.positions(rows.objects, rows.hosts, plan.group_by_host)
    names = np.array(plan.classes, dtype=object)[rows.y]
    return grouped_folds(
        names.astype(str),
        rows.hosts,
        method=plan.method,
        folds=plan.folds,
        test_size=plan.test_size,
        group_by_host=plan.group_by_host,
        seed=plan.seed,
    )


@dataclass
class _Validation:
    rows: TrainingRows
    plan: TrainingPlan
    progress: TrainingProgress
    store: FoldStore
    with_baselines: bool
    tuner: Tuner | None = None
    remarks: Warnings = field(default_factory=list)
    tuning: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> CrossValidation:
        self.remarks = list(self.rows.warnings)
        self.fold_number = np.zeros(len(self.rows.y), dtype=int)
        self.probabilities = np.full((len(self.rows.y), len(self.plan.classes)), np.nan)
        folds = self.validate()
        return CrossValidation(
            rows=self.rows,
            plan=self.plan,
            folds=folds,
            fold_number=self.fold_number,
            probabilities=self.probabilities,
            evaluation=self.evaluate(folds),
            warnings=self.remarks,
            tuning=self.tuning,
        )

    def validate(self) -> list[Fold]:
        steps, unit = count_units(self.rows, self.plan)
        planned = self.plan.folds if self.plan.method == "cv" else 1
        self.progress.begin("folds", planned * steps, unit, "Splitting by host")
        folds = split_rows(self.rows, self.plan)
        for number, (train, test) in enumerate(folds, start=1):
            self.progress.say(f"Fold {number} of {len(folds)}")
            done = (number - 1) * steps
            on_step = self.progress.counting_from(done)
            # Also for a fold that is held: its search has ended, and tells again what it found.
            plan, facts = settle(self.rows, self.plan, train, self.tuner, on_step, self.store, number)
            self.tuning.extend(facts)
            held = self.stored(number, len(test))
            if held is None:
                held = self.fit_fold(plan, train, test, self.progress.still_working if facts else on_step)
                self.store.save(number, held)
            self.probabilities[test], self.fold_number[test] = held, number
            self.progress.scores.append(self.score(number, test))
            self.progress.reach(number * steps)
        return folds

    def stored(self, number: int, n_rows: int) -> np.ndarray | None:
        held = self.store.load(number)
        usable = held is not None and held.shape == (n_rows, len(self.plan.classes)) and np.isfinite(held).all()
        return held if usable else None

    def fit_fold(self, plan: TrainingPlan, train: np.ndarray, test: np.ndarray, on_step: OnStep) -> np.ndarray:
        pipeline = new_pipeline(self.rows, plan)
        fit_rows(pipeline, self.rows, plan, train, on_step, self.remarks)
        return np.asarray(pipeline.predict_proba(self.rows.X.iloc[test]), dtype=float)

    def score(self, number: int, test: np.ndarray) -> FoldScore:
        plan = self.plan
        if len(np.unique(self.rows.y[test])) == 1:
            note(self.remarks, "one_class_fold", _ONE_CLASS)
        metrics = point_metrics(self.rows.y[test], self.probabilities[test], plan.classes, plan.positive_class)
        return FoldScore(number, {name: value for name, value in metrics.items() if value is not None})

    def evaluate(self, folds: list[Fold]) -> Evaluation:
        compared = self.baselines(folds) if self.with_baselines else {}
        self.progress.say("Drawing intervals")
        tested = self.fold_number > 0
        return evaluate(
            self.rows.y[tested],
            self.probabilities[tested],
            self.plan.classes,
            self.plan.positive_class,
            self.rows.hosts[tested],
            seed=self.plan.seed,
            folds=self.progress.scores,
            baselines=compared,
            on_step=self.progress.still_working,
        )

    def baselines(self, folds: list[Fold]) -> dict[str, dict[str, float | None]]:
        self.progress.say("Measuring baselines")
        rows, classes, positive = self.rows, self.plan.classes, self.plan.positive_class
        missing = rows.X.isna().to_numpy()
        compared = {
            "majority": baselines.majority(rows.y[self.fold_number > 0], classes, positive),
            "mask_only": baselines.mask_only(
                missing, rows.y, folds, classes, positive, seed=self.plan.seed, on_step=self.progress.still_working
            ),
        }
        if not missing.any():
            self.remarks.append(remark("no_missing_cells", "No cell is empty, so there is no mask-only baseline."))
        if rows.flags is not None:
            compared["flag_rule"] = baselines.flag_rule(rows.flags, rows.y, folds, classes)
        return compared
