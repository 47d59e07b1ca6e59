"""What is known of each object beside its class: where it lies, who found it, and why it is no planet.

These are facts to group results by. Some of them are the verdict itself: none of them is ever a feature here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ML.labelling import FLAG_LABEL

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

PERIOD, RADIUS, MISSION, VERDICT = "orbital_period", "planet_radius", "mission", "verdict"
REASON_PREFIX = "reason_"
"""Columns that tell why an object was called a false positive."""


def object_context(frame: pd.DataFrame, columns: Sequence[Column], verdict_column: str | None = None) -> pd.DataFrame:
    """What of this a table holds.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
    columns : sequence of Column
        Their definitions: canonical names tell which is the period, whatever the table calls it.
    verdict_column : str or None
        Column with the verdict in the table's own words.

    Returns
    -------
    DataFrame of shape (n_rows, n_facts)
        Of ``orbital_period`` (days), ``planet_radius`` (Earth radii), ``mission``, ``verdict`` and one
        ``reason_<flag>`` for every false-positive flag, those that the table tells.
    """
    held = [column for column in columns if column.name in frame.columns]
    canonical = {column.canonical: column.name for column in reversed(held) if column.canonical}
    facts = {name: _numbers(frame[canonical[name]]) for name in (PERIOD, RADIUS) if name in canonical}
    words = {MISSION: canonical.get(MISSION), VERDICT: verdict_column}
    facts |= {name: _words(frame[column]) for name, column in words.items() if column in frame.columns}
    flags = [column.name for column in held if column.label.endswith(FLAG_LABEL)]
    # Any value above 0 sets a flag: the archive holds one 465.
    facts |= {f"{REASON_PREFIX}{name}": frame[name].fillna(0).gt(0) for name in flags}
    return pd.DataFrame(facts, index=frame.index)


def reason_titles(columns: Sequence[Column]) -> dict[str, str]:
    """Words for each ``reason_<flag>``, by its name."""
    flags = [column for column in columns if column.label.endswith(FLAG_LABEL)]
    return {f"{REASON_PREFIX}{flag.name}": flag.label.removesuffix(FLAG_LABEL).strip() for flag in flags}


def _numbers(cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce").astype(float)
    return numbers.where(np.isfinite(numbers))


def _words(cells: pd.Series) -> pd.Series:
    return cells.astype("str").where(cells.notna())
