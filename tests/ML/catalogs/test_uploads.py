"""Columns of uploads: known ones keep their definition, others are judged by what they hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.catalogs.uploads import describe_columns

ROWS = 60
COLUMNS = {
    "TIC ID": (np.arange(ROWS) * 977 + 12_345, Role.IDENTIFIER, "number"),
    "index": (np.arange(ROWS), Role.IDENTIFIER, "number"),
    "running": (np.arange(ROWS) + 7, Role.IDENTIFIER, "number"),
    "star": ([f"star {n}" for n in range(ROWS)], Role.IDENTIFIER, "text"),
    "same": (["x"] * ROWS, Role.IDENTIFIER, "category"),
    "nothing": ([np.nan] * ROWS, Role.IDENTIFIER, "number"),
    "published": ([f"2017-01-{1 + n % 28:02}" for n in range(ROWS)], Role.IDENTIFIER, "date"),
    "observed": (pd.date_range("2017-01-01", periods=ROWS), Role.IDENTIFIER, "date"),
    "type": (["G", "K", "M"] * (ROWS // 3), Role.FEATURE, "category"),
    "Depth (ppm)": (np.linspace(1, 9, ROWS), Role.FEATURE, "number"),
    "transits": (np.arange(ROWS) ** 2, Role.FEATURE, "number"),
    "notes": ([f"note {n % 52}" for n in range(ROWS)], Role.IDENTIFIER, "text"),
}


@pytest.fixture(scope="module")
def described():
    frame = pd.DataFrame({name: values for name, (values, _, _) in COLUMNS.items()})
    return {column.name: column for column in describe_columns(frame)}


@pytest.mark.parametrize("name", COLUMNS)
def test_what_a_column_holds_decides_its_role_and_kind(described, name):
    _, role, kind = COLUMNS[name]
    assert (described[name].role, described[name].kind) == (role, kind)
    assert bool(described[name].reason) == (role is not Role.FEATURE)


def test_a_unit_in_the_name_is_read(described):
    assert (described["Depth (ppm)"].label, described["Depth (ppm)"].unit) == ("Depth", "ppm")


def test_labels_told_by_the_file_win_over_the_name():
    frame = pd.DataFrame({"pl_orbper": [1.5, 2.5, 3.5]})
    (column,) = describe_columns(frame, {"pl_orbper": ("Orbital Period", "days")})
    assert (column.label, column.unit) == ("Orbital Period", "days")


def test_a_kepler_table_keeps_the_catalogues_definitions():
    frame = load_snapshot(find_snapshot("kepler")).head(30)
    assert describe_columns(frame) == get_catalogue("kepler").columns


def test_small_tables_are_not_taken_for_lists_of_names():
    columns = describe_columns(pd.DataFrame({"x": [1.5, 2.5], "type": ["G", "K"], "n": [4, 9]}))
    assert [column.role for column in columns] == [Role.FEATURE] * 3


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5)), min_size=4, max_size=4),
        max_size=4,
    )
)
def test_every_column_gets_exactly_one_definition(columns):
    frame = pd.DataFrame({name: pd.Series(values, dtype="object") for name, values in columns.items()})
    described = describe_columns(frame)
    assert [column.name for column in described] == list(frame.columns)
    assert all(bool(column.reason) or column.role in {Role.FEATURE, Role.TARGET} for column in described)
