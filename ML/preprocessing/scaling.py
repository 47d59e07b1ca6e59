"""Columns on one scale."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class SquashedScale(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Bring columns to one scale: arcsinh of (x − median) / interquartile range, then zero mean and unit variance.

    arcsinh is linear near the middle and logarithmic far out, so the decades that catalogue columns span neither
    drown the rest nor need to be positive. Gaps stay gaps.
    """

    def fit(self, X: Any, y: Any = None) -> SquashedScale:
        """Learn centre, width, mean and deviation of each column of X of shape (n_samples, n_columns)."""
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        # A column without any value in these rows is all gaps, whatever it is scaled by.
        known = np.where(np.isnan(X).all(axis=0), 0.0, X)
        quartiles = np.nanpercentile(known, [25, 50, 75], axis=0)
        self.centre_ = quartiles[1]
        self.width_ = _or_one(quartiles[2] - quartiles[0])
        squashed = np.arcsinh((known - self.centre_) / self.width_)
        self.mean_ = np.nanmean(squashed, axis=0)
        self.deviation_ = _or_one(np.nanstd(squashed, axis=0))
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the scaled columns."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        return (np.arcsinh((X - self.centre_) / self.width_) - self.mean_) / self.deviation_

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Return columns on their own scale again."""
        check_is_fitted(self)
        squashed = np.asarray(X) * self.deviation_ + self.mean_
        return np.sinh(squashed) * self.width_ + self.centre_


def _or_one(widths: np.ndarray) -> np.ndarray:
    return np.where(widths > 0, widths, 1.0)
