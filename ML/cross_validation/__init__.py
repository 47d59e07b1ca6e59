"""Cross-validation: every fold's rows are answered by a pipeline that has not seen their hosts.

Training, the price of leaks and the comparison of table versions all validate here, so their numbers compare.
"""

from ML.cross_validation.fits import (
    CALIBRATION_FOLDS,
    completed_plan,
    count_units,
    fit_rows,
    fit_steps,
    new_pipeline,
    one_blas_thread,
)
from ML.cross_validation.stores import NO_STORE, FoldStore, NumberedFolds
from ML.cross_validation.tuner import KnownSettings, Tuned, Tuner, check_tuner, found_settings, settle
from ML.cross_validation.validation import CrossValidation, cross_validate, split_rows, validate_rows

__all__ = [
    "CALIBRATION_FOLDS",
    "NO_STORE",
    "CrossValidation",
    "FoldStore",
    "KnownSettings",
    "NumberedFolds",
    "Tuned",
    "Tuner",
    "check_tuner",
    "completed_plan",
    "count_units",
    "cross_validate",
    "fit_rows",
    "fit_steps",
    "found_settings",
    "new_pipeline",
    "one_blas_thread",
    "settle",
    "split_rows",
    "validate_rows",
]
