"""A delivery's columns in the catalogue's words: renamed, typed by kind, and converted to the catalogue's units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Catalogue, Column, SourceName
from ML.catalogs.delivery_notes import DeliveryNote, listed
from ML.catalogs.units import convert

SEXAGESIMAL = {"sexagesimal hours": "hourangle", "sexagesimal degrees": "deg"}
"""Ways in which source columns give a sky position as text, and the angle that astropy reads them as."""


@dataclass(slots=True)
class ColumnReader:
    """Reads a delivery's columns one by one and remembers what it changed.

    Attributes
    ----------
    catalogue : Catalogue
        Whose names, kinds and units to use.
    converted : dict of (str, str) to list of (str, int)
        For each pair of units, the columns that were converted and how many values each had.
    turned : dict of str to int
        Values whose sign was turned, by column.
    spoiled, zeros : dict of str to int
        Cells of number columns that were taken as missing: they held no finite number, or a zero that means that.
    """

    catalogue: Catalogue
    converted: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    turned: dict[str, int] = field(default_factory=dict)
    spoiled: dict[str, int] = field(default_factory=dict)
    zeros: dict[str, int] = field(default_factory=dict)

    def read(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Return the catalogue's columns in its order, then the unknown ones as they are, and the latter's names."""
        sources = {column.name: source_of(column, frame.columns) for column in self.catalogue.columns}
        used = {source.name for source in sources.values() if source}
        unknown = tuple(name for name in frame.columns if name not in used)
        columns = {}
        for column in self.catalogue.columns:
            source = sources[column.name]
            if source:
                columns[column.name] = self._values(frame[source.name], column, source)
        columns |= {name: _plain(frame[name]) for name in unknown}
        return pd.DataFrame(columns, index=frame.index), unknown

    def notes(self) -> list[DeliveryNote]:
        """Return what was changed so far."""
        conversions = [_conversion_note(*units, columns) for units, columns in self.converted.items()]
        return [*conversions, *_turned_notes(self.turned), *_missing_notes(self.spoiled, self.zeros)]

    def _values(self, cells: pd.Series, column: Column, source: SourceName) -> pd.Series:
        if source.unit in SEXAGESIMAL:
            return self._degrees(cells, column, source)
        if column.kind != "number":
            return as_text(cells)
        return self._in_own_unit(self._numbers(cells, column), column, source)

    def _numbers(self, cells: pd.Series, column: Column) -> pd.Series:
        numbers = pd.to_numeric(cells, errors="coerce")
        if pd.api.types.is_bool_dtype(numbers.dtype):
            numbers = numbers.astype("float64")
        if pd.api.types.is_float_dtype(numbers.dtype):
            numbers = numbers.where(np.isfinite(numbers.to_numpy(dtype="float64", na_value=np.nan)))
        self._note_spoiled(column, int(cells.notna().sum() - numbers.notna().sum()))
        return self._without_zeros(numbers, column) if column.name in self.catalogue.zero_is_missing else numbers

    def _without_zeros(self, numbers: pd.Series, column: Column) -> pd.Series:
        zero = numbers == 0
        if zero.any():
            self.zeros[column.name] = int(zero.sum())
        return numbers.mask(zero)

    def _in_own_unit(self, numbers: pd.Series, column: Column, source: SourceName) -> pd.Series:
        turned = source.unit.startswith("-")
        unit = source.unit.removeprefix("-") or column.unit
        if unit == column.unit and not turned:
            return numbers
        count = int(numbers.notna().sum())
        if turned:
            self.turned[column.name] = count
        if unit != column.unit:
            self.converted[unit, column.unit].append((column.name, count))
        values = convert(numbers.to_numpy(dtype="float64", na_value=np.nan), unit, column.unit)
        return pd.Series(-values if turned else values, index=numbers.index)

    def _degrees(self, cells: pd.Series, column: Column, source: SourceName) -> pd.Series:
        texts = as_text(cells)
        angles = texts.map(lambda text: _angle(text, SEXAGESIMAL[source.unit]), na_action="ignore").astype("float64")
        self.converted[source.unit, column.unit].append((column.name, int(angles.notna().sum())))
        self._note_spoiled(column, int(texts.notna().sum() - angles.notna().sum()))
        return angles

    def _note_spoiled(self, column: Column, count: int) -> None:
        if count:
            self.spoiled[column.name] = self.spoiled.get(column.name, 0) + count


def source_of(column: Column, held: Collection[str]) -> SourceName | None:
    """Name under which a delivery with the columns ``held`` has ``column``: its own before any other."""
    candidates = (SourceName(column.name), *column.source_names)
    return next((source for source in candidates if source.name in held), None)


def as_text(cells: pd.Series) -> pd.Series:
    """Cells as text, missing ones as missing; whole numbers without a point, dates as ISO 8601."""
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return cells.map(pd.Timestamp.isoformat, na_action="ignore").astype("str").str.removesuffix("T00:00:00")
    if pd.api.types.is_float_dtype(cells.dtype):
        return cells.map(_number_as_text, na_action="ignore").astype("str")
    return cells.astype("str")


def _number_as_text(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _plain(cells: pd.Series) -> pd.Series:
    """Return an unknown column as numbers or text, so that it can be stored."""
    return (
        cells
        if pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype)
        else as_text(cells)
    )


def _angle(text: str, unit: str) -> float:
    from astropy.coordinates import Angle

    try:
        return float(Angle(text, unit=unit).degree)
    except ValueError:
        return np.nan


def _conversion_note(unit_from: str, unit_to: str, columns: list[tuple[str, int]]) -> DeliveryNote:
    values = sum(count for _, count in columns)
    names = listed([name for name, _ in columns])
    return DeliveryNote("converted", values, f"{values:,} values of {names} were converted: {unit_from} to {unit_to}.")


def _turned_notes(turned: dict[str, int]) -> list[DeliveryNote]:
    values = sum(turned.values())
    text = f"{values:,} values of {listed(list(turned))} were given with the other sign; it was turned."
    return [DeliveryNote("turned", values, text)] if turned else []


def _missing_notes(spoiled: dict[str, int], zeros: dict[str, int]) -> list[DeliveryNote]:
    told = (
        ("not_a_number", spoiled, "held no number"),
        ("zero_is_missing", zeros, "held a 0 that means that the value is not known"),
    )
    return [_missing_note(code, counts, why) for code, counts, why in told if counts]


def _missing_note(code: str, counts: dict[str, int], why: str) -> DeliveryNote:
    cells = sum(counts.values())
    return DeliveryNote(code, cells, f"{cells:,} cells of {listed(list(counts))} {why}; they were taken as missing.")
