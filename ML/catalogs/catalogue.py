"""What a catalogue is: its columns with unit, meaning and role, its tasks, and its presets of features.

The definitions are data. ``tables/<name>.csv`` holds one row per column, with the fields of :class:`Column`;
``source_names`` lists other names under which a delivery may hold the column, separated by ``;``, each ``NAME`` or
``NAME @ UNIT`` where its unit differs from the column's. A minus before the unit (``NAME @ -days``, or ``NAME @ -`` in
the column's own unit) says that the delivery gives the value with the other sign, as with lower errors written as
positive numbers; ``NAME @ sexagesimal hours`` and ``sexagesimal degrees`` make degrees of a position in text. One name
of a delivery may feed several columns; the column's own name goes first. ``tables/<name>.toml`` makes a catalogue::

    title, description, citation, licence, source_url    words for a person
    target_column, host_column, object_column            the verdict, the star, and the object that a row stands for
    order = 10                       place in lists of catalogues (default: after the numbered ones, by name)
    archive_tables = ["toi"]         TAP tables that a refresh may fetch, the default first (default: none)
    order_column = "toi_created"     column whose order is that in which the objects were found (default: none)
    score_column = "koi_score"       the catalogue's own score of the positive class, 0 to 1 (default: none)
    derived = true                   the target is computed from other columns, not read (default: false)
    parts = ["kepler", "k2"]         catalogues whose columns may stand here as ``<part>_<name>`` (default: none)
    one_of = [["pl_rade", "pl_bmasse"]]    of each group, a delivery must hold at least one column (default: none)
    zero_is_missing = ["pl_orbper"]  numbers whose 0 means "not known" in some delivery (default: none)

    [one_row_per_object]             how one row is chosen where a delivery has several of an object; without this
                                     table, several rows of one object must be equal, or the delivery is refused
    prefer = [{ column = "soltype", values = ["Published Candidate"] }]    best rows first, first rule first
    order = ["releasedate"]          then by these columns, lowest first, empty last, and by the delivery's own order

    [tasks.<name>]                   title, classes (sorted), mapping of dispositions to classes, positive_class
    [presets]
    physics = ["pl_orbper"]          what an astronomer would choose; a delivery that lacks most of these is refused
    uninformative = ["koi_eccen"]    features that hold nothing in any delivery, left out of all presets (default: none)

A CSV table without a TOML file beside it is a plain list of columns (:func:`read_columns`), not a catalogue.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ML.exceptions import InvalidFieldsError, UnknownCatalogueError

TABLES = Path(__file__).parent / "tables"


class Role(StrEnum):
    """Part that a column may play in training; only ``FEATURE`` is on by default."""

    TARGET = "target"
    IDENTIFIER = "identifier"
    LEAK = "leak"
    SOFT_LEAK = "soft_leak"
    FEATURE = "feature"


@dataclass(frozen=True, slots=True)
class SourceName:
    """Another name of a column in some delivery, and the unit it has there ("" where it is the column's own)."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it measures, in which unit, and whether a model may see it.

    Attributes
    ----------
    name, label, unit, description : str
        Name in the table, NASA's label, unit ("" for none), and one plain sentence.
    role : Role
        Part that the column may play.
    reason : str
        Why it is an identifier or a leak; empty for features.
    kind : str
        ``"number"``, ``"category"``, ``"text"`` or ``"date"``.
    group : str
        ``"transit shape"``, ``"orbit"``, ``"size"``, ``"star"``, ``"signal-to-noise"``, ``"vetting statistics"``,
        ``"sky"`` or ``"bookkeeping"``.
    plausible_low, plausible_high : float or None
        Values outside are errors or oddities worth a look, in ``unit``.
    canonical : str
        Name in the schema that the missions share; empty where they share no such column.
    source_names : tuple of SourceName
        Other names under which a delivery may hold the column.
    """

    name: str
    label: str
    unit: str
    description: str
    role: Role
    reason: str = ""
    kind: str = "number"
    group: str = ""
    plausible_low: float | None = None
    plausible_high: float | None = None
    canonical: str = ""
    source_names: tuple[SourceName, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One question asked of a catalogue: the classes, and which disposition belongs to which.

    Attributes
    ----------
    name, title : str
        ``"binary"`` or ``"three_class"``, and the words for a person.
    classes : tuple of str
        Class names, sorted.
    mapping : mapping of str to str
        Disposition to class; a disposition that is not here is undecided.
    positive_class : str or None
        Class that a binary task is after.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    mapping: Mapping[str, str]
    positive_class: str | None = None

    def label(self, dispositions: pd.Series) -> pd.Series:
        """Class of each object; missing where the disposition is undecided or empty."""
        return dispositions.map(dict(self.mapping)).astype("str")


@dataclass(frozen=True, slots=True)
class RowChoice:
    """How one row is chosen where a delivery has several of an object.

    Attributes
    ----------
    prefer : tuple of (str, tuple of str)
        Column and the values that make a row preferred, best value first; the first column counts most.
    order : tuple of str
        Columns by which the rows are then ordered, lowest first and empty last; the first row is taken.
    """

    prefer: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A table of objects with one definition for each of its columns.

    Attributes
    ----------
    name, title, description, citation, licence, source_url : str
        Its name in programs, and words for a person.
    target_column, host_column, object_column : str
        The verdict, the star, and the object that a row stands for.
    tasks : mapping of str to Task
        Questions that can be asked of it.
    columns : tuple of Column
        Definitions of every column that any delivery of it may hold.
    presets : mapping of str to tuple of str
        Choices of features; :func:`ML.catalogs.snapshots.presets_of` narrows them to one snapshot.
    archive_tables : tuple of str
        TAP tables that a refresh may fetch, the default first.
    order_column : str or None
        Column whose order is that in which the objects were found.
    score_column : str or None
        Column with the catalogue's own score of the positive class, 0 to 1.
    derived : bool
        Whether the target is computed from other columns instead of read.
    parts : tuple of str
        Catalogues whose columns may stand here as ``<part>_<name>``.
    one_of : tuple of tuple of str
        Of each group, a delivery must hold at least one column.
    one_row_per_object : RowChoice or None
        How one row is chosen of several; None where there must be one only.
    zero_is_missing : tuple of str
        Number columns whose 0 means that the value is not known.
    """

    name: str
    title: str
    description: str
    citation: str
    licence: str
    source_url: str
    target_column: str
    host_column: str
    object_column: str
    tasks: Mapping[str, Task]
    columns: tuple[Column, ...]
    presets: Mapping[str, tuple[str, ...]]
    archive_tables: tuple[str, ...] = ()
    order_column: str | None = None
    score_column: str | None = None
    derived: bool = False
    parts: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    one_row_per_object: RowChoice | None = None
    zero_is_missing: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Definition of the column ``name``.

        Raises
        ------
        InvalidFieldsError
            The catalogue has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        message = f"{self.title} has no column {name!r}; see its column list for the names."
        raise InvalidFieldsError(message, [{"field": name, "message": message}])

    def columns_with_role(self, *roles: Role) -> tuple[Column, ...]:
        """Return the columns in any of these roles, in table order."""
        return tuple(column for column in self.columns if column.role in roles)


def catalogue_names() -> tuple[str, ...]:
    """Names of the catalogues held, in the order that their definitions give."""
    return tuple(_definitions())


@cache
def _definitions() -> dict[str, dict[str, Any]]:
    held = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in TABLES.glob("*.toml")}
    return dict(sorted(held.items(), key=lambda item: (item[1].get("order", math.inf), item[0])))


