"""Columns of uploads: known ones keep their definition, others are judged by what they hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.catalogs.catalogue import Role, catalogue_names, get_catalogue
from ML.catalogs.readers import read_table
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


def roles(**columns):
    return {column.name: column.role for column in describe_columns(pd.DataFrame(columns))}


def test_catalogue_numbers_stay_identifiers_with_gaps_repeats_and_decimals():
    numbers = np.arange(ROWS) * 977 + 12_345.0
    repeated = np.repeat(numbers[: ROWS // 2], 2)
    with_gaps = np.where(np.arange(ROWS) % 7 == 0, np.nan, numbers)
    found = roles(**{"star_id": repeated, "KIC": with_gaps, "TOI": np.arange(ROWS) + 0.01, "ticID": numbers})
    assert set(found.values()) == {Role.IDENTIFIER}


def test_measurements_with_such_words_in_their_names_stay_features():
    values = (np.arange(ROWS) ** 2 * 1.0).astype(int)
    names = ("number_of_transits", "koi_depth_2", "tic_contamination", "grid step", "idle", "star")
    found = roles(**dict.fromkeys(names, values))
    assert set(found.values()) == {Role.FEATURE}


def test_running_numbers_with_a_gap_still_count_the_rows():
    running = np.arange(ROWS + 1.0)
    assert roles(order=np.where(running == ROWS, np.nan, running))["order"] is Role.IDENTIFIER


@pytest.mark.parametrize("text", ["2020-10-26", "26-10-2020", "10/26/2020", "2020/1/2 13:05", "2020-10-26T01:02:03Z"])
def test_dates_are_dates_however_they_are_written(text):
    (column,) = describe_columns(pd.DataFrame({"when": [text, text.replace("2020", "2021")] * 20}))
    assert column.kind == "date"


@pytest.mark.parametrize("text", ["1.2.3", "12-345", "2020", "K00752.01", "3-4-5"])
def test_other_digits_and_signs_are_no_dates(text):
    (column,) = describe_columns(pd.DataFrame({"x": [text, text + "1"] * 20}))
    assert column.kind == "category"


def test_flags_are_categories_whatever_holds_them():
    frame = pd.DataFrame({"a": [True, False, True], "b": pd.Series([True, None, False], dtype="boolean")})
    assert [(column.kind, column.role) for column in describe_columns(frame)] == [("category", Role.FEATURE)] * 2


def test_digits_that_are_names_survive_reading_and_are_identifiers(tmp_path):
    rows = "\n".join(f"{n:05d},{10**17 + n},{n * 3},{n}.5" for n in range(ROWS))
    (tmp_path / "table.csv").write_text(f"padded,huge,epic,x\n{rows}")
    frame = read_table(tmp_path / "table.csv", "table.csv").frame
    found = {column.name: (column.kind, column.role) for column in describe_columns(frame)}
    assert found == {
        "padded": ("text", Role.IDENTIFIER),
        "huge": ("text", Role.IDENTIFIER),
        "epic": ("number", Role.IDENTIFIER),
        "x": ("number", Role.FEATURE),
    }


def test_one_name_in_two_surveys_is_that_of_the_survey_whose_names_the_table_shares():
    tess = pd.DataFrame({"tid": [1, 2], "toi": [1.01, 2.01], "tfopwg_disp": ["CP", "FP"], "pl_trandep": [900.0, 80.0]})
    k2 = pd.DataFrame({"k2_name": ["a", "b"], "pl_trandep": [0.1, 0.2], "sy_pnum": [1, 2], "soltype": ["x", "y"]})
    assert {column.name: column.unit for column in describe_columns(tess)}["pl_trandep"] == "ppm"
    assert {column.name: column.unit for column in describe_columns(k2)}["pl_trandep"] == "percent"


def test_the_unit_in_the_files_header_wins_and_moves_the_plausible_range():
    (column,) = describe_columns(pd.DataFrame({"koi_depth": [0.1, 0.2]}), {"koi_depth": ("Depth", "%")})
    assert (column.unit, column.role, column.plausible_high) == ("percent", Role.FEATURE, pytest.approx(100))
    (gravity,) = describe_columns(pd.DataFrame({"st_logg": [4.1, 4.5]}), {"st_logg": ("Stellar log(g)", "cm/s**2")})
    assert gravity.unit == "log10(cm/s**2)"


def test_names_of_one_delivery_are_believed_in_company_only():
    alone = describe_columns(pd.DataFrame({"radius": [1.0, 2.0], "mass": [3.0, 4.0]}))
    assert [column.unit for column in alone] == ["", ""]
    names = {source.name for column in get_catalogue("planets").columns for source in column.source_names}
    company = describe_columns(pd.DataFrame({name: [1.0, 2.0] for name in sorted(names)}))
    assert {column.name: column.unit for column in company}["radius"] == "Jupiter radii"


def test_names_that_anybody_may_give_lock_nothing_outside_their_survey():
    names = ("log_g", "depth_mmag", "source", "planet_snr")
    columns = describe_columns(pd.DataFrame({name: [1.0, 2.0] for name in names}))
    assert {column.role for column in columns} == {Role.FEATURE}


def test_every_column_of_every_catalogue_keeps_its_role():
    for name in catalogue_names():
        columns = get_catalogue(name).columns
        described = describe_columns(pd.DataFrame({column.name: [1.0, 2.0] for column in columns}))
        assert [column.role for column in described] == [column.role for column in columns], name
