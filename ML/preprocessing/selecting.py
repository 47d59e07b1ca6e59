"""Columns that tell something about the classes, found on the training rows of a fit alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectFromModel, SelectorMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from ML.preprocessing.scaling import SquashedScale

_TREES = 100
_OF_THE_MEAN = 0.5
_L1_STRENGTH = 30.0
_WEAKEST = 1e-5


class SelectColumns(SelectorMixin, BaseEstimator):
    """Keep the columns that a model of the classes leans on: scikit-learn's ``SelectFromModel``, reduced to its mask.

    Parameters
    ----------
    method : {"importance", "l1", "l2"}
        Impurity importance in a forest; weights that an L1-penalised linear model leaves; or weights of an
        L2-penalised one. Forest and L2 drop what has less than half the mean.
    random_state : int or None
    n_jobs : int
        Threads of the forest; what is kept does not depend on it.

    Attributes
    ----------
    origins_ : ndarray of int of shape (n_kept,)
        Positions of the columns that are kept; the strongest one where no column passes.
    """

    def __init__(self, method: str = "importance", random_state: int | None = None, n_jobs: int = 1) -> None:
        self.method = method
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any) -> SelectColumns:
        """Find the columns to keep of X of shape (n_samples, n_columns) by the classes y."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        model, threshold = _MODELS[self.method](self, X, y)
        selector = SelectFromModel(model, threshold=threshold, importance_getter=_strength).fit(X, y)
        kept = np.flatnonzero(selector.get_support())
        self.origins_ = kept if len(kept) else np.array([np.argmax(_strength(selector.estimator_))])
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the kept columns."""
        check_is_fitted(self)
        return validate_data(self, X, dtype=np.float64, reset=False)[:, self.origins_]

    def _get_support_mask(self) -> np.ndarray:
        check_is_fitted(self)
        return np.isin(np.arange(self.n_features_in_), self.origins_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags


def _strength(model: Any) -> np.ndarray:
    """Strength of each column: importance, or the length of its weights over all classes."""
    last = model[-1] if hasattr(model, "steps") else model
    if hasattr(last, "coef_"):
        return np.linalg.norm(np.atleast_2d(last.coef_), axis=0)
    return np.asarray(last.feature_importances_)


def _forest(settings: SelectColumns, X: np.ndarray, y: np.ndarray) -> tuple[Any, str]:
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(
        _TREES, min_samples_leaf=3, random_state=settings.random_state, n_jobs=settings.n_jobs
    )
    return forest, f"{_OF_THE_MEAN}*mean"


def _l1(settings: SelectColumns, X: np.ndarray, y: np.ndarray) -> tuple[Any, float]:
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC, l1_min_c

    # Relative to the strength at which nothing is left, so that it means the same in tables of every size.
    strength = _L1_STRENGTH * l1_min_c(SquashedScale().fit_transform(X), y)
    model = LinearSVC(penalty="l1", dual=False, C=strength, tol=1e-3, max_iter=5000, random_state=settings.random_state)
    return make_pipeline(SquashedScale(), model), _WEAKEST


def _l2(settings: SelectColumns, X: np.ndarray, y: np.ndarray) -> tuple[Any, str]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(SquashedScale(), LogisticRegression(max_iter=1000)), f"{_OF_THE_MEAN}*mean"


_MODELS: dict[str, Callable[[SelectColumns, np.ndarray, np.ndarray], tuple[Any, Any]]] = {
    "importance": _forest,
    "l1": _l1,
    "l2": _l2,
}
