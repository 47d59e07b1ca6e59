"""The common schema's view of a catalogue's table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ML.catalogs.canonical import canonical_table
from ML.catalogs.catalogue import Column, Role, get_catalogue
from ML.catalogs.snapshots import catalogue_columns, find_snapshot, load_snapshot


def test_keplers_own_units_are_the_schemas() -> None:
    snapshot = find_snapshot("kepler")
    frame = load_snapshot(snapshot)
    table = canonical_table(frame, catalogue_columns(get_catalogue("kepler"), snapshot))
    for canonical, name in {"orbital_period": "koi_period", "transit_depth": "koi_depth"}.items():
        np.testing.assert_array_equal(table[canonical], frame[name])
    assert len(table) == len(frame)


def test_other_units_are_converted_and_the_first_of_two_counts() -> None:
    def column(name: str, unit: str) -> Column:
        return Column(name, name, unit, "", Role.FEATURE, canonical="transit_depth")

    frame = pd.DataFrame({"percent": [1.0, np.nan], "ppm": [5.0, 5.0], "other": [1, 2]}, index=[7, 9])
    table = canonical_table(frame, [column("percent", "percent"), column("ppm", "ppm")])
    assert list(table.columns) == ["transit_depth"]
    np.testing.assert_allclose(table["transit_depth"], [10_000.0, np.nan])
    assert list(table.index) == [7, 9]
