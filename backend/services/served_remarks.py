"""What is unusual in a row that a promoted model answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Ranges = tuple[tuple[str, float | None, float | None], ...]
"""Name, smallest and largest training value of each numeric column."""

_MOST_NAMES = 8


def row_remarks(ranges: Ranges, row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is unusual in a row: cells that are missing, and numbers that no training row held."""
    missing, outside = [], []
    for name, low, high in ranges:
        cell = row[name]
        if cell is None or cell == "":
            missing.append(name)
        elif low is not None and high is not None and not low <= float(cell) <= high:
            outside.append(f"{name} {float(cell):.6g} (trained on {low:.6g} to {high:.6g})")
    remarks = []
    if missing:
        named = ", ".join(missing[:_MOST_NAMES])
        text = f"{len(missing)} inputs are missing: {named}. Typical training values stand in for them."
        remarks.append({"code": "missing_inputs", "text": text})
    if outside:
        text = f"Outside what the model was trained on: {'; '.join(outside[:_MOST_NAMES])}."
        remarks.append({"code": "outside_training_range", "text": text})
    return remarks
