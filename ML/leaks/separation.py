"""How well one column alone tells the classes apart, on stars that it has not seen.

Every column is cut into bins (an empty cell is a bin of its own), and a row is scored by the share of each class in
its bin among the rows of *other* hosts. So a column that only names its star scores nothing, a measurement that grows
with the verdict scores whatever its shape, and nothing depends on the order of the rows or on the unit.

The area under the ROC curve is counted within each fold and averaged over the pairs of rows, so chance is 0.5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.leaks.sampling import Sample

OnStep = Callable[[int, int], None]
"""Called with (completed, total) columns; what it raises comes out unchanged."""

FEWEST_ROWS = 10
"""Rows of a class, and of the rest, below which its area says nothing."""

_EDGES = (9, 50)
_ROWS_PER_BIN = 10
_MOST_WORDS = 1_000
_COLUMNS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Area:
    """Areas under the ROC curve of each class against the rest.

    Attributes
    ----------
    mean : float or None
        Mean over the classes (for two classes both areas are the same); None where none is defined.
    best : float or None
        Largest of them: a column may give away one class of many.
    best_class : str
        Class that it belongs to; empty where none is defined.
    """

    mean: float | None = None
    best: float | None = None
    best_class: str = ""


@dataclass(frozen=True, slots=True)
class Separation:
    """What one column alone knows of the classes.

    Attributes
    ----------
    overall : Area
        Values, with empty cells as a value of their own.
    held : Area
        Among the rows that hold a value.
    missingness : Area
        Only whether the cell is empty.
    """

    overall: Area = Area()
    held: Area = Area()
    missingness: Area = Area()

    @property
    def value_area(self) -> Area:
        """The larger of what the values say with and without the empty cells."""
        return max(self.overall, self.held, key=lambda area: area.best or 0.0)

    @property
    def single_column_auc(self) -> float | None:
        """Largest area by value, of the class that the column tells apart best."""
        return self.value_area.best

    @property
    def missingness_auc(self) -> float | None:
        """Largest area by emptiness, of the class that it tells apart best."""
        return self.missingness.best


def measure_separation(frame: pd.DataFrame, names: Sequence[str], sample: Sample, on_step: OnStep) -> list[Separation]:
    """Measure columns one by one.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The whole table.
    names : sequence of str
        Columns to measure.
    sample : Sample
        Rows to measure on, with class and fold of each.
    on_step : callable
        Called with (completed, total) columns; may raise to stop.

    Returns
    -------
    list of Separation
        One for each name.
    """
    measured: list[Separation] = []
    for start in range(0, len(names), _COLUMNS_AT_ONCE):
        chunk = [_bins(frame[name].iloc[sample.rows]) for name in names[start : start + _COLUMNS_AT_ONCE]]
        measured += _separations(chunk, sample)
        on_step(len(measured), len(names))
    return measured


def _bins(cells: pd.Series) -> np.ndarray:
    """Number the bin of each row from 1; 0 is the empty cell."""
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        cells = cells.astype("int64").where(cells.notna()).astype(float)
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return _number_bins(cells.to_numpy(dtype=float, na_value=np.nan))
    return _word_bins(cells)


def _number_bins(values: np.ndarray) -> np.ndarray:
    """Cut at quantiles; a value on which an edge falls has a bin of its own, so rare flags beside zeros stay apart."""
    empty = np.isnan(values)
    ordered = np.sort(values)[: len(values) - int(empty.sum())]
    if not ordered.size:
        return np.zeros(len(values), dtype=int)
    n_edges = int(np.clip(len(ordered) // _ROWS_PER_BIN, *_EDGES))
    edges = np.unique(ordered[np.arange(1, n_edges + 1) * len(ordered) // (n_edges + 1)])
    left = np.searchsorted(edges, values)
    on_edge = edges[np.minimum(left, len(edges) - 1)] == values
    return np.where(empty, 0, 2 * left + on_edge + 1)


def _word_bins(cells: pd.Series) -> np.ndarray:
    """One bin for each of the commonest words; the rare rest shares the last."""
    words = cells.astype("str").where(cells.notna())
    counts = words.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    number = pd.Series(np.minimum(np.arange(len(counts)), _MOST_WORDS) + 1, index=counts.index)
    return words.map(number).fillna(0).to_numpy(dtype=int)


def _separations(columns: Sequence[np.ndarray], sample: Sample) -> list[Separation]:
    counts = _counts(columns, sample)
    empty, held = counts[..., :1], counts[..., 1:]
    two = np.concatenate([empty, held.sum(axis=-1, keepdims=True)], axis=-1)
    measured = (_areas(part, sample.classes) for part in (counts, held, two))
    return [Separation(*areas) for areas in zip(*measured, strict=True)]


def _counts(columns: Sequence[np.ndarray], sample: Sample) -> np.ndarray:
    """Rows by column, class, fold and bin: shape (n_columns, n_classes, n_folds, n_bins)."""
    n_bins = max(int(bins.max()) for bins in columns) + 1
    shape = (len(sample.classes), sample.n_folds, n_bins)
    cell = (sample.y * sample.n_folds + sample.fold) * n_bins
    return np.array([np.bincount(cell + bins, minlength=int(np.prod(shape))).reshape(shape) for bins in columns])


def _areas(counts: np.ndarray, classes: tuple[str, ...]) -> list[Area]:
    """Areas of each column from counts of shape (n_columns, n_classes, n_folds, n_bins)."""
    everyone = counts.sum(axis=1, keepdims=True)
    rest = everyone - counts
    pairs = (counts.sum(axis=-1) * rest.sum(axis=-1)).sum(axis=-1)
    known = np.minimum(counts.sum(axis=(2, 3)), rest.sum(axis=(2, 3))) >= FEWEST_ROWS
    wins = _wins(_rates(counts, everyone), counts, rest).sum(axis=-1)
    areas = np.divide(wins, pairs, out=np.full(wins.shape, np.nan), where=known & (pairs > 0))
    return [_area(row, classes) for row in areas]


def _rates(counts: np.ndarray, everyone: np.ndarray) -> np.ndarray:
    """Share of the class in each bin among the rows of the other folds, drawn towards its share in all bins."""
    of_class = counts.sum(axis=2, keepdims=True) - counts
    of_all = everyone.sum(axis=2, keepdims=True) - everyone
    share = of_class.sum(axis=-1, keepdims=True) / np.maximum(of_all.sum(axis=-1, keepdims=True), 1)
    return (of_class + share) / (of_all + 1)


def _wins(rates: np.ndarray, positive: np.ndarray, negative: np.ndarray) -> np.ndarray:
    """Pairs in which the positive row has the higher rate, ties as halves; the last axis, the bins, is summed."""
    order = np.argsort(rates, axis=-1, kind="stable")
    rates, positive, negative = (np.take_along_axis(part, order, axis=-1) for part in (rates, positive, negative))
    so_far = np.cumsum(negative, axis=-1)
    first = np.ones(rates.shape, dtype=bool)
    first[..., 1:] = rates[..., 1:] != rates[..., :-1]
    below = np.maximum.accumulate(np.where(first, so_far - negative, 0), axis=-1)
    last = np.ones(rates.shape, dtype=bool)
    last[..., :-1] = first[..., 1:]
    reached = np.where(last, so_far, so_far[..., -1:])
    upto = np.minimum.accumulate(reached[..., ::-1], axis=-1)[..., ::-1]
    return (positive * (below + upto) / 2).sum(axis=-1)


def _area(areas: np.ndarray, classes: tuple[str, ...]) -> Area:
    if np.isnan(areas).all():
        return Area()
    best = int(np.nanargmax(areas))
    return Area(float(np.nanmean(areas)), float(areas[best]), classes[best])
