"""Fits that count: every family reports its real trees, iterations or epochs, and stops when the report raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

OnStep = Callable[[int, int], None]
"""Called with (completed, total); what it raises comes out of the fit unchanged."""

_TREES_PER_REPORT = 10
_WIDE_TABLE_CELLS = 1_000_000


def total_steps(estimator: Any) -> int:
    """Return how many trees, iterations or epochs a fit of ``estimator`` will report at most."""
    return int(getattr(estimator, "n_estimators", None) or estimator.max_iter)


def fit_with_progress(
    estimator: Any, X: np.ndarray, y: np.ndarray, sample_weight: np.ndarray | None, on_step: OnStep
) -> Any:
    """Fit ``estimator``, reporting real progress.

    Parameters
    ----------
    estimator : scikit-learn classifier
        As made by ``build_estimator``.
    X : ndarray of shape (n_samples, n_columns)
        Numbers without gaps.
    y : ndarray of int of shape (n_samples,)
        Classes coded 0, 1, …; every class occurs.
    sample_weight : ndarray of shape (n_samples,) or None
        Weight of each row.
    on_step : callable
        Called with (completed, total) as work is done, and always with (total, total) at the end.

    Returns
    -------
    scikit-learn classifier
        The same estimator, fitted and free of callbacks.
    """
    total = total_steps(estimator)
    _FITTERS[type(estimator).__name__](estimator, X, y, sample_weight, on_step)
    on_step(total, total)
    return estimator


def _fit_lightgbm(estimator: Any, X: np.ndarray, y: np.ndarray, weight: np.ndarray | None, on_step: OnStep) -> None:
    def report(env: Any) -> None:
        on_step(env.iteration - env.begin_iteration + 1, env.end_iteration - env.begin_iteration)

    estimator.fit(X, y, sample_weight=weight, callbacks=[report])


def _fit_xgboost(estimator: Any, X: np.ndarray, y: np.ndarray, weight: np.ndarray | None, on_step: OnStep) -> None:
    from xgboost.callback import TrainingCallback

    total = total_steps(estimator)

    class Report(TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            on_step(epoch + 1, total)
            return False

    estimator.set_params(callbacks=[Report()])
    try:
        estimator.fit(X, y, sample_weight=weight, verbose=False)
    finally:
        estimator.set_params(callbacks=None)


def _fit_forest(estimator: Any, X: np.ndarray, y: np.ndarray, weight: np.ndarray | None, on_step: OnStep) -> None:
    """Grow the forest some trees at a time: with one integer seed the trees are those of a single fit."""
    total = estimator.n_estimators
    chunk = _TREES_PER_REPORT if X.size < _WIDE_TABLE_CELLS else max(1, estimator.n_jobs or 1)
    estimator.set_params(warm_start=True)
    try:
        for done in range(chunk, total + chunk, chunk):
            estimator.set_params(n_estimators=min(done, total))
            estimator.fit(X, y, sample_weight=weight)
            on_step(min(done, total), total)
    finally:
        estimator.set_params(warm_start=False, n_estimators=total)


def _fit_logistic(estimator: Any, X: np.ndarray, y: np.ndarray, weight: np.ndarray | None, on_step: OnStep) -> None:
    estimator.set_callbacks(_IterationCounter(on_step, total_steps(estimator)))
    try:
        estimator.fit(X, y, sample_weight=weight)
    finally:
        estimator.set_callbacks()
        vars(estimator).pop("_skl_callbacks_to_teardown", None)
        vars(estimator).pop("_callback_fit_ctx", None)


class _IterationCounter:
    """Counts iterations through scikit-learn's ``FitCallback`` protocol."""

    def __init__(self, on_step: OnStep, total: int) -> None:
        self.on_step = on_step
        self.total = total
        self.completed = 0

    def setup(self, estimator: Any, context: Any) -> None:
        """Nothing to prepare."""

    def teardown(self, estimator: Any, context: Any) -> None:
        """Nothing to clear."""

    def on_fit_task_begin(self, estimator: Any, context: Any, **facts: Any) -> None:
        """Nothing to count yet."""

    def on_fit_task_end(self, estimator: Any, context: Any, **facts: Any) -> bool:
        """Count one iteration; never ask to stop."""
        if context.task_name == "lbfgs-iter":
            self.completed = min(self.completed + 1, self.total)
            self.on_step(self.completed, self.total)
        return False


def _fit_mlp(estimator: Any, X: np.ndarray, y: np.ndarray, weight: np.ndarray | None, on_step: OnStep) -> None:
    seed, epochs = estimator.random_state, estimator.max_iter
    batch_size = estimator.batch_size
    # partial_fit restarts an integer seed at every epoch, and warns when a batch is larger than the table.
    estimator.set_params(random_state=np.random.RandomState(seed), batch_size=min(batch_size, len(X)))
    try:
        for epoch in range(1, epochs + 1):
            estimator.partial_fit(X, y, classes=np.unique(y), sample_weight=weight)
            on_step(epoch, epochs)
    finally:
        estimator.set_params(random_state=seed, batch_size=batch_size)


_FITTERS: dict[str, Callable[[Any, np.ndarray, np.ndarray, np.ndarray | None, OnStep], None]] = {
    "LGBMClassifier": _fit_lightgbm,
    "XGBClassifier": _fit_xgboost,
    "RandomForestClassifier": _fit_forest,
    "LogisticRegression": _fit_logistic,
    "MLPClassifier": _fit_mlp,
}
