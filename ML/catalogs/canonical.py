"""A catalogue's table in the schema that the missions share: canonical names and units, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ML.catalogs.catalogue import Column
from ML.catalogs.mapping import common_columns
from ML.catalogs.units import convert


def canonical_table(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Return the columns that the common schema knows, under its names and in its units.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        A table in its catalogue's own names and units.
    columns : sequence of Column
        Definitions of its columns; where two have the same canonical name the first counts.

    Returns
    -------
    DataFrame of shape (n_rows, n_canonical)
        With the same index.
    """
    common = common_columns()
    held: dict[str, pd.Series] = {}
    for column in columns:
        if column.canonical in common and column.canonical not in held and column.name in frame:
            held[column.canonical] = _converted(frame[column.name], column, common[column.canonical])
    return pd.DataFrame(held, index=frame.index)


def _converted(cells: pd.Series, column: Column, wanted: Column) -> pd.Series:
    if column.kind != "number" or column.unit == wanted.unit:
        return cells
    return pd.Series(convert(cells.to_numpy(dtype=float), column.unit, wanted.unit), index=cells.index)
