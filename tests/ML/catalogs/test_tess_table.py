"""TESS: two lists under one roof, the verdicts, and what gives them away."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pandas as pd
import pytest

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.delivery_columns import source_of
from ML.catalogs.snapshots import catalogue_columns, find_snapshot, load_snapshot, presets_of
from ML.catalogs.units import convert
from ML.leaks import measure_columns

ROLES = {
    Role.TARGET: ["tfopwg_disp"],
    Role.LEAK: [
        "tess_disposition", "master", "sg1a", "sg1b", "sg2", "sg3", "sg4", "sg5", "acwg", "comments", "planet_name",
        "rowupdate", "toi_updated",
    ],
    Role.IDENTIFIER: [
        "rowid", "toi", "toidisplay", "toipfx", "tid", "ctoi_alias", "ra", "dec", "rastr", "decstr", "raerr*",
        "decerr*", "pl_tranmid*", "sectors", "toi_created", "release_date",
    ],
    Role.SOFT_LEAK: [
        "source", "st_met*", "pl_radeerr*", "pl_insolerr*", "pl_eqterr*", "st_tefferr*", "st_loggerr*", "st_raderr*",
    ],
}  # fmt: skip
EXOFOP_COLUMNS = [
    "TIC ID", "TOI", "Previous CTOI", "Master", "SG1A", "SG1B", "SG2", "SG3", "SG4", "SG5", "ACWG",
    "TESS Disposition", "TFOPWG Disposition", "TESS Mag", "TESS Mag err", "Planet Name", "Pipeline Signal ID",
    "Source", "RA", "Dec", "PM RA (mas/yr)", "PM RA err (mas/yr)", "PM Dec (mas/yr)", "PM Dec err (mas/yr)",
    "Epoch (BJD)", "Epoch (BJD) err", "Period (days)", "Period (days) err", "Duration (hours)",
    "Duration (hours) err", "Depth (mmag)", "Depth (mmag) err", "Depth (ppm)", "Depth (ppm) err",
    "Planet Radius (R_Earth)", "Planet Radius (R_Earth) err", "Planet Insolation (Earth Flux)",
    "Planet Equil Temp (K)", "Planet SNR", "Stellar Distance (pc)", "Stellar Distance (pc) err",
    "Stellar Eff Temp (K)", "Stellar Eff Temp (K) err", "Stellar log(g) (cm/s^2)", "Stellar log(g) (cm/s^2) err",
    "Stellar Radius (R_Sun)", "Stellar Radius (R_Sun) err", "Stellar Metallicity", "Stellar Metallicity err",
    "Sectors", "Date TOI Alerted (UTC)", "Date TOI Updated (UTC)", "Date Modified", "Comments",
]  # fmt: skip


@pytest.fixture(scope="module")
def tess():
    return get_catalogue("tess")


@pytest.fixture(scope="module")
def snapshot():
    return find_snapshot("tess", "exofop-2020-10-26")


@pytest.fixture(scope="module")
def table(snapshot):
    return load_snapshot(snapshot)


@pytest.mark.parametrize(("role", "patterns"), ROLES.items())
def test_the_role_holds_exactly_the_columns_that_give_something_away(tess, role, patterns):
    named = {column.name for column in tess.columns if any(fnmatch(column.name, pattern) for pattern in patterns)}
    assert {column.name for column in tess.columns_with_role(role)} == named


def test_exofops_columns_all_have_a_place_and_none_has_two(tess):
    assert len(EXOFOP_COLUMNS) == 54
    places = {name: [] for name in EXOFOP_COLUMNS}
    for column in tess.columns:
        source = source_of(column, EXOFOP_COLUMNS)
        if source:
            places[source.name].append((column.name, source.unit))
    assert all(places.values())
    # A name feeds a second column only in another form: as the lower uncertainty, or as degrees.
    for found in places.values():
        plain = [name for name, unit in found if not unit.startswith("-") and "sexagesimal" not in unit]
        assert len(plain) == 1


def test_the_numbers_in_reasons_are_measured_ones(tess, snapshot, table):
    labels = tess.tasks["binary"].label(table["tfopwg_disp"])
    told = {column.name: re.search(r"AUC (?:of )?(0\.\d\d)", column.reason) for column in tess.columns}
    columns = [tess.column(name) for name, match in told.items() if match]
    assert {"tess_disposition", "rowupdate", "source", "st_met"} <= {column.name for column in columns}
    for name, found in measure_columns(table, columns, labels, table["tid"]).items():
        # Of metallicity the reason tells what its absence gives away.
        auc = found.missingness_auc if name == "st_met" else found.single_column_auc
        assert auc == pytest.approx(float(told[name][1]), abs=0.02), name


def test_the_snapshot_is_exofops_list_of_that_day(tess, snapshot, table):
    assert (snapshot.rows, snapshot.date, snapshot.bundled) == (2375, "2020-10-26", True)
    assert snapshot.counts == {"APC": 26, "CP": 61, "FA": 27, "FP": 541, "KP": 274, "PC": 5}
    assert int(table["tfopwg_disp"].isna().sum()) == 1441
    assert table["tid"].nunique() == 2273
    assert snapshot.uninformative == ("planet_name",)
    assert {column.role for column in catalogue_columns(tess, snapshot)} == set(Role)


def test_names_of_objects_kept_their_two_decimals(table):
    assert table["toi"].is_unique
    assert table["toi"].str.fullmatch(r"\d+\.\d\d").all()
    assert (table["toi"].str.split(".").str[0].astype(int) > 100).all()


@pytest.mark.parametrize(
    ("task", "counts"),
    [
        ("binary", {"PLANET": 335, "FALSE POSITIVE": 568}),
        ("three_class", {"PLANET": 335, "FALSE POSITIVE": 568, "CANDIDATE": 31}),
    ],
)
def test_known_planets_and_false_alarms_count_and_empty_verdicts_are_undecided(tess, table, task, counts):
    labels = tess.tasks[task].label(table["tfopwg_disp"])
    assert labels.value_counts().to_dict() == counts
    assert tess.tasks[task].classes == tuple(sorted(counts))


def test_the_two_depths_say_the_same(table):
    implied = convert(table["depth_mmag"], "mmag", "ppm")
    share = (abs(implied - table["pl_trandep"]) / table["pl_trandep"]).median()
    assert share < 1e-3


def test_positions_were_turned_into_degrees(table):
    # WASP-46, by SIMBAD: 21 14 56.86 -55 52 18.4
    wasp_46 = table[table["toi"] == "101.01"].iloc[0]
    assert wasp_46["ra"] == pytest.approx(318.7369, abs=1e-3)
    assert wasp_46["dec"] == pytest.approx(-55.8718, abs=1e-3)
    assert table["ra"].between(0, 360).all()
    assert table["dec"].between(-90, 90).all()


def test_lower_uncertainties_are_negative_and_periods_positive(table):
    assert (table["pl_radeerr2"].dropna() <= 0).all()
    assert (table["pl_radeerr1"].dropna() >= 0).all()
    assert (table["pl_orbper"].dropna() > 0).all()
    assert int(table["pl_orbper"].isna().sum()) == 66


def test_presets_hold_features_that_the_snapshot_has(tess, snapshot, table):
    presets = presets_of(tess, snapshot)
    features = {column.name for column in tess.columns_with_role(Role.FEATURE)}
    assert set(presets["physics"]) <= set(presets["default"]) <= features
    assert presets["physics"] == tess.presets["physics"]
    assert all(table[name].nunique() > 1 for name in presets["everything"])
    assert not any(name.endswith("err2") for name in presets["everything"])
    assert {"st_met", "st_tefferr1"} <= set(presets["everything"]) - set(presets["default"])


def test_most_values_are_plausible(tess, table):
    for column in tess.columns:
        if column.kind != "number" or column.name not in table:
            continue
        values = table[column.name].dropna()
        below = 0 if column.plausible_low is None else (values < column.plausible_low).sum()
        above = 0 if column.plausible_high is None else (values > column.plausible_high).sum()
        assert below + above <= 0.005 * len(values), column.name


def test_number_columns_hold_numbers_and_others_text(tess, snapshot, table):
    for column in catalogue_columns(tess, snapshot):
        assert pd.api.types.is_numeric_dtype(table[column.name].dtype) == (column.kind == "number"), column.name


def test_known_planets_are_told_apart_in_the_words_that_a_person_reads(tess):
    assert "known before TESS" in tess.column("tfopwg_disp").description
    assert "KP" in tess.description
