"""The K2 column table knows every column, judges it as the science says, and keeps one honest row per planet."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.readers import read_table
from ML.labelling import label_rows

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
TABLE = ARCHIVE / "k2pandc_2025-10-01.csv"
needs_archive = pytest.mark.skipif(
    not TABLE.exists(), reason=f"{TABLE.name} is not there: it is a development table that is never shipped"
)

NASA_UNITS = {
    "Earth Radius": "Earth radii", "Jupiter Radius": "Jupiter radii", "Solar Radius": "Solar radii",
    "Earth Mass": "Earth mass", "Jupiter Mass": "Jupiter mass", "au": "AU", "Earth Flux": "Earth flux",
    "sexagesimal": "", "": "",
}  # fmt: skip
NOT_LEAKING = {
    Role.TARGET: ["disposition"],
    Role.IDENTIFIER: [
        "rowid", "pl_name", "hostname", "epic_hostname", "epic_candname", "hd_name", "hip_name", "tic_id", "gaia_id",
        "rastr", "ra", "decstr", "dec", "glat", "glon", "elat", "elon", "pl_tranmid", "sy_pm", "sy_pmra", "sy_pmdec",
        "k2_campaigns",
    ],
    Role.SOFT_LEAK: ["sy_snum"],
    Role.FEATURE: [
        "pl_orbper", "st_teff", "st_rad", "sy_dist", "sy_plx", "sy_?mag", "sy_w?mag", "sy_gaiamag",
        "sy_icmag", "sy_kepmag", "k2_campaigns_num",
    ],
}  # fmt: skip
LEAKS = {
    "verdicts": ["disp_refname", "sy_pnum", "soltype", "default_flag", "pl_letter", "k2_name"],
    "discovery": ["discoverymethod", "disc_*", "*_flag", "pl_nnotes"],
    "papers and dates": ["*_refname", "pl_pubdate", "releasedate", "rowupdate"],
    "measured for confirmed planets only": [
        "pl_masse", "pl_bmasse", "pl_msini*", "pl_cmass*", "pl_dens", "pl_orbeccen", "pl_orblper", "pl_rvamp",
        "pl_*obliq", "pl_occdep",
    ],
    "by presence": [
        "pl_orbsmax", "pl_eqt", "pl_insol", "pl_orbincl", "pl_imppar", "pl_ratdor", "pl_trandep", "pl_trandur",
        "pl_rade", "st_spectype", "st_mass", "st_met", "st_logg", "st_age", "*err1", "*err2", "*lim",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def k2():
    return get_catalogue("k2")


@pytest.fixture(scope="module")
def delivery(k2):
    return read_delivery_file(TABLE, TABLE.name, k2)


def named(catalogue, patterns):
    return {column.name for column in catalogue.columns if any(fnmatch(column.name, pattern) for pattern in patterns)}


def test_the_full_tables_295_columns_stand_in_it_once_each(k2):
    names = [column.name for column in k2.columns]
    assert len(names) == len(set(names)) == 295


@pytest.mark.parametrize(("role", "patterns"), NOT_LEAKING.items())
def test_the_role_holds_exactly_these_columns(k2, role, patterns):
    assert {column.name for column in k2.columns_with_role(role)} == named(k2, patterns)


@pytest.mark.parametrize(("family", "patterns"), LEAKS.items())
def test_every_column_of_the_family_is_a_leak(k2, family, patterns):
    found = named(k2, patterns)
    assert found, family
    assert found <= {column.name for column in k2.columns_with_role(Role.LEAK)}


def test_what_is_no_feature_says_why(k2):
    for column in k2.columns:
        assert bool(column.reason) == (column.role not in {Role.FEATURE, Role.TARGET}), column.name


def test_presets_hold_honest_features_only(k2):
    assert set(k2.presets["physics"]) < set(k2.presets["default"])
    assert set(k2.presets["default"]) == {column.name for column in k2.columns_with_role(Role.FEATURE)}
    assert set(k2.presets["everything"]) - set(k2.presets["default"]) == {"sy_snum"}


@pytest.mark.parametrize(("task", "refuted"), [("binary", "FALSE POSITIVE"), ("three_class", "FALSE POSITIVE")])
def test_a_refuted_planet_is_a_false_positive(k2, task, refuted):
    assert k2.tasks[task].mapping["REFUTED"] == refuted
    assert k2.tasks[task].classes == tuple(sorted(set(k2.tasks[task].mapping.values())))


def test_depth_and_duration_are_in_the_units_of_the_full_table(k2):
    assert (k2.column("pl_trandep").unit, k2.column("pl_trandep").canonical) == ("percent", "transit_depth")
    assert (k2.column("pl_trandur").unit, k2.column("pl_trandur").canonical) == ("hours", "transit_duration")


@needs_archive
def test_every_column_of_the_archives_table_is_known(k2):
    told = read_table(TABLE, TABLE.name).labels
    assert len(told) == 94
    assert set(told) <= {column.name for column in k2.columns}


@needs_archive
def test_labels_and_units_are_those_of_the_archives_header(k2):
    for name, (label, unit) in read_table(TABLE, TABLE.name).labels.items():
        column = k2.column(name)
        assert column.label == (f"{label}." if label.endswith("Unc") else label)
        flag, magnitude = name.endswith("lim"), "mag" in name
        assert column.unit == ("" if flag else "mag" if magnitude else NASA_UNITS.get(unit, unit))


@needs_archive
def test_one_row_per_planet_is_kept_and_the_others_are_counted(delivery):
    assert len(delivery.frame) == delivery.frame["pl_name"].nunique() == 1806
    assert [(note.code, note.count) for note in delivery.notes] == [("further_rows", 4004 - 1806)]
    assert delivery.unknown_columns == ()


@needs_archive
def test_the_row_kept_is_of_the_time_as_a_candidate_where_there_is_one(delivery):
    raw = read_table(TABLE, TABLE.name).frame
    been = raw.loc[raw["soltype"].isin(["Published Candidate", "TESS Project Candidate"]), "pl_name"]
    kept = delivery.frame.set_index("pl_name")["soltype"]
    assert kept[kept.isin(["Published Candidate", "TESS Project Candidate"])].index.sort_values().tolist() == sorted(
        been.unique()
    )
    vanderburg = delivery.frame.set_index("pl_name").loc["K2-3 b"]
    assert (vanderburg["pl_pubdate"], vanderburg["pl_rade"]) == ("2016-01", 2.4)


@needs_archive
def test_eight_refuted_planets_are_counted_among_the_false_positives(k2, delivery):
    assert delivery.frame["disposition"].eq("REFUTED").sum() == 8
    binary = label_rows(k2, k2.tasks["binary"], delivery.frame)
    assert binary.value_counts().to_dict() == {"PLANET": 580, "FALSE POSITIVE": 250}
    three = label_rows(k2, k2.tasks["three_class"], delivery.frame)
    assert three.value_counts().to_dict() == {"CANDIDATE": 976, "PLANET": 580, "FALSE POSITIVE": 250}


@needs_archive
def test_most_values_are_plausible(k2, delivery):
    for column in k2.columns:
        if column.kind == "number" and column.name in delivery.frame:
            values = delivery.frame[column.name].dropna()
            low = float("-inf") if column.plausible_low is None else column.plausible_low
            high = float("inf") if column.plausible_high is None else column.plausible_high
            assert values.between(low, high).mean() >= 0.98, column.name
