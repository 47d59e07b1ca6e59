"""Histograms by class: few bins over the range where nearly all values lie, so that one outlier hides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST_BINS = 24

_FEWEST_BINS = 4
_ROBUST_SHARES = (0.005, 0.995)
_DECADES_SHARES = (0.05, 0.95)
_LOG_FROM_RATIO = 30.0
_POSITIVE_SHARE = 0.99
_NARROW = 1e-9
_FLOATS = np.finfo(float)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often each range of values occurs in each class.

    Attributes
    ----------
    scale : {"linear", "log"}
        Whether the bins are equally wide in x or in log10(x).
    edges : tuple of float, length n_bins + 1
        In the column's unit, ascending. Half a percent of the values at either end may lie beyond the outer edges.
    counts : dict of str to tuple of int, each of length n_bins
        By class; "" stands for rows without a class. Values beyond the outer edges count in the end bins.
    """

    scale: str
    edges: tuple[float, ...]
    counts: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ClassCodes:
    """The class of each row as a number, made once for all columns.

    Attributes
    ----------
    names : tuple of str
        Classes in sorted order, then "" if any row has no class.
    codes : ndarray of int of shape (n_rows,)
        Position of each row's class in ``names``.
    rows : ndarray of int of shape (n_classes,)
        Rows of each class.
    """

    names: tuple[str, ...]
    codes: np.ndarray
    rows: np.ndarray

    def count(self, chosen: np.ndarray) -> np.ndarray:
        """Return how many of the chosen rows (a mask of shape (n_rows,)) each class has."""
        return np.bincount(self.codes[chosen], minlength=len(self.names))


def class_codes(n_rows: int, labels: pd.Series | None = None) -> ClassCodes:
    """Number the classes of the rows; without labels all rows are of the class ""."""
    given = pd.Series("", index=range(n_rows)) if labels is None else labels
    texts = given.astype("str").where(given.notna(), "")
    codes, found = pd.factorize(texts.where(texts != "").to_numpy(dtype=object), sort=True)
    names = [str(name) for name in found]
    if (codes < 0).any() or not names:
        names.append("")
    codes = np.where(codes < 0, len(names) - 1, codes)
    return ClassCodes(tuple(names), codes, np.bincount(codes, minlength=len(names)))


def make_histogram(values: np.ndarray, classes: ClassCodes) -> Histogram | None:
    """Count the finite values of a column in bins.

    Parameters
    ----------
    values : ndarray of float of shape (n_rows,)
        NaN and infinite values count nowhere.
    classes : ClassCodes
        The class of each row.

    Returns
    -------
    Histogram or None
        None where no value is finite.
    """
    held = np.isfinite(values)
    numbers = values[held]
    if not numbers.size:
        return None
    scale, edges = _bins(numbers)
    size = len(edges) - 1
    position = np.searchsorted(edges[1:-1], numbers, side="right")
    cells = np.bincount(classes.codes[held] * size + position, minlength=len(classes.names) * size)
    counts = cells.reshape(len(classes.names), size)
    return Histogram(scale, tuple(edges.tolist()), _by_name(classes.names, counts))


def _by_name(names: Sequence[str], counts: np.ndarray) -> dict[str, tuple[int, ...]]:
    return {name: tuple(row.tolist()) for name, row in zip(names, counts, strict=True)}


def _bins(numbers: np.ndarray) -> tuple[str, np.ndarray]:
    low, early, late, high = _at_shares(numbers, (_ROBUST_SHARES[0], *_DECADES_SHARES, _ROBUST_SHARES[1]))
    if low == high:
        low, high = float(numbers.min()), float(numbers.max())
    count = int(np.clip(np.ceil(np.sqrt(numbers.size)), _FEWEST_BINS, MOST_BINS))
    if _steps(numbers, low, high):
        return "linear", np.arange(low - 0.5, high + 1.0)
    if early > 0 and late / early >= _LOG_FROM_RATIO and (numbers > 0).mean() >= _POSITIVE_SHARE:
        return "log", _distinct(_spread(np.log10(_smallest(numbers, low)), np.log10(high), count, power=True))
    return "linear", _distinct(_spread(low, high, count))


def _at_shares(numbers: np.ndarray, shares: Sequence[float]) -> list[float]:
    """Values at these shares of the sorted column: actual ones, for a mean of two may overflow."""
    ranks = [round(share * (numbers.size - 1)) for share in shares]
    return [float(value) for value in np.partition(numbers, sorted(set(ranks)))[ranks]]


def _steps(numbers: np.ndarray, low: float, high: float) -> bool:
    """Whether a few whole numbers fill the range: each then gets a bin of its own."""
    whole = bool(np.all(np.mod(numbers, 1) == 0))
    return whole and bool(high - low < MOST_BINS and abs(high) < 1 / _FLOATS.eps)


def _smallest(numbers: np.ndarray, low: float) -> float:
    return low if low > 0 else float(numbers[numbers > 0].min())


def _spread(low: float, high: float, count: int, power: bool = False) -> np.ndarray:
    share = np.linspace(0.0, 1.0, count + 1)
    points = low * (1 - share) + high * share  # high - low may overflow; this cannot
    with np.errstate(over="ignore", under="ignore"):
        return np.clip(10.0**points, _FLOATS.smallest_subnormal, _FLOATS.max) if power else points


def _distinct(edges: np.ndarray) -> np.ndarray:
    """Edges in strictly ascending order; a single value gets a narrow bin around itself."""
    held = np.unique(edges)
    if len(held) > 1:
        return held
    width = max(abs(held[0]) * _NARROW, _FLOATS.tiny)
    with np.errstate(over="ignore"):
        return np.clip(np.array([held[0] - width, held[0] + width]), -_FLOATS.max, _FLOATS.max)
