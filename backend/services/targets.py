"""Which columns of a table a classifier could be trained to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from backend.services.labels import FEWEST_CLASSES, MOST_CLASSES, class_name
from ML.catalogs.catalogue import Column, Role
from ML.catalogs.profiles import ColumnProfile

LONGEST_CLASS = 100
"""Characters; longer values are remarks, not names of classes."""


def target_candidates(
    frame: pd.DataFrame, columns: Iterable[Column], profiles: Mapping[str, ColumnProfile]
) -> list[dict[str, Any]]:
    """Return the columns with 2 to 20 distinct values: known targets first, then words, then numbers."""
    few = [column for column in columns if FEWEST_CLASSES <= profiles[column.name].distinct <= MOST_CLASSES]
    ranked = sorted(few, key=lambda column: (column.role is not Role.TARGET, column.kind == "number"))
    named = [{"name": column.name, "classes": _classes(frame[column.name])} for column in ranked]
    return [entry for entry in named if _usable(entry["classes"])]


def _classes(values: pd.Series) -> list[str]:
    return sorted({class_name(value) for value in values.dropna().unique()})


def _usable(classes: Any) -> bool:
    return len(classes) >= FEWEST_CLASSES and all(0 < len(name) <= LONGEST_CLASS for name in classes)
