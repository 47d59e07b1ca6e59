"""Labelled rows of an upload in a catalogue's own columns: read, converted and checked row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Catalogue, Column, Role
from ML.catalogs.delivery_columns import source_of
from ML.catalogs.mapping_apply import as_words
from ML.catalogs.mapping_names import as_logarithm, unit_in_words
from ML.catalogs.units import convert, find_unit, known_units
from ML.exceptions import InvalidFieldsError

_LONGEST_VALUE = 60
_TAKEN_BY_NAME = (Role.FEATURE, Role.SOFT_LEAK, Role.LEAK)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that does not enter the catalogue, and why.

    Attributes
    ----------
    line : int
        Where it stands in the upload: the table's index if that is called ``line``, else the row counted from 2, as
        the header is line 1.
    object, column, value : str
        Name of its object, the upload's column that is at fault, and what it holds there.
    code, message : str
        A stable word, and a sentence with the remedy.
    """

    line: int
    object: str
    column: str
    value: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class UploadColumns:
    """Which of the upload's columns is what.

    Attributes
    ----------
    target, object, host : str
        Columns with the class, the object's name and the star's ("" if none).
    values : mapping of str to (Column, str)
        The catalogue's column and the unit, by the upload's name.
    """

    target: str
    object: str
    host: str
    values: Mapping[str, tuple[Column, str]]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a person chose, as it arrives."""

    column_map: Mapping[str, str]
    units: Mapping[str, str]
    target: str
    object: str | None
    host: str | None


def choose_columns(
    base: pd.DataFrame, catalogue: Catalogue, described: Sequence[Column], choice: ColumnChoice
) -> UploadColumns:
    """Find out which column of the upload is which of the catalogue's.

    Columns that a person maps come first; then those that bear the catalogue's own name or one of its deliveries',
    except verdicts and identifiers.

    Raises
    ------
    InvalidFieldsError
        ``details["fields"]`` lists every fault.
    """
    finder = _Finder({column.name: column for column in described}, catalogue, set(base.columns), choice)
    mapped, problems = finder.mapped()
    if problems:
        fields = [{"field": field, "message": message} for field, message in problems]
        raise InvalidFieldsError(" ".join(message for _, message in problems), fields)
    return UploadColumns(choice.target, finder.object, finder.host, mapped)


@dataclass(slots=True)
class _Finder:
    described: Mapping[str, Column]
    catalogue: Catalogue
    held: set[str]
    choice: ColumnChoice
    problems: list[tuple[str, str]] = field(default_factory=list)
    object: str = ""
    host: str = ""

    def mapped(self) -> tuple[dict[str, tuple[Column, str]], list[tuple[str, str]]]:
        chosen = {name: self.resolved(name, wanted) for name, wanted in self.choice.column_map.items()}
        self.object = self.named("object", self.choice.object, self.catalogue.object_column, chosen)
        self.host = self.named("host", self.choice.host, self.catalogue.host_column, chosen)
        self.check(self.choice.target, "target", "classes")
        self.check(self.object, "object", "names of the objects")
        apart = {self.choice.target, self.object, self.host}
        values = {name: column for name, column in chosen.items() if column is not None and name not in apart}
        self.clashes(values)
        values |= self.by_name(apart, {column.name for column in values.values()})
        idle = [name for name in self.choice.units if name not in values]
        self.problems += [(f"units.{name}", f"A unit is given for {name!r}, which is not taken.") for name in idle]
        return {name: (column, self.unit(name, column)) for name, column in values.items()}, self.problems

    def resolved(self, name: str, wanted: str) -> Column | None:
        """Column of the catalogue that is wanted, by its own name or by its name in the common schema."""
        found = [column for column in self.catalogue.columns if wanted in {column.name, column.canonical}]
        held = next((column for column in found if column.name in self.held), None)
        if name not in self.described:
            self.problems.append((f"column_map.{name}", f"The upload has no column {name!r}."))
        elif held is None:
            message = f"{self.catalogue.title} has no column {wanted!r} to map {name!r} to; leave it out."
            self.problems.append((f"column_map.{name}", message))
        return held

    def named(self, field: str, given: str | None, column: str, chosen: Mapping[str, Column | None]) -> str:
        """Upload's column with the names of objects or stars: given, mapped, or called as in the catalogue."""
        if given and given not in self.described:
            self.problems.append((field, f"The upload has no column {given!r}; choose one that it has."))
        mapped = next((name for name, held in chosen.items() if held is not None and held.name == column), "")
        own = source_of(self.catalogue.column(column), self.described)
        return given or mapped or (own.name if own else "")

    def check(self, name: str, field: str, words: str) -> None:
        if name not in self.described and not any(known == field for known, _ in self.problems):
            held = f"The upload has no column {name!r}" if name else "No column is chosen"
            self.problems.append((field, f"{held} for the {words}. Choose the column that holds them."))

    def clashes(self, values: Mapping[str, Column]) -> None:
        taken: dict[str, str] = {}
        for name, column in values.items():
            if column.name in taken:
                message = f"{taken[column.name]!r} and {name!r} would both be {column.name!r}. Map one of them only."
                self.problems.append((f"column_map.{name}", message))
            taken.setdefault(column.name, name)

    def by_name(self, apart: set[str], taken: set[str]) -> dict[str, Column]:
        free = [name for name in self.described if name not in apart and name not in self.choice.column_map]
        usable = [c for c in self.catalogue.columns if c.role in _TAKEN_BY_NAME and c.name in self.held - taken]
        sources = ((source_of(column, free), column) for column in usable)
        return {source.name: column for source, column in sources if source is not None}

    def unit(self, name: str, column: Column) -> str:
        """Unit in which the upload holds a column: given, told by its name or header, or the catalogue's own."""
        given = self.choice.units.get(name, "")
        if given:
            self.check_unit(name, given, column)
            return given
        source = next((source.unit for source in column.source_names if source.name == name), "")
        told = self.described[name].unit if name in self.described else ""
        usable = unit_in_words(told, column.unit) if told else ""
        return source or as_logarithm(usable, name, column.unit) or column.unit

    def check_unit(self, name: str, unit: str, column: Column) -> None:
        known = find_unit(unit)
        if unit != column.unit and (known is None or known.name not in known_units(column.unit)):
            choices = ", ".join(known_units(column.unit)) or "none, as it has no unit"
            message = f"The unit {unit!r} of {name!r} does not convert to {column.unit!r}. Choose one of: {choices}."
            self.problems.append((f"units.{name}", message))


