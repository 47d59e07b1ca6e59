"""Fits that count: every family reports its real trees, iterations or epochs, and stops when the report raises."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

OnStep = Callable[[int, int], None]
"""Called with (completed, total); what it raises comes out of the fit unchanged."""

_TREES_PER_REPORT = 10
_WIDE_TABLE_CELLS = 1_000_000
_REPORTS = 20
_PASSES_PER_REPORT = 50


class Rows(NamedTuple):
    """What a fit reads; ``weight`` and ``groups`` may be None."""

    X: np.ndarray
    y: np.ndarray
    weight: np.ndarray | None
    groups: np.ndarray | None


def total_steps(estimator: Any) -> int:
    """Return how many trees, iterations, epochs or fits a fit of ``estimator`` will report at most."""
    if hasattr(estimator, "planned_steps"):
        return int(estimator.planned_steps())
    settings = estimator.get_params()
    return int(settings.get("n_estimators") or settings.get("max_iter") or 1)


def fit_with_progress(
    estimator: Any,
    X: np.ndarray,
    y: np.ndarray,
    sample_weight: np.ndarray | None,
    on_step: OnStep,
    groups: np.ndarray | None = None,
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
    groups : ndarray of shape (n_samples,) or None
        Host of each row, for families that split the training rows once more; None splits them row by row.

    Returns
    -------
    scikit-learn classifier
        The same estimator, fitted and free of callbacks.
    """
    total = total_steps(estimator)
    _FITTERS[type(estimator).__name__](estimator, Rows(X, y, sample_weight, groups), on_step)
    on_step(total, total)
    return estimator


def _fit_lightgbm(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    def report(env: Any) -> None:
        on_step(env.iteration - env.begin_iteration + 1, env.end_iteration - env.begin_iteration)

    estimator.fit(rows.X, rows.y, sample_weight=rows.weight, callbacks=[report])


def _fit_xgboost(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    from xgboost.callback import TrainingCallback

    total = total_steps(estimator)

    class Report(TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            on_step(epoch + 1, total)
            return False

    estimator.set_params(callbacks=[Report()])
    try:
        estimator.fit(rows.X, rows.y, sample_weight=rows.weight, verbose=False)
    finally:
        estimator.set_params(callbacks=None)


def _fit_counting(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    estimator.fit(rows.X, rows.y, sample_weight=rows.weight, on_step=on_step)


def _fit_counting_by_group(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    estimator.fit(rows.X, rows.y, sample_weight=rows.weight, groups=rows.groups, on_step=on_step)


def _fit_at_once(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    """Fit what has no parts to count."""
    estimator.fit(rows.X, rows.y, sample_weight=rows.weight)


def _fit_monitored(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    total = total_steps(estimator)

    def monitor(stage: int, *_: Any) -> bool:
        on_step(stage + 1, total)
        return False

    estimator.fit(rows.X, rows.y, sample_weight=rows.weight, monitor=monitor)


def _fit_histograms(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    """Boost some trees at a time; binning again and again is what the reports cost."""
    _grow(estimator, "max_iter", max(1, estimator.max_iter // _REPORTS), rows, on_step)


def _fit_forest(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    """Grow the forest some trees at a time."""
    chunk = _TREES_PER_REPORT if rows.X.size < _WIDE_TABLE_CELLS else max(1, estimator.n_jobs or 1)
    _grow(estimator, "n_estimators", chunk, rows, on_step)


def _grow(estimator: Any, name: str, chunk: int, rows: Rows, on_step: OnStep) -> None:
    """Fit in parts by warm start: with one integer seed the trees are those of a single fit."""
    total = estimator.get_params()[name]
    estimator.set_params(warm_start=True)
    try:
        for done in range(chunk, total + chunk, chunk):
            estimator.set_params(**{name: min(done, total)})
            estimator.fit(rows.X, rows.y, sample_weight=rows.weight)
            on_step(min(done, total), total)
    finally:
        estimator.set_params(warm_start=False, **{name: total})


def _fit_logistic(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    if estimator.solver == "saga":
        _fit_passes(estimator, rows, on_step)
        return
    estimator.set_callbacks(_IterationCounter(on_step, total_steps(estimator)))
    try:
        estimator.fit(rows.X, rows.y, sample_weight=rows.weight)
    finally:
        estimator.set_callbacks()
        vars(estimator).pop("_skl_callbacks_to_teardown", None)
        vars(estimator).pop("_callback_fit_ctx", None)


def _fit_passes(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    """Go on from the weights so far until they settle; saga takes no callbacks."""
    from sklearn.exceptions import ConvergenceWarning

    total, done, settled = estimator.max_iter, 0, False
    estimator.set_params(warm_start=True)
    try:
        while done < total and not settled:
            part = min(_PASSES_PER_REPORT, total - done)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                estimator.set_params(max_iter=part).fit(rows.X, rows.y, sample_weight=rows.weight)
            done, settled = done + part, int(estimator.n_iter_.max()) < part
            on_step(done, total)
    finally:
        estimator.set_params(warm_start=False, max_iter=total)
    if not settled:
        warnings.warn(f"The weights did not settle within {total} passes.", ConvergenceWarning, stacklevel=2)


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


def _fit_mlp(estimator: Any, rows: Rows, on_step: OnStep) -> None:
    seed, epochs = estimator.random_state, estimator.max_iter
    batch_size = estimator.batch_size
    # partial_fit restarts an integer seed at every epoch, and warns when a batch is larger than the table.
    estimator.set_params(random_state=np.random.RandomState(seed), batch_size=min(batch_size, len(rows.X)))
    try:
        for epoch in range(1, epochs + 1):
            estimator.partial_fit(rows.X, rows.y, classes=np.unique(rows.y), sample_weight=rows.weight)
            on_step(epoch, epochs)
    finally:
        estimator.set_params(random_state=seed, batch_size=batch_size)


_FITTERS: dict[str, Callable[[Any, Rows, OnStep], None]] = {
    "LGBMClassifier": _fit_lightgbm,
    "SymmetricBoosting": _fit_counting,
    "XGBClassifier": _fit_xgboost,
    "HistogramBoosting": _fit_histograms,
    "GradientBoostingClassifier": _fit_monitored,
    "BoostedVotes": _fit_counting_by_group,
    "RandomForestClassifier": _fit_forest,
    "ExtraTreesClassifier": _fit_forest,
    "DecisionTreeClassifier": _fit_at_once,
    "LogisticRegression": _fit_logistic,
    "SupportVectorMachine": _fit_counting_by_group,
    "NeighbourVotes": _fit_at_once,
    "MLPClassifier": _fit_mlp,
    "WeightedEnsemble": _fit_counting_by_group,
    "AutoEnsemble": _fit_counting_by_group,
}
