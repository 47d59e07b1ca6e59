"""PHL's column table knows its 118 columns and says which of them the class is made of."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest

from ML.catalogs.catalogue import TABLES, Role, catalogue_names, read_columns
from ML.catalogs.readers import read_table

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
TABLE = ARCHIVE / "hwc_phl_2024.csv"
needs_archive = pytest.mark.skipif(
    not TABLE.exists(), reason=f"{TABLE.name} is not there: it is a development table that is never shipped"
)
CLASS_AND_WHAT_IT_IS_MADE_OF = [
    "P_HABZONE_*", "P_TEMP_*", "P_TYPE_TEMP", "P_ESI", "P_FLUX*", "P_TYPE", "P_MASS*", "P_RADIUS*",
    "P_SEMI_MAJOR_AXIS*", "P_DISTANCE*", "P_PERIASTRON", "P_APASTRON", "P_HILL_SPHERE", "P_ESCAPE", "P_POTENTIAL",
    "P_GRAVITY", "P_DENSITY", "S_TEMPERATURE*", "S_TYPE_TEMP", "S_MASS*", "S_RADIUS*", "S_LOG_LUM*", "S_LUMINOSITY",
    "S_HZ_*", "S_SNOW_LINE", "S_ABIO_ZONE", "S_TIDAL_LOCK",
]  # fmt: skip
HONEST = {
    "P_PERIOD", "P_ECCENTRICITY", "P_INCLINATION", "P_OMEGA", "S_TYPE", "S_MAG", "S_DISTANCE", "S_METALLICITY", "S_AGE",
    "S_LOG_G",
}  # fmt: skip


@pytest.fixture(scope="module")
def columns():
    return {column.name: column for column in read_columns(TABLES / "phl.csv")}


@pytest.fixture(scope="module")
def frame():
    return read_table(TABLE, TABLE.name).frame


def test_it_is_a_list_of_columns_without_a_catalogue(columns):
    assert len(columns) == len(read_columns(TABLES / "phl.csv")) == 118
    assert "phl" not in catalogue_names()


def test_the_class_and_all_that_it_is_made_of_is_locked(columns):
    locked = {name for name in columns if any(fnmatch(name, pattern) for pattern in CLASS_AND_WHAT_IT_IS_MADE_OF)}
    assert {name for name, column in columns.items() if column.role is Role.LEAK} == locked
    assert [name for name, column in columns.items() if column.role is Role.TARGET] == ["P_HABITABLE"]


def test_what_remains_is_orbit_star_and_brightness(columns):
    assert {name for name, column in columns.items() if column.role is Role.FEATURE} == HONEST


def test_every_definition_is_complete(columns):
    for column in columns.values():
        assert column.label
        assert column.description.endswith(".")
        assert bool(column.reason) == (column.role not in {Role.FEATURE, Role.TARGET}), column.name


@needs_archive
def test_the_table_holds_these_columns_in_this_order(columns, frame):
    assert list(frame) == list(columns)


@needs_archive
def test_most_values_are_plausible(columns, frame):
    for column in columns.values():
        if column.kind == "number":
            values = frame[column.name].dropna()
            low = float("-inf") if column.plausible_low is None else column.plausible_low
            high = float("inf") if column.plausible_high is None else column.plausible_high
            assert values.between(low, high).mean() >= 0.98, column.name


@needs_archive
def test_descriptions_of_what_phl_computes_are_its_formulas(frame):
    earths = {
        "P_DENSITY": frame["P_MASS"] / frame["P_RADIUS"] ** 3,
        "P_GRAVITY": frame["P_MASS"] / frame["P_RADIUS"] ** 2,
        "P_POTENTIAL": frame["P_MASS"] / frame["P_RADIUS"],
        "P_ESCAPE": np.sqrt(frame["P_MASS"] / frame["P_RADIUS"]),
        "P_DISTANCE": frame["P_SEMI_MAJOR_AXIS"] * (1 + frame["P_ECCENTRICITY"].fillna(0) ** 2 / 2),
        "P_PERIASTRON": frame["P_SEMI_MAJOR_AXIS"] * (1 - frame["P_ECCENTRICITY"].fillna(0)),
        "P_APASTRON": frame["P_SEMI_MAJOR_AXIS"] * (1 + frame["P_ECCENTRICITY"].fillna(0)),
        "S_SNOW_LINE": 2.7 * np.sqrt(frame["S_LUMINOSITY"]),
        "S_LUMINOSITY": 10 ** frame["S_LOG_LUM"],
    }
    for name, computed in earths.items():
        close = np.isclose(frame[name], computed, rtol=0.01) | frame[name].isna()
        assert close.mean() > 0.99, name
