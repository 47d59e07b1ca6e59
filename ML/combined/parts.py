"""One mission's table in the columns and units that all missions share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Catalogue, Column, get_catalogue
from ML.catalogs.units import UnknownUnitError, convert, find_unit
from ML.combined.missions import Mission, prefixed

COMPUTED = frozenset(
    {"object_name", "host_id", "mission", "disposition", "mission_disposition", "also_known_as", "number_of_candidates"}
)
"""Columns of the combined table that are not copied from a column of the same canonical name."""

VERDICTS = {"PLANET": "CONFIRMED", "CANDIDATE": "CANDIDATE", "FALSE POSITIVE": "FALSE POSITIVE"}
"""Disposition of each class of the missions' task ``three_class``."""


@dataclass(slots=True)
class Part:
    """A mission's rows in the shared schema.

    Attributes
    ----------
    mission : Mission
    frame : DataFrame of shape (n_rows, n_columns)
        Canonical columns, and the others as ``<mission>_<name>``.
    star_names : DataFrame of str of shape (n_rows, n_kinds)
        Names of each row's star; the first column is its name in this mission.
    converted : dict of (str, str) to list of (str, int)
        For each pair of units, the canonical columns that were converted and how many values each had.
    copied, extra, unknown : list of str
        Columns that became canonical ones, that keep their own name, and that the mission's table does not define.
    undecided : mapping of str to int
        Rows of each verdict that belongs to no class; ``""`` where there is none.
    """

    mission: Mission
    frame: pd.DataFrame
    star_names: pd.DataFrame
    converted: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    copied: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    undecided: Mapping[str, int] = field(default_factory=dict)


def in_shared_schema(mission: Mission, frame: pd.DataFrame, schema: Mapping[str, Column]) -> Part:
    """Turn a mission's table into the shared schema; no row and no column is lost.

    Parameters
    ----------
    mission : Mission
    frame : DataFrame of shape (n_rows, n_columns)
        In the mission's own columns, one row per object.
    schema : mapping of str to Column
        The canonical columns by name.
    """
    catalogue = get_catalogue(mission.catalogue)
    columns = {column.name: column for column in catalogue.columns}
    part = Part(mission, pd.DataFrame(index=frame.index), _star_names(mission, catalogue, frame))
    shared, extra = _identity(mission, catalogue, frame), {}
    for name in frame.columns:
        column = columns.get(name)
        target = schema.get(column.canonical) if column else None
        values = _values(part, frame[name], column, target) if column and target and target.name not in shared else None
        if values is not None and target:
            shared[target.name] = values
            part.copied.append(name)
        elif name not in (catalogue.target_column, catalogue.object_column):
            extra[f"{mission.catalogue}_{name}"] = frame[name]
            (part.extra if column else part.unknown).append(name)
    part.frame = pd.DataFrame({**shared, **extra}, index=frame.index)
    part.undecided = _undecided(part.frame)
    return part


def _identity(mission: Mission, catalogue: Catalogue, frame: pd.DataFrame) -> dict[str, pd.Series]:
    verdicts = frame[catalogue.target_column]
    return {
        "object_name": prefixed(frame[catalogue.object_column], mission.object_prefix),
        "mission": pd.Series(mission.title, index=frame.index, dtype="str"),
        "disposition": catalogue.tasks["three_class"].label(verdicts).map(VERDICTS).astype("str"),
        "mission_disposition": verdicts.astype("str"),
    }


def _star_names(mission: Mission, catalogue: Catalogue, frame: pd.DataFrame) -> pd.DataFrame:
    kinds = {catalogue.host_column: mission.host_prefix, **mission.star_names}
    return pd.DataFrame({name: prefixed(frame[name], prefix) for name, prefix in kinds.items() if name in frame})


def _values(part: Part, cells: pd.Series, column: Column, target: Column) -> pd.Series | None:
    """Cells in the canonical unit, or None where they cannot stand in the canonical column."""
    if target.name in COMPUTED or column.kind != target.kind:
        return None
    if column.kind != "number":
        return cells.astype("str")
    try:
        values = convert(cells.to_numpy(dtype=float, na_value=np.nan), column.unit, target.unit)
    except UnknownUnitError:
        return None
    if find_unit(column.unit) != find_unit(target.unit):
        part.converted[column.unit, target.unit].append((column.name, int(cells.notna().sum())))
    return pd.Series(values, index=cells.index)


def _undecided(frame: pd.DataFrame) -> dict[str, int]:
    words = frame["mission_disposition"][frame["disposition"].isna()].fillna("")
    return {str(word): int(count) for word, count in words.value_counts().items()}
