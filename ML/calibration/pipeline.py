"""A pipeline whose probabilities are corrected after the classifier, which stays as it is and explains itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from ML.calibration.calibrators import Calibrator


class CalibratedPipeline(Pipeline):
    """A pipeline with room for a calibrator; without one it answers as any other.

    Attributes
    ----------
    calibrator_ : Calibrator or None
        Set once it is fitted.
    """

    calibrator_: Calibrator | None = None

    def predict_proba(self, X: Any, **params: Any) -> np.ndarray:
        """Return calibrated probabilities of shape (n_samples, n_classes)."""
        return self.calibrated(np.asarray(super().predict_proba(X, **params), dtype=float))

    def calibrated(self, probabilities: np.ndarray) -> np.ndarray:
        """Correct the classifier's own probabilities of shape (n_samples, n_classes)."""
        return probabilities if self.calibrator_ is None else self.calibrator_.calibrate(probabilities)

    def answer(self, X: Any) -> tuple[np.ndarray, np.ndarray | None]:
        """Return calibrated probabilities, and where the method gives one the interval of each.

        Returns
        -------
        probabilities : ndarray of shape (n_samples, n_classes)
        intervals : ndarray of shape (n_samples, n_classes, 2) or None
        """
        raw = np.asarray(super().predict_proba(X), dtype=float)
        intervals = None if self.calibrator_ is None else self.calibrator_.intervals(raw)
        return self.calibrated(raw), intervals