@cache
def get_catalogue(name: str) -> Catalogue:
    """Return the catalogue ``name``.

    Raises
    ------
    UnknownCatalogueError
        No such catalogue; the message names those that are held.
    """
    if name not in catalogue_names():
        held = ", ".join(catalogue_names())
        raise UnknownCatalogueError(f"There is no catalogue {name!r}; choose one of: {held}.", held=catalogue_names())
    columns = read_columns(TABLES / f"{name}.csv")
    return Catalogue(name=name, columns=columns, **_facts(columns, **_definitions()[name]))


def read_columns(path: Path) -> tuple[Column, ...]:
    """Column definitions of a CSV table with one row per column."""
    with path.open(encoding="utf-8", newline="") as table:
        return tuple(_column(row) for row in csv.DictReader(table))


def _column(row: dict[str, str]) -> Column:
    facts: dict[str, Any] = {**row, "role": Role(row["role"])}
    for bound in ("plausible_low", "plausible_high"):
        facts[bound] = float(row[bound]) if row[bound] else None
    names = filter(None, (name.strip() for name in row.get("source_names", "").split(";")))
    facts["source_names"] = tuple(_source_name(name) for name in names)
    return Column(**facts)


def _source_name(text: str) -> SourceName:
    name, _, unit = text.partition(" @ ")
    return SourceName(name.strip(), unit.strip())


def _facts(
    columns: tuple[Column, ...],
    *,
    tasks: dict[str, dict[str, Any]],
    presets: dict[str, list[str]],
    order: int | None = None,
    one_row_per_object: dict[str, Any] | None = None,
    one_of: Sequence[Sequence[str]] = (),
    archive_tables: Sequence[str] = (),
    parts: Sequence[str] = (),
    zero_is_missing: Sequence[str] = (),
    **words: Any,
) -> dict[str, Any]:
    """Arguments of :class:`Catalogue` from the keys of a TOML definition; ``order`` has done its work before."""
    return words | {
        "tasks": {name: _task(name, facts) for name, facts in tasks.items()},
        "presets": _presets(columns, **presets),
        "archive_tables": tuple(archive_tables),
        "parts": tuple(parts),
        "zero_is_missing": tuple(zero_is_missing),
        "one_of": tuple(tuple(group) for group in one_of),
        "one_row_per_object": None if one_row_per_object is None else _row_choice(**one_row_per_object),
    }


def _row_choice(prefer: Sequence[Mapping[str, Any]] = (), order: Sequence[str] = ()) -> RowChoice:
    return RowChoice(tuple((rule["column"], tuple(rule["values"])) for rule in prefer), tuple(order))


def _task(name: str, facts: dict[str, Any]) -> Task:
    return Task(name=name, **{**facts, "classes": tuple(facts["classes"])})


def _presets(
    columns: tuple[Column, ...], physics: Sequence[str], uninformative: Sequence[str] = ()
) -> dict[str, tuple[str, ...]]:
    numbers = [column for column in columns if column.kind == "number" and column.name not in uninformative]
    default = _names(column for column in numbers if column.role is Role.FEATURE and column.group != "sky")
    soft = _names(column for column in numbers if column.role is Role.SOFT_LEAK)
    return {"physics": tuple(physics), "default": default, "everything": default + soft}


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
