"""What a catalogue is: its columns with unit, meaning and role, its tasks, and its presets of features.

The definitions are data: ``tables/<name>.toml`` and ``tables/<name>.csv``.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
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
class Catalogue:
    """A table of objects with one definition for each of its columns."""

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
    """Names of the catalogues held."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.toml")))


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
    definition = tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
    columns = read_columns(TABLES / f"{name}.csv")
    tasks = {task: _task(task, facts) for task, facts in definition.pop("tasks").items()}
    presets = _presets(columns, **definition.pop("presets"))
    return Catalogue(name=name, tasks=tasks, columns=columns, presets=presets, **definition)


def read_columns(path: Path) -> tuple[Column, ...]:
    """Column definitions of a CSV table with one row per column."""
    with path.open(encoding="utf-8", newline="") as table:
        return tuple(_column(row) for row in csv.DictReader(table))


def _column(row: dict[str, str]) -> Column:
    facts: dict[str, Any] = {**row, "role": Role(row["role"])}
    for bound in ("plausible_low", "plausible_high"):
        facts[bound] = float(row[bound]) if row[bound] else None
    return Column(**facts)


def _task(name: str, facts: dict[str, Any]) -> Task:
    return Task(name=name, **{**facts, "classes": tuple(facts["classes"])})


def _presets(columns: tuple[Column, ...], physics: list[str], uninformative: list[str]) -> dict[str, tuple[str, ...]]:
    numbers = [column for column in columns if column.kind == "number" and column.name not in uninformative]
    default = _names(column for column in numbers if column.role is Role.FEATURE and column.group != "sky")
    soft = _names(column for column in numbers if column.role is Role.SOFT_LEAK)
    return {"physics": tuple(physics), "default": default, "everything": default + soft}


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
