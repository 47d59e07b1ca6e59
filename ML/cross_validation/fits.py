"""One fit of a plan on chosen rows, with everything that the plan asks for around the classifier."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ML.calibration import CalibratedPipeline, fit_calibrator
from ML.classifiers import get_family
from ML.classifiers.estimators import limit_threads
from ML.classifiers.fitting import OnStep, total_steps
from ML.classifiers.inner import inner_folds
from ML.preprocessing import Smote, build_pipeline, fit_pipeline
from ML.results import Warnings, remark
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows

CALIBRATION_FOLDS = 5
"""Inner folds, by host, whose held-out rows a calibrator learns from."""


def completed_plan(plan: TrainingPlan) -> TrainingPlan:
    """Check the hyperparameters and fill in the family's defaults."""
    return replace(plan, hyperparameters=get_family(plan.family).validate(plan.hyperparameters))


def one_blas_thread() -> threadpool_limits:
    """Limit BLAS to one thread: sums in another order would change the last digits with the number of threads."""
    return threadpool_limits(1, user_api="blas")


def new_pipeline(rows: TrainingRows, plan: TrainingPlan) -> Pipeline:
    """Build the unfitted pipeline of a completed plan."""
    return build_pipeline(
        rows.features,
        plan.family,
        plan.hyperparameters,
        seed=plan.seed,
        n_threads=plan.n_threads,
        engineered=plan.engineered,
        imputation=plan.imputation,
        scaling=plan.scaling,
        encoding=plan.encoding,
        selection=plan.selection,
        calibrated=plan.calibration != "none",
    )


def fit_steps(rows: TrainingRows, plan: TrainingPlan) -> int:
    """Return how many steps one ``fit_rows`` of the plan reports at most, inner fits included."""
    return total_steps(new_pipeline(rows, plan)[-1]) * (1 if plan.calibration == "none" else 1 + CALIBRATION_FOLDS)


def count_units(rows: TrainingRows, plan: TrainingPlan) -> tuple[int, str]:
    """Return how many units one fit counts, and what they are: with tuning the trials, and the fit as one more."""
    if plan.tuning is not None:
        return plan.tuning.trials + 1, "trials"
    return fit_steps(rows, plan), get_family(plan.family).unit


def fit_rows(
    pipeline: Pipeline,
    rows: TrainingRows,
    plan: TrainingPlan,
    chosen: np.ndarray,
    on_step: OnStep,
    remarks: Warnings,
) -> np.ndarray:
    """Fit a pipeline on the chosen rows; nothing is learned from any other row.

    Parameters
    ----------
    pipeline : Pipeline
        As made by ``new_pipeline``.
    chosen : ndarray of int of shape (n_chosen,)
        Positions of the rows to fit on.
    on_step : callable
        Told (completed, total) steps of the fit; may raise to stop.
    remarks : list of dict
        Gets, once each, ``not_converged`` for a fit that did not settle, ``smote_skipped`` and ``not_calibrated``.

    Returns
    -------
    ndarray of shape (n_chosen, n_encoded)
        The chosen rows as the classifier saw them.
    """
    with _convergence_noted(remarks):
        return _Fit(rows, plan, on_step, remarks).run(pipeline, chosen)


@dataclass
class _Fit:
    """A fit, and before it those of the inner folds that calibration needs."""

    rows: TrainingRows
    plan: TrainingPlan
    on_step: OnStep
    remarks: Warnings
    done: int = 0

    def run(self, pipeline: Pipeline, chosen: np.ndarray) -> np.ndarray:
        if isinstance(pipeline, CalibratedPipeline):
            self.calibrate(pipeline, chosen)
        return self.fit(pipeline, chosen)

    def calibrate(self, pipeline: CalibratedPipeline, chosen: np.ndarray) -> None:
        """Learn the calibrator from rows whose hosts the answering pipeline has not seen."""
        y, hosts = self.rows.y[chosen], self.rows.hosts[chosen]
        folds = inner_folds(y, hosts, CALIBRATION_FOLDS, self.plan.seed)
        if not folds:
            note(self.remarks, "not_calibrated", _NOT_CALIBRATED)
            return
        found = np.zeros((len(chosen), len(self.plan.classes)))
        for train, test in folds:
            inner = new_pipeline(self.rows, self.plan)
            self.fit(inner, chosen[train])
            found[test] = inner.predict_proba(self.rows.X.iloc[chosen[test]])
        pipeline.calibrator_ = fit_calibrator(self.plan.calibration, found, y)

    def fit(self, pipeline: Pipeline, chosen: np.ndarray) -> np.ndarray:
        y = self.rows.y[chosen]
        smote = Smote(self.plan.seed, self.remarks) if self.plan.imbalance == "smote" else None
        steps = total_steps(pipeline[-1])
        prepared = fit_pipeline(
            pipeline,
            self.rows.X.iloc[chosen],
            y,
            _weights(y, self.plan),
            self.counting(),
            self.rows.hosts[chosen],
            smote,
        )
        self.done += steps
        # A forest adds up its trees' votes as threads deliver them: with one, always in the same order.
        limit_threads(pipeline[-1], 1)
        return prepared

    def counting(self) -> OnStep:
        """Count one fit's steps on top of those before it."""
        before, total = self.done, fit_steps(self.rows, self.plan)
        return lambda completed, _: self.on_step(before + completed, total)


_NOT_CALIBRATED = "In some fit a class had one host only: no inner folds could be made, and it was not calibrated."


def note(remarks: Warnings, code: str, text: str) -> None:
    """Add a remark, once."""
    if not any(known["code"] == code for known in remarks):
        remarks.append(remark(code, text))


def _weights(y: np.ndarray, plan: TrainingPlan) -> np.ndarray | None:
    """Weigh each class alike, n / (classes × rows of the class), or by its cost with a mean of 1."""
    if plan.imbalance == "class_weight":
        counts = np.bincount(y, minlength=len(plan.classes))
        return np.asarray(len(y) / (len(counts) * counts[y]))
    if plan.imbalance == "cost":
        costs = np.array([float((plan.costs or {}).get(name, 1.0)) for name in plan.classes])[y]
        return np.asarray(costs * len(y) / costs.sum())
    return None


@contextmanager
def _convergence_noted(remarks: Warnings) -> Iterator[None]:
    """Turn a ConvergenceWarning into a remark; every other warning goes its way."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        yield
    for entry in caught:
        if not issubclass(entry.category, ConvergenceWarning):
            warnings.warn_explicit(entry.message, entry.category, entry.filename, entry.lineno)
        else:
            text = "The fit stopped before it had settled. Raise the number of iterations, or lower C."
            note(remarks, "not_converged", text)
