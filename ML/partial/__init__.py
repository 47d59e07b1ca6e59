"""Rows that lack inputs: answered by the model itself where it knows such gaps, else by a model of the given fields."""

from ML.partial.answers import AnsweredBy, HelpfulField, PartialInputs, RowAnswer
from ML.partial.gaps import KnownGaps
from ML.partial.reserve import TrainingReserve, keep_rows

__all__ = [
    "AnsweredBy",
    "HelpfulField",
    "KnownGaps",
    "PartialInputs",
    "RowAnswer",
    "TrainingReserve",
    "keep_rows",
]
