"""What a column holds: share of missing cells, range, median, most frequent words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api import types

MOST_CATEGORIES = 20


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Summary of one column.

    Attributes
    ----------
    missing : float
        Share of empty cells, 0 to 1.
    min, median, max : float or None
        Of the finite values, in the column's unit; None where the column is not numeric or is empty.
    categories : tuple of str
        The most frequent values of a column that is not numeric, at most 20, most frequent first.
    distinct : int
        Number of different values.
    """

    missing: float
    min: float | None
    median: float | None
    max: float | None
    categories: tuple[str, ...]
    distinct: int


def profile_columns(frame: pd.DataFrame, columns: Iterable[str]) -> dict[str, ColumnProfile]:
    """Profile the named columns of ``frame``."""
    return {name: profile_column(frame[name]) for name in columns}


def profile_column(values: pd.Series) -> ColumnProfile:
    """Profile one column."""
    missing = float(values.isna().mean()) if len(values) else 0.0
    distinct = int(values.nunique())
    if types.is_numeric_dtype(values.dtype) and not types.is_bool_dtype(values.dtype):
        return ColumnProfile(missing, *_range(values), categories=(), distinct=distinct)
    return ColumnProfile(missing, None, None, None, categories=_most_frequent(values), distinct=distinct)


def _range(values: pd.Series) -> tuple[float | None, float | None, float | None]:
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return None, None, None
    return float(finite.min()), _median(finite), float(finite.max())


def _median(finite: np.ndarray) -> float:
    with np.errstate(over="ignore"):
        median = float(np.median(finite))
    # The mean of the two middle values overflows near the largest float: halve first there.
    return median if np.isfinite(median) else float(np.median(finite / 2) * 2)


def _most_frequent(values: pd.Series) -> tuple[str, ...]:
    counts = values.dropna().astype("str").value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple(str(word) for word, _ in ordered[:MOST_CATEGORIES])
