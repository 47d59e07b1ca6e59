"""Probabilities that come true as often as they say: corrected on rows that the model was not fitted on."""

from ML.calibration.calibrators import Calibrator, fit_calibrator
from ML.calibration.pipeline import CalibratedPipeline

__all__ = ["CalibratedPipeline", "Calibrator", "fit_calibrator"]
