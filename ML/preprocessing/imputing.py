"""What stands in for a missing cell.

By default no missing-value indicators are made. On Kepler DR25 (five host-grouped folds) indicators bring a boosted
forest .0007 of accuracy, all of it from *which* cells are empty, which is a trace of the pipeline's verdict; without
them rows with few inputs are ranked better (AUC .84 against .78).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class FillMissing(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Fill gaps with the median or mean, or the commonest code in categorical columns, of the training rows.

    Parameters
    ----------
    categorical : sequence of int
        Positions of the columns that hold category codes.
    statistic : {"median", "mean", "none"}
        What stands in for a missing number; ``"none"`` leaves its cell empty, for a classifier that knows gaps.

    Attributes
    ----------
    fill_ : ndarray of shape (n_columns,)
        What stands in for a gap; 0 in a column without any value, NaN where gaps are left.
    """

    def __init__(self, categorical: Sequence[int] = (), statistic: str = "median") -> None:
        self.categorical = categorical
        self.statistic = statistic

    def fit(self, X: Any, y: Any = None) -> FillMissing:
        """Learn what fills each column of X of shape (n_samples, n_columns)."""
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        codes, typical = set(self.categorical), _TYPICAL[self.statistic]
        self.fill_ = np.array(
            [_typical(column, _commonest if position in codes else typical) for position, column in enumerate(X.T)]
        )
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return X without gaps, or with those that are left."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        return np.where(np.isnan(X), self.fill_, X)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


class FillAndMark(FillMissing):
    """Fill gaps, and append a 0/1 column that marks them for each column that has some among the training rows.

    Attributes
    ----------
    origins_ : ndarray of int of shape (n_output_columns,)
        Position of the input column from which each output column comes.
    """

    def fit(self, X: Any, y: Any = None) -> FillAndMark:
        """Learn what fills each column, and which columns have gaps."""
        super().fit(X, y)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        self.origins_ = np.concatenate([np.arange(X.shape[1]), np.flatnonzero(np.isnan(X).any(axis=0))])
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return X without gaps, then the marks."""
        filled = super().transform(X)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        return np.hstack([filled, np.isnan(X[:, self.origins_[X.shape[1] :]])])

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return ``column``, then ``column is missing`` for the marks."""
        names = np.asarray(super().get_feature_names_out(input_features), dtype=object)
        marks = [f"{name} is missing" for name in names[self.origins_[len(names) :]]]
        return np.concatenate([names, np.array(marks, dtype=object)])


def _typical(column: np.ndarray, statistic: Callable[[np.ndarray], Any]) -> float:
    held = column[~np.isnan(column)]
    return float(statistic(held)) if held.size else 0.0


def _commonest(codes: np.ndarray) -> Any:
    return np.argmax(np.bincount(codes.astype(int)))


_TYPICAL: dict[str, Callable[[np.ndarray], Any]] = {"median": np.median, "mean": np.mean, "none": lambda _: np.nan}
