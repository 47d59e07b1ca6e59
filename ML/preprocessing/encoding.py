"""Category codes as numbers that a classifier can compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted, validate_data


class OneHotCodes(TransformerMixin, BaseEstimator):
    """Spread category codes over one 0/1 column per category, after the numeric columns.

    Parameters
    ----------
    categorical : sequence of int
        Positions of the columns that hold codes 0, 1, …

    Attributes
    ----------
    origins_ : ndarray of int of shape (n_output_columns,)
        Position of the input column from which each output column comes.
    levels_ : ndarray of float of shape (n_output_columns,)
        Code that an output column marks; NaN for numeric columns.
    """

    def __init__(self, categorical: Sequence[int] = ()) -> None:
        self.categorical = categorical

    def fit(self, X: Any, y: Any = None) -> OneHotCodes:
        """Learn the codes of each categorical column."""
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        codes = list(self.categorical)
        numeric = [position for position in range(X.shape[1]) if position not in set(codes)]
        widths = [int(X[:, position].max()) + 1 for position in codes]
        self.origins_ = np.concatenate([numeric, np.repeat(codes, widths)]).astype(int)
        self.levels_ = np.concatenate([np.full(len(numeric), np.nan), *map(np.arange, widths)])
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return floats of shape (n_samples, n_output_columns)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        spread = X[:, self.origins_]
        marks = ~np.isnan(self.levels_)
        spread[:, marks] = spread[:, marks] == self.levels_[marks]
        return spread

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return ``column`` for numbers and ``column=code`` for categories."""
        check_is_fitted(self)
        names = _check_feature_names_in(self, input_features)[self.origins_]
        levels = zip(names, self.levels_, strict=True)
        return np.array([name if np.isnan(level) else f"{name}={level:.0f}" for name, level in levels], dtype=object)
