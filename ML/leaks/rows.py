"""Rows that stand in the table twice, so that a model may be judged on what it has seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pandas as pd

from ML.leaks.findings import Finding, finding

FINE_SHARE = 0.5
"""Numbers with more different values than this share of their rows are measured finely: two alike are no accident."""

FEWEST_FINE = 2
"""Finely measured cells that must agree before two rows count as one object."""

MOST_FINE = 50
"""Finely measured columns that are enough to tell whether a row holds two such cells."""


def duplicate_rows(frame: pd.DataFrame) -> list[Finding]:
    """Count rows that repeat an earlier one in every column."""
    if not frame.shape[1]:
        return []
    repeated = int(_row_hashes(frame).duplicated().sum())
    return [finding("duplicate_rows", None, repeated, 0, rows=len(frame))] if repeated else []


def duplicate_objects(objects: pd.Series) -> list[Finding]:
    """Count rows whose object another row names already."""
    held = objects.dropna()
    repeated, name = int(held.duplicated().sum()), str(objects.name or "object")
    if not repeated:
        return []
    return [finding("duplicate_rows", name, repeated, 0, wording="duplicate_objects", rows=len(held))]


def duplicates_across_groups(frame: pd.DataFrame, names: Sequence[str], groups: pd.Series) -> list[Finding]:
    """Count rows whose measurements a row of another host holds too.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
    names : sequence of str
        Columns that measure something.
    groups : Series of shape (n_rows,)
        Host of each row; a row without one stands for itself.
    """
    fine = list(islice((name for name in names if _fine(frame[name])), MOST_FINE))
    told = frame[fine].notna().sum(axis=1).to_numpy() >= FEWEST_FINE
    if not told.any():
        return []
    hosts = groups.astype("str").where(groups.notna(), [f"row {row}" for row in range(len(groups))])
    table = pd.DataFrame({"cells": _row_hashes(frame.loc[told, list(names)]), "host": hosts[told].to_numpy()})
    alike = int((table.groupby("cells")["host"].transform("nunique") > 1).sum())
    return [finding("duplicates_across_groups", None, alike, 0, rows=len(frame))] if alike else []


def _fine(cells: pd.Series) -> bool:
    if not pd.api.types.is_numeric_dtype(cells.dtype) or pd.api.types.is_bool_dtype(cells.dtype):
        return False
    held = cells.dropna()
    return len(held) > 0 and held.nunique() > FINE_SHARE * len(held)


def _row_hashes(frame: pd.DataFrame) -> pd.Series:
    return pd.util.hash_pandas_object(frame, index=False).reset_index(drop=True)
