"""Values that look like another unit: outside what a model was trained on, and inside its bulk once converted.

Only values outside the training range are looked at. Measured on Kepler DR25 (half of the rows learned from, the other
half asked): 0.9 % of rows with true values are suspected somewhere among 71 columns, while 78 to 94 % of depths in
another unit and four in five durations in days or minutes are found; looking into the outermost 1 % of the range as
well suspects 12 to 20 % of true rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ML.catalogs.mapping_tables import OTHER_UNITS, TYPICAL
from ML.catalogs.units import convert, known_units
from ML.results import RowWarnings, TrainingColumn, remark

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

CODE = "unit_slip"

_ZERO_CELSIUS = 273.15
_FEWEST_FOLD = 1.5
"""Factor below which another unit would not explain a value that is far off."""

_OTHER_SLIPS: tuple[tuple[str, str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("K", "°C", lambda values: values + _ZERO_CELSIUS),
    ("K", "thousands of K", lambda values: values * 1_000),
)
"""Unit of the column, what the value looks like, and the conversion: slips between what are no two known units."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One other way to read a column's values."""

    unit: str
    convert: Callable[[np.ndarray], np.ndarray]


def unit_slips(
    checked: pd.DataFrame, columns: Sequence[TrainingColumn], definitions: Sequence[Column]
) -> list[RowWarnings]:
    """Suggest the unit that a row's values seem to be in, where that is not the column's.

    Parameters
    ----------
    checked : DataFrame of shape (n_rows, n_columns)
        As from :func:`ML.input_rows.check_rows`.
    columns : sequence of TrainingColumn
        The same columns, with their training range and bulk.
    definitions : sequence of Column
        Their units; those of other columns may stand among them.

    Returns
    -------
    list of list of dict
        For each row no entry, or one of code ``unit_slip`` for each suspect value, with ``column`` and the value
        that was probably meant, ``suggested``, in ``unit``, the column's own.
    """
    told: list[RowWarnings] = [[] for _ in range(len(checked))]
    numeric = [column for column in columns if column.kind == "number"]
    values = checked[[column.name for column in numeric]].to_numpy(dtype=float)
    least = np.array([column.minimum for column in numeric], dtype=float)
    most = np.array([column.maximum for column in numeric], dtype=float)
    outside = (values < least) | (values > most)
    known = {column.name: column for column in definitions}
    for position in np.flatnonzero(outside.any(axis=0)).tolist():
        column, definition = numeric[position], known.get(numeric[position].name)
        if definition is not None and definition.unit:
            for row, text, suggested in _suspects(values[:, position], outside[:, position], column, definition):
                facts = {"column": definition.name, "suggested": suggested, "unit": definition.unit}
                told[row].append(remark(CODE, text, **facts))
    return told


def _suspects(
    values: np.ndarray, suspect: np.ndarray, column: TrainingColumn, definition: Column
) -> Iterator[tuple[int, str, float]]:
    low, high = getattr(column, "low", None), getattr(column, "high", None)
    if low is None or high is None or column.median is None:
        return
    outside = np.flatnonzero(suspect)
    readings = _readings(definition)
    read = np.array([_inside(reading.convert(values[outside]), values[outside], low, high) for reading in readings])
    for position, row in enumerate(outside.tolist()):
        best = _nearest(read[:, position], column.median) if readings else None
        if best is not None:
            suggested = float(read[best, position])
            yield row, _sentence(definition, values[row], readings[best].unit, suggested), suggested


def _readings(column: Column) -> list[_Reading]:
    typical = TYPICAL.get(column.canonical)
    units = typical.units if typical else OTHER_UNITS.get(column.canonical, known_units(column.unit))
    others = [_Reading(unit, _converted(unit, column.unit)) for unit in units if unit != column.unit]
    return [*others, *(_Reading(words, change) for unit, words, change in _OTHER_SLIPS if unit == column.unit)]


def _converted(unit: str, wanted: str) -> Callable[[np.ndarray], np.ndarray]:
    return lambda values: convert(values, unit, wanted)


def _inside(read: np.ndarray, given: np.ndarray, low: float, high: float) -> np.ndarray:
    """What is in the bulk when read so, NaN elsewhere; a reading that changes little explains nothing."""
    with np.errstate(all="ignore"):
        fold = np.abs(np.log(np.abs(read / given)))
        fits = (read >= low) & (read <= high) & ~(fold < np.log(_FEWEST_FOLD))
    return np.where(fits, read, np.nan)


def _nearest(read: np.ndarray, median: float) -> int | None:
    """Return the reading that is nearest to the median, by factor where both have a sign alike."""
    if np.isnan(read).all():
        return None
    with np.errstate(all="ignore"):
        by_factor = np.abs(np.log(read / median))
    distance = by_factor if np.isfinite(by_factor).any() else np.abs(read - median)
    return int(np.nanargmin(distance))


def _sentence(column: Column, value: float, unit: str, read: float) -> str:
    return (
        f"{column.name} {value:.4g} {column.unit} is outside what the model was trained on and looks like {unit}: "
        f"in {column.unit} it would be {read:.4g}."
    )