@dataclass(slots=True)
class RowChecks:
    """Collects what is wrong with each row; the first fault counts."""

    names: Sequence[str]
    lines: Sequence[int]
    rejected: dict[int, RejectedRow] = field(default_factory=dict)

    def reject(self, row: int, column: str, value: object, code: str, message: str) -> None:
        """Note a fault of a row, counted from 0."""
        shown = str(value)[:_LONGEST_VALUE]
        fault = RejectedRow(self.lines[row], self.names[row], column, shown, code, message)
        self.rejected.setdefault(row, fault)

    def accepted(self, rows: np.ndarray) -> np.ndarray:
        """Those of the rows that have no fault."""
        return np.array([row for row in rows.tolist() if row not in self.rejected], dtype=int)


def read_values(
    upload: pd.DataFrame, columns: UploadColumns, base: pd.DataFrame, rows: np.ndarray, checks: RowChecks
) -> pd.DataFrame:
    """Convert the mapped columns of the upload.

    Parameters
    ----------
    upload : pandas.DataFrame of shape (n_rows, n_columns)
        The uploaded table.
    columns : UploadColumns
        What its columns are.
    base : pandas.DataFrame
        The catalogue's table: a value beyond the plausible range and beyond every value in it is refused.
    rows : ndarray of int of shape (n_labelled,)
        Positions of the rows that matter.
    checks : RowChecks
        Where faults are noted.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_mapped)
        Under the catalogue's names and in its units; numbers that are no numbers are missing.
    """
    values = {}
    for name, (column, unit) in columns.values.items():
        if column.kind != "number":
            values[column.name] = as_words(upload[name]).to_numpy(dtype=object)
            continue
        values[column.name] = numbers = _converted(upload[name], unit, column.unit)
        for row, code, reason in _faults(upload[name], numbers, column, unit, base[column.name], rows):
            checks.reject(row, name, upload[name].iloc[row], code, reason)
    return pd.DataFrame(values, index=range(len(upload)))


def _converted(cells: pd.Series, unit: str, wanted: str) -> np.ndarray:
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    sign = -1.0 if unit.startswith("-") else 1.0  # a delivery may give lower errors without their sign
    with np.errstate(all="ignore"):
        read = sign * convert(numbers, unit.removeprefix("-") or wanted, wanted)
    return np.where(np.isfinite(read), read, np.nan)


def _faults(
    cells: pd.Series, numbers: np.ndarray, column: Column, unit: str, base: pd.Series, rows: np.ndarray
) -> Iterator[tuple[int, str, str]]:
    spoiled = cells.notna().to_numpy() & np.isnan(numbers)
    expected = f"a finite number{f' in {unit}' if unit else ''}"
    for row in rows[spoiled[rows]].tolist():
        yield row, "not_a_number", f"{column.name} needs {expected}. Correct the cell or leave it empty."
    low, high = _bounds(column, base)
    beyond = (numbers < low) | (numbers > high)
    for row in rows[beyond[rows]].tolist():
        value = f"{numbers[row]:,.6g} {column.unit}".strip()
        yield row, "implausible", f"{column.name} would be {value}; {_range(low, high)}."


def _bounds(column: Column, base: pd.Series) -> tuple[float, float]:
    """Plausible range, widened to what the catalogue itself holds; a bound that is not known bounds nothing."""
    held = pd.to_numeric(base, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    seen = held[np.isfinite(held)]
    low = -np.inf if column.plausible_low is None else min(column.plausible_low, seen.min(initial=np.inf))
    high = np.inf if column.plausible_high is None else max(column.plausible_high, seen.max(initial=-np.inf))
    return low, high


def _range(low: float, high: float) -> str:
    words = f"plausible is {low:,.6g} to {high:,.6g}" if np.isfinite(low) and np.isfinite(high) else ""
    one_sided = f"plausible is at least {low:,.6g}" if np.isfinite(low) else f"plausible is at most {high:,.6g}"
    return f"{words or one_sided}. Check the value and its unit"
