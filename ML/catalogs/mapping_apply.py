"""Renames and converts columns as a person mapped them, or says everything that is wrong with the mapping."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Column, Role
from ML.catalogs.delivery_columns import as_text
from ML.catalogs.mapping_names import as_logarithm, common_columns, unit_in_words
from ML.catalogs.units import convert, find_unit, known_units
from ML.exceptions import InvalidFieldsError

_STRICTNESS = (Role.FEATURE, Role.SOFT_LEAK, Role.IDENTIFIER, Role.LEAK)
_LONGEST_CELL = 60

Problem = tuple[str, str]
"""Field, such as ``units.depth``, and what is wrong with it."""


def apply_mapping(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    column_map: Mapping[str, str],
    units: Mapping[str, str],
    schema: Mapping[str, Column] | None = None,
) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """Rename and convert the columns of a table.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table.
    columns : sequence of Column
        Definitions of its columns.
    column_map : mapping of str to str
        Canonical name by the table's own name; columns that are not in it stay as they are.
    units : mapping of str to str
        Unit in which the table holds a mapped column, by the table's own name. Where none is given, it is the one
        that the column's definition tells, else the canonical one.
    schema : mapping of str to Column, optional
        Definitions that can be mapped to, by name; the common schema if None.

    Returns
    -------
    (pandas.DataFrame, tuple of Column)
        The table with its rows and column order, and the definitions of its columns. A column that was judged a leak
        stays one under its new name.

    Raises
    ------
    InvalidFieldsError
        ``details["fields"]`` lists every fault: a column that the table has not, a canonical name that the schema has
        not, two columns with one name, a unit that does not convert, words where numbers are needed.
    """
    targets = common_columns() if schema is None else schema
    mapping = _Mapping(frame, {column.name: column for column in columns}, column_map, units, targets)
    mapping.refuse([*mapping.wrong_names(), *mapping.clashes(), *mapping.wrong_units()])
    cells = {name: mapping.cells(name) for name in frame.columns}
    mapping.refuse(list(mapping.wrong_cells(cells)))
    renamed = {mapping.definition(name).name: values for name, values in cells.items()}
    return pd.DataFrame(renamed, index=frame.index), tuple(mapping.definition(name) for name in frame.columns)


@dataclass(frozen=True, slots=True)
class _Mapping:
    frame: pd.DataFrame
    columns: Mapping[str, Column]
    column_map: Mapping[str, str]
    units: Mapping[str, str]
    schema: Mapping[str, Column]

    def refuse(self, problems: Sequence[Problem]) -> None:
        if problems:
            fields = [{"field": field, "message": message} for field, message in problems]
            raise InvalidFieldsError(" ".join(message for _, message in problems), fields)

    def target(self, name: str) -> Column | None:
        return self.schema.get(self.column_map[name]) if name in self.column_map else None

    def definition(self, name: str) -> Column:
        own, target = self.columns[name], self.target(name)
        if target is None:
            return own
        judged = own.role if own.role in _STRICTNESS and target.role in _STRICTNESS else target.role
        if judged is target.role or _STRICTNESS.index(judged) < _STRICTNESS.index(target.role):
            return replace(target, source_names=())
        return replace(target, role=judged, reason=own.reason, source_names=())

    def unit(self, name: str, target: Column) -> str:
        """Unit of the table's own column: the one that is given, or told, or the canonical one."""
        given = self.units.get(name)
        if given:
            return given
        told = unit_in_words(self.columns[name].unit, target.unit) if self.columns[name].unit else ""
        return as_logarithm(told, name, target.unit) or target.unit

    def cells(self, name: str) -> pd.Series:
        target, cells = self.target(name), self.frame[name]
        if target is None:
            return cells
        if target.kind != "number":
            return as_words(cells)
        numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        with np.errstate(all="ignore"):
            return pd.Series(convert(numbers, self.unit(name, target), target.unit), index=cells.index)

    def wrong_names(self) -> Iterator[Problem]:
        for name, canonical in self.column_map.items():
            if name not in self.columns:
                yield f"column_map.{name}", f"The table has no column {name!r}{_nearest(name, self.columns)}."
            elif canonical not in self.schema:
                yield f"column_map.{name}", f"There is no {canonical!r} to map to{_nearest(canonical, self.schema)}."
        for name in self.units:
            if name not in self.column_map:
                yield f"units.{name}", f"A unit is given for {name!r}, which is not mapped. Map it or leave it out."

    def clashes(self) -> Iterator[Problem]:
        names = {name: self.column_map.get(name, name) for name in self.columns}
        for name, canonical in self.column_map.items():
            others = [other for other, taken in names.items() if taken == canonical and other != name]
            if others and name in self.columns:
                message = f"{name!r} and {others[0]!r} would both be {canonical!r}. Map one of them only."
                yield f"column_map.{name}", message

    def wrong_units(self) -> Iterator[Problem]:
        for name, unit in self.units.items():
            target = self.target(name)
            if target is not None and unit and unit != target.unit:
                problem = _unit_fault(unit, target)
                if problem:
                    yield f"units.{name}", problem

    def wrong_cells(self, converted: Mapping[str, pd.Series]) -> Iterator[Problem]:
        """Words where numbers are needed, and numbers that have no equal in the canonical unit."""
        for name in self.column_map:
            target = self.target(name)
            if target is None or target.kind != "number":
                continue
            lost = np.flatnonzero((self.frame[name].notna() & ~np.isfinite(converted[name])).to_numpy(dtype=bool))
            if lost.size:
                yield f"column_map.{name}", self.cell_fault(name, int(lost[0]), target, lost.size)

    def cell_fault(self, name: str, position: int, target: Column, count: int) -> str:
        cell = self.frame[name].iloc[position]
        unit = self.unit(name, target)
        value = f"{str(cell)[:_LONGEST_CELL]!r}"
        more = f" ({count} such cells.)" if count > 1 else ""
        expected = f"a number{f' in {unit}' if unit else ''} that {target.name} can take"
        return f"{name}, row {position + 1}: {value} is not {expected}. Correct it or leave the cell empty.{more}"


def as_words(cells: pd.Series) -> pd.Series:
    """Return cells as text without surrounding blanks: whole numbers without a decimal point, empty ones missing."""
    words = as_text(cells).str.strip()
    return words.where(words != "")


def _unit_fault(unit: str, target: Column) -> str:
    if not target.unit:
        return f"{target.name} has no unit, but {unit!r} is given. Leave the unit out."
    known = find_unit(unit)
    if known is not None and known.name in known_units(target.unit):
        return ""
    fault = "is not known" if known is None else f"measures {known.quantity}"
    choices = ", ".join(known_units(target.unit)) or target.unit
    return f"The unit {unit!r} {fault} and does not convert to {target.unit}. Choose one of {choices}."


def _nearest(name: str, held: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, list(held), n=3, cutoff=0.5)
    return f"; nearest are {', '.join(near)}" if near else ""
