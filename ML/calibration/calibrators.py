"""Maps from a classifier's own probabilities to calibrated ones, by method."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

from ML.calibration.venn_abers import VennAbers, merged

_CLIP = 1e-6
_BINARY = 2


class Calibrator(ABC):
    """A map that is learned from probabilities of rows that the model was not fitted on."""

    @abstractmethod
    def calibrate(self, probabilities: np.ndarray) -> np.ndarray:
        """Correct probabilities of shape (n_samples, n_classes); each row adds up to 1."""

    def intervals(self, probabilities: np.ndarray) -> np.ndarray | None:
        """Return lower and upper end of each, of shape (n_samples, n_classes, 2); None where the method has none."""
        return None


def fit_calibrator(method: str, probabilities: np.ndarray, codes: np.ndarray) -> Calibrator:
    """Learn a calibrator.

    Parameters
    ----------
    method : {"sigmoid", "isotonic", "venn_abers"}
    probabilities : ndarray of shape (n_samples, n_classes)
        Of rows that the predicting model was not fitted on.
    codes : ndarray of int of shape (n_samples,)
        Class of each row, 0 to n_classes - 1; every class occurs.
    """
    return _METHODS[method](probabilities, codes)


class LogOdds(ClassifierMixin, BaseEstimator):
    """Stands in for a classifier in scikit-learn's calibration: its decision is the log-odds that it is given."""

    def fit(self, X: Any, y: Any) -> LogOdds:
        """Remember the classes."""
        self.classes_ = np.unique(y)
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        """Return log-odds of shape (n_samples, n_classes), or (n_samples,) of class 1 of two."""
        return X[:, 1] if len(self.classes_) == _BINARY else X

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the class of the largest log-odds."""
        return np.asarray(self.classes_[X.argmax(axis=1)])


class LibraryCalibrator(Calibrator):
    """Sigmoid (Platt) or isotonic by scikit-learn's ``CalibratedClassifierCV``, one class against the rest.

    The sigmoid is fitted on log-odds, so that a model which needs no correction can be left as it is. No probability
    leaves the range that as many rows can tell apart from 0 and 1.
    """

    def __init__(self, method: str, probabilities: np.ndarray, codes: np.ndarray) -> None:
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.frozen import FrozenEstimator

        odds, everyone = log_odds(probabilities), np.arange(len(codes))
        model = FrozenEstimator(LogOdds().fit(odds, codes))
        fitted = CalibratedClassifierCV(model, method=method, cv=[(everyone, everyone)], ensemble=False)
        self.calibrated_ = fitted.fit(odds, codes).calibrated_classifiers_[0]
        self.floor_ = 1.0 / (len(codes) + 2)

    def calibrate(self, probabilities: np.ndarray) -> np.ndarray:
        """Correct probabilities of shape (n_samples, n_classes)."""
        if len(probabilities) == 0:
            return probabilities
        found = np.asarray(self.calibrated_.predict_proba(log_odds(probabilities)), dtype=float)
        clipped = np.clip(found, self.floor_, 1 - self.floor_)
        return clipped / clipped.sum(axis=1, keepdims=True)


class VennAbersCalibrator(Calibrator):
    """Venn-Abers, one class against the rest; the answers of several classes are scaled to add up to 1."""

    def __init__(self, probabilities: np.ndarray, codes: np.ndarray) -> None:
        asked = [1] if probabilities.shape[1] == _BINARY else range(probabilities.shape[1])
        self.tables_ = [VennAbers.fit(probabilities[:, k], (codes == k).astype(float)) for k in asked]

    def calibrate(self, probabilities: np.ndarray) -> np.ndarray:
        """Correct probabilities of shape (n_samples, n_classes)."""
        found = merged(self._raw(probabilities))
        return np.asarray(found / found.sum(axis=1, keepdims=True))

    def intervals(self, probabilities: np.ndarray) -> np.ndarray:
        """Return lower and upper end of each, of shape (n_samples, n_classes, 2)."""
        raw = self._raw(probabilities)
        return np.asarray(np.clip(raw / merged(raw).sum(axis=1)[:, None, None], 0.0, 1.0))

    def _raw(self, probabilities: np.ndarray) -> np.ndarray:
        if len(self.tables_) == 1:
            one = self.tables_[0].interval(probabilities[:, 1])
            return np.stack([1 - one[:, ::-1], one], axis=1)
        return np.stack([table.interval(probabilities[:, k]) for k, table in enumerate(self.tables_)], axis=1)


def log_odds(probabilities: np.ndarray) -> np.ndarray:
    """Return log(p / (1 - p)), with p kept a millionth away from 0 and 1."""
    clipped = np.clip(probabilities, _CLIP, 1 - _CLIP)
    return np.asarray(np.log(clipped / (1 - clipped)))


_METHODS: dict[str, Callable[[np.ndarray, np.ndarray], Calibrator]] = {
    "sigmoid": lambda probabilities, codes: LibraryCalibrator("sigmoid", probabilities, codes),
    "isotonic": lambda probabilities, codes: LibraryCalibrator("isotonic", probabilities, codes),
    "venn_abers": VennAbersCalibrator,
}
