"""The columns that all missions share, as a person maps to them."""

from __future__ import annotations

from functools import cache
from typing import Any

from ML.catalogs.mapping import common_columns
from ML.catalogs.units import known_units


@cache
def common_schema() -> dict[str, Any]:
    """Return every column of the common schema with the units that convert to its own."""
    words = ("name", "label", "unit", "description", "group", "kind")
    columns = [
        {
            **{word: getattr(column, word) for word in words},
            "units": list(known_units(column.unit)) if column.kind == "number" else [],
        }
        for column in common_columns().values()
    ]
    return {"columns": columns}
