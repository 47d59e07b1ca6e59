"""What a column holds, in all rows and in each class: gaps, range, median, most frequent words, histogram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ML.catalogs.histograms import ClassCodes, Histogram, class_codes, make_histogram

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
    histogram : Histogram or None
        Of the finite values by class; None where the column is not numeric or is empty.
    missing_by_class : dict of str to float
        Share of empty cells among the rows of each class; "" stands for rows without a class.
    category_counts : dict of str to tuple of int
        By class, how often each of ``categories`` occurs; empty where there are none.
    """

    missing: float
    min: float | None
    median: float | None
    max: float | None
    categories: tuple[str, ...]
    distinct: int
    histogram: Histogram | None = None
    missing_by_class: dict[str, float] = field(default_factory=dict)
    category_counts: dict[str, tuple[int, ...]] = field(default_factory=dict)


def profile_columns(
    frame: pd.DataFrame, columns: Iterable[str], labels: pd.Series | None = None
) -> dict[str, ColumnProfile]:
    """Profile the named columns of a table.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table.
    columns : iterable of str
        Which columns.
    labels : pandas.Series of shape (n_rows,), optional
        Class of each row, in the order of the rows; missing where it is undecided.
    """
    classes = class_codes(len(frame), labels)
    return {name: _profile(frame[name], classes) for name in columns}


def profile_column(values: pd.Series, labels: pd.Series | None = None) -> ColumnProfile:
    """Profile one column, by class where labels are given."""
    return _profile(values, class_codes(len(values), labels))


def _profile(values: pd.Series, classes: ClassCodes) -> ColumnProfile:
    missing = values.isna().to_numpy()
    gaps = classes.count(missing) / np.maximum(classes.rows, 1)
    facts = _number_facts if is_number(values) else _word_facts
    return ColumnProfile(
        missing=float(missing.mean()) if len(values) else 0.0,
        distinct=int(values.nunique()),
        missing_by_class=dict(zip(classes.names, gaps.tolist(), strict=True)),
        **facts(values, classes),
    )


def is_number(values: pd.Series) -> bool:
    """Whether a column holds numbers; True and False are words here."""
    return pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)


def _number_facts(values: pd.Series, classes: ClassCodes) -> dict[str, Any]:
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    low, middle, high = _range(numbers[np.isfinite(numbers)])
    histogram = make_histogram(numbers, classes)
    return {"min": low, "median": middle, "max": high, "categories": (), "histogram": histogram}


def _range(finite: np.ndarray) -> tuple[float | None, float | None, float | None]:
    if not finite.size:
        return None, None, None
    return float(finite.min()), _median(finite), float(finite.max())


def _median(finite: np.ndarray) -> float:
    with np.errstate(over="ignore"):
        median = float(np.median(finite))
    # The mean of the two middle values overflows near the largest float: halve first there.
    return median if np.isfinite(median) else float(np.median(finite / 2) * 2)


def _word_facts(values: pd.Series, classes: ClassCodes) -> dict[str, Any]:
    present = values.notna().to_numpy()
    texts = values[present].astype("str")
    words = _most_frequent(texts)
    counts = _counts_by_class(texts, words, classes.codes[present], classes.names) if words else {}
    return {"min": None, "median": None, "max": None, "categories": words, "category_counts": counts}


def _most_frequent(texts: pd.Series) -> tuple[str, ...]:
    counts = texts.value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple(str(word) for word, _ in ordered[:MOST_CATEGORIES])


def _counts_by_class(
    texts: pd.Series, words: tuple[str, ...], codes: np.ndarray, names: tuple[str, ...]
) -> dict[str, tuple[int, ...]]:
    position = pd.Index(words).get_indexer(pd.Index(texts))
    shown = position >= 0
    size = len(words)
    cells = np.bincount(codes[shown] * size + position[shown], minlength=len(names) * size).reshape(len(names), size)
    return {name: tuple(row.tolist()) for name, row in zip(names, cells, strict=True)}
