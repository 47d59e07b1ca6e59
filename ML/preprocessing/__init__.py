"""From catalogue columns to what a classifier sees: steps by choice, each learned from training rows alone."""

from ML.preprocessing.encoding import OneHotCodes
from ML.preprocessing.imputing import FillAndMark, FillMissing
from ML.preprocessing.pipeline import (
    build_pipeline,
    column_origins,
    dropped_columns,
    fit_pipeline,
    input_columns,
    prepared_probabilities,
    sum_by_origin,
)
from ML.preprocessing.resampling import Smote
from ML.preprocessing.scaling import SquashedScale
from ML.preprocessing.selecting import SelectColumns
from ML.preprocessing.types import ColumnTypes

__all__ = [
    "ColumnTypes",
    "FillAndMark",
    "FillMissing",
    "OneHotCodes",
    "SelectColumns",
    "Smote",
    "SquashedScale",
    "build_pipeline",
    "column_origins",
    "dropped_columns",
    "fit_pipeline",
    "input_columns",
    "prepared_probabilities",
    "sum_by_origin",
]
