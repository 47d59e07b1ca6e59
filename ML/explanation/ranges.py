"""How far each number of a row may plausibly go, and what counts as far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Column
from ML.trained_model import TrainedModel

FIXED_GROUPS = frozenset({"sky", "bookkeeping"})
"""Kinds of columns that nobody doubts: where an object stands, and what it is called."""

_MID, _TAILS, _SPREAD = 1.349, (1, 99), 30.0
_UPPER, _LOWER = ("_upper_error", "_err1", "err1"), ("_lower_error", "_err2", "err2")


@dataclass(frozen=True, slots=True)
class Room:
    """What one column of a row may become.

    Attributes
    ----------
    position : int
        Among the model's columns.
    column : Column
    low, high : float
        Ends of the plausible range: of the middle 98 % of training objects and the column's own limits, and never
        narrower than the row's value.
    steps : ndarray of float
        Values to try, from training objects.
    scale : float
        Robust unit: the interquartile range divided by 1.349, of the logarithm where ``logarithmic``.
    logarithmic : bool
        Whether a change is measured as a factor: positive columns that span decades.
    error : float or None
        Mean measurement error of the row's value, where the row holds one.
    """

    position: int
    column: Column
    low: float
    high: float
    steps: np.ndarray
    scale: float
    logarithmic: bool
    error: float | None

    def distance(self, start: np.ndarray | float, end: np.ndarray | float) -> np.ndarray:
        """Return how many robust units lie between values."""
        if self.logarithmic:
            return np.asarray(np.abs(np.log10(end) - np.log10(start)) / self.scale)
        return np.asarray(np.abs(np.subtract(end, start)) / self.scale)


def rooms(model: TrainedModel, row: pd.Series, reference: pd.DataFrame, n_steps: int) -> list[Room]:
    """Return the room of every number that a person could doubt and the row holds.

    Parameters
    ----------
    model : TrainedModel
    row : Series
        The checked row.
    reference : DataFrame
        Training objects, with every column of the model.
    n_steps : int
        Values to try in each column.
    """
    found = [
        _room(model, row, position, column, reference[column.name].to_numpy(dtype=float), n_steps)
        for position, column in enumerate(_columns(model))
        if _doubtful(column) and not pd.isna(row[column.name])
    ]
    return [room for room in found if room is not None]


def _columns(model: TrainedModel) -> list[Column]:
    known = {column.name: column for column in model.plan.features}
    return [known[name] for name in model.feature_names]


def _doubtful(column: Column) -> bool:
    is_error = any(name.endswith((*_UPPER, *_LOWER)) for name in (column.name, column.canonical))
    return column.kind == "number" and column.group not in FIXED_GROUPS and not is_error


def _room(
    model: TrainedModel, row: pd.Series, position: int, column: Column, known: np.ndarray, n_steps: int
) -> Room | None:
    known, value = known[np.isfinite(known)], float(row[column.name])
    if len(np.unique(known)) < 2:  # noqa: PLR2004
        return None
    low, high = np.percentile(known, _TAILS)
    low = max(low, -np.inf if column.plausible_low is None else column.plausible_low)
    high = min(high, np.inf if column.plausible_high is None else column.plausible_high)
    logarithmic = value > 0 and known.min() > 0 and high > _SPREAD * max(low, np.finfo(float).tiny)
    quartiles = np.percentile(np.log10(known) if logarithmic else known, [25, 75])
    scale = float(quartiles[1] - quartiles[0]) / _MID or float(known.std()) or 1.0
    steps = np.unique(np.quantile(known, np.linspace(0.01, 0.99, n_steps), method="nearest"))
    return Room(
        position=position,
        column=column,
        low=float(min(low, value)),
        high=float(max(high, value)),
        steps=steps[(steps >= low) & (steps <= high) & (steps != value)],
        scale=scale,
        logarithmic=bool(logarithmic),
        error=_error(model, row, column),
    )


def _error(model: TrainedModel, row: pd.Series, column: Column) -> float | None:
    """Return the mean of the row's upper and lower error of a column, by canonical name or by the archive's."""
    names = {known.canonical: known.name for known in model.plan.features if known.canonical}
    held = set(model.feature_names)
    parts = []
    for endings in (_UPPER, _LOWER):
        canonical = [names.get(f"{column.canonical}{ending}", "") for ending in endings[:1] if column.canonical]
        candidates = [*canonical, *(f"{column.name}{ending}" for ending in endings)]
        name = next((name for name in candidates if name in held), None)
        if name is not None and not pd.isna(row[name]):
            parts.append(abs(float(row[name])))
    error = sum(parts) / len(parts) if parts else 0.0
    return error if error > 0 else None
