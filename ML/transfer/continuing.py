"""Going on learning: what a family's fitted classifier does with the rows of a later stage.

Forests grow further trees on the new rows and vote with all of them; boosting adds trees that correct what the earlier
ones say of the new rows; a network goes on from its weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import OnStep, fit_with_progress
from ML.trained_model import TrainingPlan

Rows = tuple[np.ndarray, np.ndarray, np.ndarray | None]
"""Encoded rows of shape (n_samples, n_encoded), their class codes, and their weights or None."""

Continue = Callable[[Any, Rows, int], None]


def _lightgbm(estimator: Any, rows: Rows, rounds: int) -> None:
    X, y, weight = rows
    estimator.set_params(n_estimators=rounds)
    estimator.fit(X, y, sample_weight=weight, init_model=estimator.booster_)


def _xgboost(estimator: Any, rows: Rows, rounds: int) -> None:
    X, y, weight = rows
    estimator.set_params(n_estimators=rounds)
    estimator.fit(X, y, sample_weight=weight, xgb_model=estimator.get_booster(), verbose=False)


def _catboost(estimator: Any, rows: Rows, rounds: int) -> None:
    X, y, weight = rows
    later = type(estimator.model_)(**{**estimator.model_.get_params(), "iterations": rounds})
    later.fit(X, y, sample_weight=weight, init_model=estimator.model_)
    estimator.model_ = later


def _more_trees(estimator: Any, rows: Rows, rounds: int) -> None:
    X, y, weight = rows
    estimator.set_params(warm_start=True, n_estimators=len(estimator.estimators_) + rounds)
    estimator.fit(X, y, sample_weight=weight)
    estimator.set_params(warm_start=False)


def _more_epochs(estimator: Any, rows: Rows, rounds: int) -> None:
    X, y, weight = rows
    estimator.set_params(max_iter=rounds)
    fit_with_progress(estimator, X, y, weight, _no_step)


CONTINUED: dict[str, tuple[str, Continue]] = {
    "lightgbm": ("n_estimators", _lightgbm),
    "xgboost": ("n_estimators", _xgboost),
    "catboost": ("n_estimators", _catboost),
    "gradient_boosting": ("n_estimators", _more_trees),
    "random_forest": ("n_estimators", _more_trees),
    "extra_trees": ("n_estimators", _more_trees),
    "mlp": ("epochs", _more_epochs),
}
"""Families that can go on learning: the setting that counts their trees or epochs, and how."""


def can_continue(family: str) -> bool:
    """Whether a fitted classifier of the family can be trained further on other rows."""
    return family in CONTINUED


def first_stage(plan: TrainingPlan, share: float, rows: Rows, groups: np.ndarray, on_step: OnStep) -> Any:
    """Fit a family's classifier on the first stage's rows with a share of its trees or epochs."""
    setting, _ = CONTINUED[plan.family]
    settings = {**plan.hyperparameters, setting: rounds_of(plan, share)}
    estimator = build_estimator(plan.family, settings, plan.seed, plan.n_threads)
    X, y, weight = rows
    return fit_with_progress(estimator, X, y, weight, on_step, groups)


def later_stage(estimator: Any, plan: TrainingPlan, share: float, rows: Rows) -> None:
    """Train a fitted classifier further on a later stage's rows."""
    _, go_on = CONTINUED[plan.family]
    go_on(estimator, rows, rounds_of(plan, share))


def rounds_of(plan: TrainingPlan, share: float) -> int:
    """Trees or epochs of a stage: a share of those in the plan, at least one."""
    setting, _ = CONTINUED[plan.family]
    return max(1, round(share * plan.hyperparameters[setting]))


def _no_step(completed: int, total: int) -> None:
    """Do nothing: stages count as fits."""
