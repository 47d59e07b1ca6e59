"""What this project's own classifiers share: one check of the rows, and the class of the highest probability."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, NamedTuple

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data


class CheckedRows(NamedTuple):
    """Rows that take part in a fit: classes coded 0, 1, …; ``kept`` tells which of the given rows these are."""

    X: np.ndarray
    codes: np.ndarray
    weight: np.ndarray | None
    kept: np.ndarray


class OwnClassifier(ClassifierMixin, BaseEstimator, ABC):
    """A classifier of which a subclass gives ``fit`` and the probabilities of checked rows.

    ``takes_gaps`` tells that cells may be NaN.
    """

    classes_: np.ndarray
    takes_gaps = False

    def _checked(self, X: Any, y: Any, sample_weight: Any) -> CheckedRows:
        """Check the rows, leave out those without weight, and remember the classes."""
        X, y = validate_data(self, X, y, dtype=np.float64, ensure_all_finite=self._finite())
        check_classification_targets(y)
        weight = None if sample_weight is None else _check_sample_weight(sample_weight, X)
        kept = np.arange(len(X)) if weight is None else np.flatnonzero(weight > 0)
        self.classes_, codes = np.unique(y[kept], return_inverse=True)
        if len(self.classes_) == 1:
            raise ValueError(f"Every row is of one class, {self.classes_[0]!r}; a classifier needs at least two.")
        return CheckedRows(X[kept], codes, None if weight is None else weight[kept], kept)

    @abstractmethod
    def _probabilities(self, X: np.ndarray) -> np.ndarray:
        """Return probabilities of checked rows."""

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return probabilities of shape (n_samples, n_classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite=self._finite(), reset=False)
        return self._probabilities(X)

    def _finite(self) -> Any:
        return "allow-nan" if self.takes_gaps else True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.takes_gaps
        return tags

    def predict(self, X: Any) -> np.ndarray:
        """Return the most probable class of each row."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]
