"""Names that surveys give to columns: which definition a name has in a table whose other names are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ML.catalogs.catalogue import TABLES, Column, catalogue_names, get_catalogue, read_columns
from ML.catalogs.mapping_tables import GENERIC_NAMES
from ML.catalogs.units import convert, find_unit

FEWEST_OF_A_DIALECT = 6
"""So many names of one delivery's own dialect must stand together before they are believed: alone, a column that is
called ``radius`` or ``name`` may be anybody's."""

_PLAIN_TABLES = {"phl": "PHL's Habitable Worlds Catalog"}
_DERIVED_TABLE = "combined"
_SEXAGESIMAL = "sexagesimal"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The column names of one source.

    Attributes
    ----------
    title : str
        Where the names come from, for a person.
    own : bool
        Whether they are the column table's own names, which mostly stand for themselves; else they need company.
    columns : mapping of str to Column
        Definition by name, under that name and in the unit that this source gives it.
    """

    title: str
    own: bool
    columns: Mapping[str, Column]

    @property
    def judged(self) -> bool:
        """Whether the table says which of its columns are in the common schema: those without a name there are not."""
        return any(column.canonical for column in self.columns.values())


def in_unit(column: Column, unit: str) -> Column:
    """Return the same column in another unit, its plausible range converted with it."""
    if unit == column.unit:
        return column
    bounds = (column.plausible_low, column.plausible_high)
    with np.errstate(all="ignore"):
        limits = [None if bound is None else float(convert(bound, column.unit, unit)) for bound in bounds]
    usable = [bound if bound is None or np.isfinite(bound) else None for bound in limits]
    return replace(column, unit=unit, plausible_low=usable[0], plausible_high=usable[1])


@cache
def dialects() -> tuple[Dialect, ...]:
    """Every source of names, catalogues in their order."""
    catalogues = [get_catalogue(name) for name in catalogue_names()]
    tables = [(held.title, held.columns, held.name != _DERIVED_TABLE) for held in catalogues]
    plain = [(title, TABLES / f"{name}.csv") for name, title in _PLAIN_TABLES.items()]
    tables += [(title, read_columns(path), True) for title, path in plain if path.exists()]
    own = [Dialect(title, own, {column.name: column for column in columns}) for title, columns, own in tables]
    other = [Dialect(title, False, _other_names(columns)) for title, columns, _ in tables]
    return (*own, *(dialect for dialect in other if dialect.columns))


def _other_names(columns: Sequence[Column]) -> dict[str, Column]:
    """Names that only a delivery uses; one that the table has itself too stands for itself."""
    own = {column.name for column in columns}
    held: dict[str, Column] = {}
    pairs = [(column, source) for column in columns for source in column.source_names]
    for column, source in pairs:
        if source.name not in own:
            held.setdefault(source.name, replace(_as_delivered(column, source.unit), name=source.name))
    return held


def _as_delivered(column: Column, unit: str) -> Column:
    """Return the column as a source writes it: ``-days`` are days with the other sign, sexagesimal angles are text."""
    if unit.startswith(_SEXAGESIMAL):
        return replace(column, unit="", kind="text", plausible_low=None, plausible_high=None)
    told = find_unit(unit.removeprefix("-"))
    return in_unit(column, told.name) if told else column


def spoken(names: Iterable[str]) -> dict[str, tuple[Dialect, Column]]:
    """Find the names of a table that are known, each in the dialect that knows most of the table.

    Parameters
    ----------
    names : iterable of str
        All column names of the table.

    Returns
    -------
    dict of str to (Dialect, Column)
        Known names only.
    """
    wanted = list(names)
    counts = [(sum(name in dialect.columns for name in wanted), dialect) for dialect in dialects()]
    ranked = sorted(counts, key=lambda entry: -entry[0])
    found = {name: next((d for count, d in ranked if _is_believed(name, d, count)), None) for name in wanted}
    return {name: (dialect, dialect.columns[name]) for name, dialect in found.items() if dialect is not None}


def _is_believed(name: str, dialect: Dialect, count: int) -> bool:
    """Whether a dialect knows a name and the name is its alone, or stands in company."""
    stands_alone = dialect.own and name not in GENERIC_NAMES
    return name in dialect.columns and (stands_alone or count >= FEWEST_OF_A_DIALECT)


def units_of(name: str) -> dict[str, str]:
    """Units under which surveys give a column of this name: name of the unit to the survey's title."""
    held: dict[str, str] = {}
    for dialect in dialects():
        unit = find_unit(dialect.columns[name].unit) if name in dialect.columns else None
        if unit is not None:
            held.setdefault(unit.name, dialect.title)
    return held
