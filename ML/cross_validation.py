"""Cross-validation: every fold's rows are answered by a pipeline that has not seen their hosts.

Training, the price of leaks and the comparison of table versions all validate here, so their numbers compare.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ML import baselines
from ML.classifiers import get_family
from ML.classifiers.estimators import limit_threads
from ML.classifiers.fitting import OnStep, total_steps
from ML.evaluation import evaluate, point_metrics
from ML.exceptions import InvalidFieldsError
from ML.preprocessing import build_pipeline, fit_pipeline
from ML.progress import FoldScore, ProgressCallback, ignore_progress
from ML.results import Evaluation, Warnings, remark
from ML.splitting import Fold, grouped_folds, split_hash
from ML.trained_model import TrainingPlan, probability_columns
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows


class FoldStore(Protocol):
    """Keeps the probabilities of finished folds, so that a run that is taken over need not fit them again."""

    def load(self, fold: int) -> np.ndarray | None:
        """Return probabilities of shape (n_validated, n_classes) of a fold (from 1), or None."""

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep the probabilities of a finished fold."""


class _NoStore:
    def load(self, fold: int) -> None:
        return None

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        return None


NO_STORE: FoldStore = _NoStore()
"""Holds no fold and keeps none."""


class Tuned(Protocol):
    """What a search came to."""

    @property
    def hyperparameters(self) -> Mapping[str, Any]:
        """The best settings, complete with defaults."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Trials, scores and why it ended, ready for JSON."""


class Tuner(Protocol):
    """Searches for hyperparameters on training rows alone."""

    def search(
        self, rows: TrainingRows, plan: TrainingPlan, chosen: np.ndarray, on_progress: OnStep, store: FoldStore
    ) -> Tuned:
        """Search on the rows at the positions ``chosen``; ``on_progress`` takes (completed, total) trials."""


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


def completed_plan(plan: TrainingPlan) -> TrainingPlan:
    """Check the hyperparameters and fill in the family's defaults."""
    return replace(plan, hyperparameters=get_family(plan.family).validate(plan.hyperparameters))


def one_blas_thread() -> threadpool_limits:
    """Limit BLAS to one thread: sums in another order would change the last digits with the number of threads."""
    return threadpool_limits(1, user_api="blas")


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


def check_tuner(plan: TrainingPlan, tuner: Tuner | None) -> None:
    """Refuse a plan with tuning where nothing can tune."""
    if plan.tuning is not None and tuner is None:
        message = "tuning is set, but no tuner was given. Pass one, or leave tuning out."
        raise InvalidFieldsError(message, [{"field": "tuning", "message": message}])


def settle(
    rows: TrainingRows,
    plan: TrainingPlan,
    chosen: np.ndarray,
    tuner: Tuner | None,
    on_progress: OnStep,
    store: FoldStore,
) -> tuple[TrainingPlan, list[dict[str, Any]]]:
    """Return the plan to fit the chosen rows with, and what the tuner said, if there is one."""
    if plan.tuning is None or tuner is None:
        return plan, []
    tuned = tuner.search(rows, plan, chosen, on_progress, store)
    settled = completed_plan(replace(plan, hyperparameters=dict(tuned.hyperparameters)))
    return settled, [dict(tuned.facts)]


def count_units(rows: TrainingRows, plan: TrainingPlan) -> tuple[int, str]:
    """Return how many units one fit counts, and what they are: with tuning the trials, and the fit as one more."""
    if plan.tuning is not None:
        return plan.tuning.trials + 1, "trials"
    return total_steps(new_pipeline(rows, plan)[-1]), get_family(plan.family).unit


def new_pipeline(rows: TrainingRows, plan: TrainingPlan) -> Pipeline:
    """Build the unfitted pipeline of a completed plan."""
    return build_pipeline(
        rows.features,
        plan.family,
        plan.hyperparameters,
        seed=plan.seed,
        n_threads=plan.n_threads,
        engineered=plan.engineered,
    )


def fit_rows(
    pipeline: Pipeline,
    rows: TrainingRows,
    plan: TrainingPlan,
    chosen: np.ndarray,
    on_step: OnStep,
    remarks: Warnings,
) -> np.ndarray:
    """Fit a pipeline on the chosen rows.

    Parameters
    ----------
    chosen : ndarray of int of shape (n_chosen,)
        Positions of the rows to fit on.
    on_step : callable
        Told (completed, total) steps of the fit; may raise to stop.
    remarks : list of dict
        A fit that did not settle adds ``not_converged``, once.

    Returns
    -------
    ndarray of shape (n_chosen, n_encoded)
        The chosen rows as the classifier saw them.
    """
    y = rows.y[chosen]
    with _convergence_noted(remarks):
        prepared = fit_pipeline(pipeline, rows.X.iloc[chosen], y, _weights(y, plan), on_step)
    # A forest adds up its trees' votes as threads deliver them: with one, always in the same order.
    limit_threads(pipeline[-1], 1)
    return prepared


def _weights(y: np.ndarray, plan: TrainingPlan) -> np.ndarray | None:
    """Weigh each class alike: n / (classes × rows of the class)."""
    if plan.imbalance == "none":
        return None
    counts = np.bincount(y, minlength=len(plan.classes))
    return len(y) / (len(counts) * counts[y])


@contextmanager
def _convergence_noted(remarks: Warnings) -> Iterator[None]:
    """Turn a ConvergenceWarning into a remark; every other warning goes its way."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        yield
    for entry in caught:
        if not issubclass(entry.category, ConvergenceWarning):
            warnings.warn_explicit(entry.message, entry.category, entry.filename, entry.lineno)
        elif not any(known["code"] == "not_converged" for known in remarks):
            text = "The fit stopped before it had settled. Raise the number of iterations, or lower C."
            remarks.append(remark("not_converged", text))


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
        folds = self.split()
        for number, (train, test) in enumerate(folds, start=1):
            self.progress.say(f"Fold {number} of {len(folds)}")
            done = (number - 1) * steps
            held = self.stored(number, len(test))
            fitted = held if held is not None else self.fit_fold(train, test, self.progress.counting_from(done))
            if held is None:
                self.store.save(number, fitted)
            self.probabilities[test], self.fold_number[test] = fitted, number
            self.progress.scores.append(self.score(number, test))
            self.progress.reach(number * steps)
        return folds

    def split(self) -> list[Fold]:
        plan = self.plan
        names = np.array(plan.classes, dtype=object)[self.rows.y]
        return grouped_folds(
            names.astype(str),
            self.rows.hosts,
            method=plan.method,
            folds=plan.folds,
            test_size=plan.test_size,
            group_by_host=plan.group_by_host,
            seed=plan.seed,
        )

    def stored(self, number: int, n_rows: int) -> np.ndarray | None:
        held = self.store.load(number)
        usable = held is not None and held.shape == (n_rows, len(self.plan.classes)) and np.isfinite(held).all()
        return held if usable else None

    def fit_fold(self, train: np.ndarray, test: np.ndarray, on_step: OnStep) -> np.ndarray:
        plan, facts = settle(self.rows, self.plan, train, self.tuner, on_step, self.store)
        self.tuning.extend(facts)
        pipeline = new_pipeline(self.rows, plan)
        steps = self.progress.still_working if facts else on_step
        fit_rows(pipeline, self.rows, plan, train, steps, self.remarks)
        return np.asarray(pipeline.predict_proba(self.rows.X.iloc[test]), dtype=float)

    def score(self, number: int, test: np.ndarray) -> FoldScore:
        plan = self.plan
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
