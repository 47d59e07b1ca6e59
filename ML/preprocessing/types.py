"""Catalogue columns as floats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class ColumnTypes(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Make every column a float: numbers as they are, categories as the position in their sorted vocabulary.

    Parameters
    ----------
    categorical : sequence of str
        Names of the columns that hold categories; the table must then be a DataFrame. A category that was not
        among the training rows becomes missing.

    Attributes
    ----------
    categories_ : dict of str to tuple of str
        Vocabulary of each categorical column.
    """

    def __init__(self, categorical: Sequence[str] = ()) -> None:
        self.categorical = categorical

    def fit(self, X: Any, y: Any = None) -> ColumnTypes:
        """Learn the vocabularies from X of shape (n_samples, n_columns)."""
        self.categories_ = {name: tuple(sorted(X[name].dropna().astype(str).unique())) for name in self.categorical}
        self._numbers(X, reset=True)
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return floats of shape (n_samples, n_columns), NaN where a cell is missing."""
        check_is_fitted(self)
        return self._numbers(X, reset=False)

    def _numbers(self, X: Any, reset: bool) -> np.ndarray:
        if self.categories_:
            X = X.assign(**{name: _codes(X[name], words) for name, words in self.categories_.items()})
        return validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=reset)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _codes(values: pd.Series, words: tuple[str, ...]) -> pd.Series:
    return values.astype("str").map({word: float(code) for code, word in enumerate(words)}).astype(float)
