"""Columns and cells in the form in which clients see them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Column
from ML.catalogs.profiles import ColumnProfile


def column_json(column: Column, profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return a column's definition merged with what the table holds in it."""
    facts = asdict(column)
    facts.pop("source_names")
    return {**facts, "role": column.role.value, **profile}


def profile_json(profile: ColumnProfile) -> dict[str, Any]:
    """Return a profile as JSON; numbers that are not finite are None."""
    return {**asdict(profile), "categories": list(profile.categories)}


def columns_json(columns: Iterable[Column], profiles: Mapping[str, ColumnProfile]) -> list[dict[str, Any]]:
    """Return every column with its profile."""
    return [column_json(column, profile_json(profiles[column.name])) for column in columns]


def rows_json(frame: pd.DataFrame, rows: int) -> list[dict[str, Any]]:
    """Return the first ``rows`` rows with cells that JSON can hold; what is missing or infinite is None."""
    head = frame.head(rows)
    cells = {name: [cell_json(value) for value in head[name]] for name in head.columns}
    return [{name: values[number] for name, values in cells.items()} for number in range(len(head))]


def cell_json(value: Any) -> str | int | float | bool | None:
    """Return one cell as JSON can hold it."""
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value if isinstance(value, str | int | float | bool) else str(value)
