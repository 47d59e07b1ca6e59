"""The catalogue definitions are complete, consistent, and say what the archive says."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pandas as pd
import pytest

from ML.catalogs.catalogue import TABLES, Role, catalogue_names, get_catalogue, read_columns
from ML.catalogs.delivery_columns import SEXAGESIMAL
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.catalogs.units import find_unit, known_units
from ML.exceptions import InvalidFieldsError, UnknownCatalogueError

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
CUMULATIVE = ARCHIVE / "cumulative_2025-10-01.csv"
needs_archive = pytest.mark.skipif(
    not CUMULATIVE.exists(), reason=f"{CUMULATIVE.name} is not there: it is a development table that is never shipped"
)

TABLE_NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
SURVEYS = [name for name in catalogue_names() if name != "combined"]
GROUPS = {
    "transit shape", "orbit", "size", "star", "signal-to-noise", "vetting statistics", "sky", "bookkeeping",
}  # fmt: skip

KEPLER_ROLES = {
    Role.TARGET: ["koi_disposition"],
    Role.LEAK: [
        "koi_pdisposition", "koi_score", "koi_fpflag_*", "koi_comment", "kepler_name", "koi_disp_prov", "koi_vet_stat",
        "koi_vet_date", "koi_tce_delivname", "koi_parm_prov", "koi_sparprov", "koi_fittype", "koi_trans_mod",
        "koi_limbdark_mod", "koi_datalink_*", "koi_quarters",
    ],
    Role.IDENTIFIER: ["rowid", "kepid", "kepoi_name", "ra", "dec", "koi_time0*"],
    Role.SOFT_LEAK: [
        "koi_steff_err*", "koi_srad_err*", "koi_smass_err*", "koi_slogg_err*", "koi_smet*_err*", "koi_prad_err*",
        "koi_insol_err*", "koi_sage_err*", "koi_sma_err*", "koi_teq_err*",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def kepler():
    return get_catalogue("kepler")


@pytest.fixture(scope="module")
def table():
    return load_snapshot(find_snapshot("kepler"))


def test_an_unknown_catalogue_is_refused_by_naming_those_held():
    with pytest.raises(UnknownCatalogueError, match=r"'keppler'.*kepler"):
        get_catalogue("keppler")
    assert "kepler" in catalogue_names()


def test_catalogues_come_in_the_order_that_their_definitions_give():
    assert catalogue_names() == ("kepler", "k2", "tess", "combined", "planets")


@pytest.mark.parametrize("name", catalogue_names())
def test_the_columns_that_a_definition_names_are_in_its_table(name):
    catalogue = get_catalogue(name)
    known = {column.name for column in catalogue.columns}
    choice = catalogue.one_row_per_object
    named = [catalogue.target_column, catalogue.host_column, catalogue.object_column, *catalogue.zero_is_missing]
    named += [catalogue.order_column] if catalogue.order_column else []
    named += [column for group in catalogue.one_of for column in group]
    named += [*(column for column, _ in choice.prefer), *choice.order] if choice else []
    named += [column for preset in catalogue.presets.values() for column in preset]
    assert set(named) <= known
    assert set(catalogue.parts) <= set(catalogue_names())


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_table_of_columns_is_complete(name):
    columns = read_columns(TABLES / f"{name}.csv")
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    for column in columns:
        assert column.label, column.name
        assert column.description.endswith("."), column.name
        assert column.kind in {"number", "category", "text", "date"}
        assert bool(column.reason) == (column.role in {Role.IDENTIFIER, Role.LEAK, Role.SOFT_LEAK}), column.name
        low, high = column.plausible_low, column.plausible_high
        assert low is None or high is None or low < high
        assert column.group in GROUPS, column.name


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_units_are_known_and_those_of_source_names_convert(name):
    # Hours of right ascension and seconds of time are angles on the sky; nothing converts them.
    for column in read_columns(TABLES / f"{name}.csv"):
        assert not column.unit or find_unit(column.unit), (column.name, column.unit)
        for source in column.source_names:
            unit = source.unit.removeprefix("-")
            assert unit in SEXAGESIMAL or not unit or unit in known_units(column.unit), (column.name, source)


@pytest.mark.parametrize("name", SURVEYS)
def test_canonical_names_are_those_of_the_common_schema_with_units_that_convert_to_it(name):
    common = {column.name: column for column in read_columns(TABLES / "common.csv")}
    shared = [column for column in read_columns(TABLES / f"{name}.csv") if column.canonical]
    assert len({column.canonical for column in shared}) == len(shared)
    for column in shared:
        own, unit = column.unit, common[column.canonical].unit
        assert own == unit or find_unit(own).quantity == find_unit(unit).quantity, column.name


def test_a_column_of_one_name_is_of_one_kind_in_every_catalogue():
    kinds: dict[str, set[str]] = {}
    for name in SURVEYS:
        for column in read_columns(TABLES / f"{name}.csv"):
            kinds.setdefault(column.name, set()).add(column.kind)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_snapshot_and_column_table_name_the_same_columns(kepler, table):
    assert tuple(table) == tuple(column.name for column in kepler.columns)
    assert len(table.columns) == 153


@needs_archive
def test_the_cumulative_table_of_2025_has_no_column_without_a_definition(kepler):
    columns = pd.read_csv(CUMULATIVE, comment="#", nrows=0).columns
    assert set(columns) <= {column.name for column in kepler.columns}
    assert set(kepler.presets["physics"]) <= set(columns)


@needs_archive
def test_labels_and_units_are_those_of_the_archives_own_header(kepler):
    told = read_table(CUMULATIVE, CUMULATIVE.name).labels
    assert len(told) == 49
    for name, (label, unit) in told.items():
        assert kepler.column(name).label == label
        # The archive gives the errors of a date in the date's unit; they are days.
        expected = "days" if name.startswith("koi_time0bk_err") else unit.replace("hrs", "hours")
        assert kepler.column(name).unit == expected


@needs_archive
def test_the_archives_one_impossible_flag_lies_outside_the_plausible_range(kepler):
    frame = read_table(CUMULATIVE, CUMULATIVE.name).frame
    flag = kepler.column("koi_fpflag_nt")
    outside = frame[(frame[flag.name] < flag.plausible_low) | (frame[flag.name] > flag.plausible_high)]
    assert outside[["kepoi_name", flag.name]].to_numpy().tolist() == [["K00477.01", 465]]


@pytest.mark.parametrize(("role", "patterns"), KEPLER_ROLES.items())
def test_the_role_holds_exactly_the_columns_that_give_something_away(kepler, role, patterns):
    named = {column.name for column in kepler.columns if any(fnmatch(column.name, pattern) for pattern in patterns)}
    assert {column.name for column in kepler.columns_with_role(role)} == named


def test_multiplicity_and_pixel_statistics_are_features(kepler):
    names = {column.name for column in kepler.columns_with_role(Role.FEATURE)}
    assert {"koi_count", "koi_tce_plnt_num", "koi_dicco_msky", "koi_dikco_mra", "koi_fwm_stat_sig"} <= names
    assert {"koi_max_mult_ev", "koi_max_sngle_ev", "koi_num_transits", "koi_bin_oedp_sig"} <= names


def test_the_default_preset_is_every_varying_numeric_feature_off_the_sky(kepler, table):
    expected = tuple(
        column.name
        for column in kepler.columns_with_role(Role.FEATURE)
        if column.kind == "number" and column.group != "sky" and table[column.name].nunique() > 1
    )
    assert kepler.presets["default"] == expected


def test_everything_adds_the_varying_soft_leaks_and_nothing_else(kepler, table):
    added = set(kepler.presets["everything"]) - set(kepler.presets["default"])
    soft = {column.name for column in kepler.columns_with_role(Role.SOFT_LEAK) if table[column.name].nunique() > 1}
    assert added == soft


def test_presets_hold_no_target_identifier_or_leak(kepler):
    barred = {column.name for column in kepler.columns_with_role(Role.TARGET, Role.IDENTIFIER, Role.LEAK)}
    for preset in kepler.presets.values():
        assert not barred & set(preset)
    assert set(kepler.presets["physics"]) <= set(kepler.presets["default"])
    assert 11 <= len(kepler.presets["physics"]) <= 14


def test_most_values_are_plausible(kepler, table):
    for column in kepler.columns:
        values = table[column.name].dropna()
        below = 0 if column.plausible_low is None else (values < column.plausible_low).sum()
        above = 0 if column.plausible_high is None else (values > column.plausible_high).sum()
        assert below + above <= 0.02 * len(values), column.name


def test_number_columns_hold_numbers_and_others_text(kepler, table):
    for column in kepler.columns:
        assert pd.api.types.is_numeric_dtype(table[column.name].dtype) == (column.kind == "number"), column.name


def test_the_binary_task_leaves_candidates_undecided(kepler, table):
    labels = kepler.tasks["binary"].label(table["koi_disposition"])
    assert labels.value_counts().to_dict() == {"FALSE POSITIVE": 3976, "PLANET": 2281}
    assert labels.isna().equals(table["koi_disposition"] == "CANDIDATE")


def test_three_classes_leave_nothing_undecided(kepler, table):
    labels = kepler.tasks["three_class"].label(table["koi_disposition"])
    assert labels.value_counts().to_dict() == {"FALSE POSITIVE": 3976, "PLANET": 2281, "CANDIDATE": 1797}


@pytest.mark.parametrize("name", ["binary", "three_class"])
def test_a_tasks_classes_are_those_of_its_mapping(kepler, name):
    task = kepler.tasks[name]
    assert task.classes == tuple(sorted(set(task.mapping.values())))
    assert task.positive_class is None or task.positive_class in task.classes


def test_unknown_and_empty_dispositions_have_no_label(kepler):
    labels = kepler.tasks["three_class"].label(pd.Series(["CONFIRMED", None, "confirmed", ""], dtype="str"))
    assert labels.isna().tolist() == [False, True, True, True]


def test_an_unknown_column_is_refused_by_name(kepler):
    with pytest.raises(InvalidFieldsError, match="koi_perod"):
        kepler.column("koi_perod")
