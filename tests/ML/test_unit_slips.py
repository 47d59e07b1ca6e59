"""A value in another unit is suspected where conversion brings it home, and true values are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.catalogs.units import convert
from ML.training_rows import _described
from ML.unit_slips import unit_slips

NAMES = ("koi_period", "koi_duration", "koi_depth", "koi_prad", "koi_steff", "koi_teq", "koi_slogg")


@pytest.fixture(scope="module")
def kepler():
    """Definitions, descriptions of the even rows, and the odd rows."""
    catalogue, frame = get_catalogue("kepler"), load_snapshot(find_snapshot("kepler", None))
    definitions = [catalogue.column(name) for name in NAMES if name in frame]
    cells = frame[[column.name for column in definitions]].astype(float)
    return definitions, [_described(column, cells[column.name].iloc[::2]) for column in definitions], cells.iloc[1::2]


def suspected(kepler, **cells):
    definitions, columns, held = kepler
    frame = pd.DataFrame([{**held.median().to_dict(), **cells}])
    (told,) = unit_slips(frame, columns, definitions)
    return [entry["text"] for entry in told]


def test_usual_values_are_not_suspected(kepler):
    assert suspected(kepler) == []


@pytest.mark.parametrize(
    ("column", "value", "looks", "would"),
    [
        ("koi_depth", 0.084, "looks like percent", "840"),
        ("koi_depth", 0.00084, "looks like fraction", "840"),
        ("koi_duration", 240.0, "looks like minutes", "4"),
        ("koi_steff", 5.778, "looks like thousands of K", "5778"),
        ("koi_slogg", 27_000.0, "looks like cm/s**2", "4.431"),
        ("koi_prad", 0.02, "looks like Solar radii", "2.18"),
    ],
)
def test_a_value_in_another_unit_is_suspected_and_read_in_it(kepler, column, value, looks, would):
    told = suspected(kepler, **{column: value})
    assert len(told) == 1
    assert looks in told[0]
    assert f"it would be {would}" in told[0]


def test_what_was_probably_meant_is_told_to_programs_too(kepler):
    definitions, columns, held = kepler
    frame = pd.DataFrame([{**held.median().to_dict(), "koi_depth": 0.084}])
    ((told,),) = unit_slips(frame, columns, definitions)
    assert (told["column"], told["unit"], told["suggested"]) == ("koi_depth", "ppm", pytest.approx(840))


def test_values_that_no_unit_explains_are_only_unusual(kepler):
    assert suspected(kepler, koi_depth=-5.0, koi_steff=1e9) == []


def test_missing_and_text_cells_are_no_slips(kepler):
    assert suspected(kepler, koi_depth=np.nan) == []


def test_few_true_rows_are_suspected_and_most_slips_found(kepler):
    definitions, columns, held = kepler
    false = np.mean([bool(told) for told in unit_slips(held, columns, definitions)])
    percent = held.assign(koi_depth=convert(held["koi_depth"], "ppm", "percent"))
    given = held["koi_depth"].notna().to_numpy()
    found = np.array([bool(told) for told in unit_slips(percent, columns, definitions)])[given].mean()
    assert false < 0.01
    assert found > 0.8
