"""Which cells of the combined table models are not given: those that the mission's own table does not trust.

Whether K2's table holds a planet's radius tells the verdict, because papers on confirmed planets give it and lists of
false positives do not; Kepler's and TESS's tables hold it for every signal. So the column is a feature, and K2's cells
in it are emptied before a model is trained or asked. Measured on the decided rows of the 2025 tables (LightGBM, five
folds by star) this changes the AUC on Kepler's and TESS's rows by less than .005 and lowers that on K2's from .960 to
.937, where .850 was to be had from the pattern of empty cells alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from ML.catalogs.catalogue import Column, Role, get_catalogue
from ML.combined.missions import MISSIONS, Mission

_TRUST = {Role.FEATURE: 0, Role.SOFT_LEAK: 1, Role.LEAK: 2}


@cache
def withheld_columns() -> Mapping[str, tuple[str, ...]]:
    """Canonical columns in which a mission's cells are withheld, by the mission's title.

    They are those that models may be given (features and soft leaks) although the mission's own table says that they
    give more away than that.
    """
    return {mission.title: tuple(_less_trusted(mission)) for mission in MISSIONS}


def _less_trusted(mission: Mission) -> list[str]:
    own = {column.canonical: column for column in get_catalogue(mission.catalogue).columns if column.canonical}
    shared = get_catalogue("combined").columns
    return [column.name for column in shared if column.name in own and _stricter(own[column.name], column)]


def _stricter(own: Column, shared: Column) -> bool:
    offered = shared.role in (Role.FEATURE, Role.SOFT_LEAK)
    return offered and _TRUST.get(own.role, 0) > _TRUST[shared.role]


def withhold(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the combined table as models are given it.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        Rows of the combined table, with ``mission``; whichever of the other columns are there.

    Returns
    -------
    DataFrame of shape (n_rows, n_columns)
        A copy in which the withheld cells are empty.
    """
    kept = frame.copy()
    for title, names in withheld_columns().items():
        held = [name for name in names if name in frame]
        kept.loc[frame["mission"] == title, held] = None
    return kept
