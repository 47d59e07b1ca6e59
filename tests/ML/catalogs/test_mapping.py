"""Proposals say what a column is and in which unit; the mapping renames and converts, or names every fault."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.catalogs.catalogue import Column, Role, catalogue_names, get_catalogue
from ML.catalogs.mapping import CONFIDENCES, apply_mapping, common_columns, propose
from ML.catalogs.mapping_surveys import dialects
from ML.catalogs.mapping_tables import OTHER_UNITS, TYPICAL, UNIT_WORDS
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.catalogs.units import convert, find_unit, known_units
from ML.catalogs.uploads import describe_columns
from ML.exceptions import InvalidFieldsError
from ML.features.definitions import ENGINEERED_FEATURES

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
needs_archive = pytest.mark.skipif(
    not ARCHIVE.is_dir(), reason=f"The archive's own tables are not at {ARCHIVE}; they are not part of the project."
)

MEASURED = {
    "koi_period": "orbital_period",
    "koi_duration": "transit_duration",
    "koi_depth": "transit_depth",
    "koi_prad": "planet_radius",
    "koi_insol": "insolation_flux",
    "koi_teq": "equilibrium_temperature",
    "koi_steff": "stellar_effective_temperature",
    "koi_slogg": "stellar_surface_gravity",
    "koi_srad": "stellar_radius",
    "koi_smass": "stellar_mass",
}


@pytest.fixture(scope="module")
def kepler():
    return load_snapshot(find_snapshot("kepler"))


def proposed(frame, labels=None):
    return propose(describe_columns(frame, labels), frame)


def only(name, values, labels=None):
    frame = pd.DataFrame({name: values})
    return proposed(frame, labels).get(name)


# --- Names ------------------------------------------------------------------------------------------------------

NAMES = {
    "Period [d]": ("koi_period", "orbital_period", "days"),
    "period_days": ("koi_period", "orbital_period", "days"),
    "Period, days": ("koi_period", "orbital_period", "days"),
    "P_orb": ("koi_period", "orbital_period", "days"),
    "orbital_period": ("koi_period", "orbital_period", "days"),
    "depth (ppm)": ("koi_depth", "transit_depth", "ppm"),
    "transitDepth": ("koi_depth", "transit_depth", "ppm"),
    "T14_hours": ("koi_duration", "transit_duration", "hours"),
    "dur_h": ("koi_duration", "transit_duration", "hours"),
    "prad": ("koi_prad", "planet_radius", "Earth radii"),
    "Rp_Rearth": ("koi_prad", "planet_radius", "Earth radii"),
    "Rp (R⊕)": ("koi_prad", "planet_radius", "Earth radii"),
    "planet radius": ("koi_prad", "planet_radius", "Earth radii"),
    "R_star": ("koi_srad", "stellar_radius", "Solar radii"),
    "R★ (R☉)": ("koi_srad", "stellar_radius", "Solar radii"),
    "Teff": ("koi_steff", "stellar_effective_temperature", "K"),
    "T_eff (K)": ("koi_steff", "stellar_effective_temperature", "K"),
    "Stellar log(g) (cm/s^2)": ("koi_slogg", "stellar_surface_gravity", "log10(cm/s**2)"),
    "log_g": ("koi_slogg", "stellar_surface_gravity", "log10(cm/s**2)"),
    "logg": ("koi_slogg", "stellar_surface_gravity", "log10(cm/s**2)"),
    "[Fe/H]": ("koi_smet", "stellar_metallicity", "dex"),
    "Rp/R*": ("koi_ror", "radius_ratio", ""),
    "Signal-to-noise": ("koi_model_snr", "transit_signal_to_noise", ""),
    "number of transits": ("koi_num_transits", "number_of_transits", ""),
    "Kepmag": ("koi_kepmag", "kepler_magnitude", "mag"),
    "Kmag": ("koi_kmag", "k_magnitude", "mag"),
    "TIC ID": ("kepid", "host_id", ""),
    "RA": ("ra", "right_ascension", "deg"),
    "verdict": ("koi_disposition", "disposition", ""),
}


@pytest.mark.parametrize("name", NAMES)
def test_what_people_call_a_column_is_understood(name, kepler):
    column, canonical, unit = NAMES[name]
    proposal = only(name, kepler[column])
    assert (proposal.canonical, proposal.unit, proposal.factor_text) == (canonical, unit, "")
    assert proposal.confidence in CONFIDENCES[:2]


@pytest.mark.parametrize(
    "name", ["log10(depth)", "log_period", "koi_score", "p_year", "grid", "depth_flag", "%", "", "π"]
)
def test_what_is_something_else_is_left_alone(name, kepler):
    assert only(name, kepler["koi_period"]) is None


def test_errors_are_told_from_what_they_belong_to(kepler):
    frame = pd.DataFrame({"period_days": kepler["koi_period"], "depth (%)": kepler["koi_depth"] / 10_000})
    frame["period_days_err1"] = frame["e_period"] = kepler["koi_period_err1"]
    frame["Period (days) err2"] = kepler["koi_period_err2"]
    frame["depth_err"] = kepler["koi_depth_err1"] / 10_000
    found = {name: (held.canonical, held.unit, held.confidence) for name, held in proposed(frame).items()}
    assert found["period_days_err1"] == ("orbital_period_upper_error", "days", "certain")
    assert found["Period (days) err2"] == ("orbital_period_lower_error", "days", "certain")
    assert found["depth_err"] == ("transit_depth_upper_error", "percent", "guess")
    assert "e_period" not in found


def test_every_name_of_every_survey_is_understood_as_its_table_says():
    for dialect in dialects():
        named = {name: column for name, column in dialect.columns.items() if column.canonical}
        frame = pd.DataFrame({name: _like(column) for name, column in dialect.columns.items()})
        found = proposed(frame)
        for name, column in named.items():
            twins = [other for other in named.values() if other.canonical == column.canonical]
            if name in found or len(twins) == 1:
                assert found[name].canonical == column.canonical, (dialect.title, name)


def _like(column: Column) -> list:
    words = ["PLANET", "FALSE POSITIVE"] if column.role is Role.TARGET else ["a", "b"]
    return [1.0, 2.0] if column.kind == "number" else words


# --- Units ------------------------------------------------------------------------------------------------------


def units_worth_telling():
    worth = {name: typical.units for name, typical in TYPICAL.items()} | dict(OTHER_UNITS)
    return [(column, name, unit) for column, name in MEASURED.items() for unit in worth.get(name, ())]


@pytest.mark.parametrize(("column", "canonical", "unit"), units_worth_telling())
def test_a_unit_in_the_name_is_believed_and_converts_back(column, canonical, unit, kepler):
    original = kepler[column].to_numpy(dtype=float)
    with np.errstate(all="ignore"):
        values = convert(original, common_columns()[canonical].unit, unit)
    frame = pd.DataFrame({f"{canonical} [{unit}]": np.where(np.isfinite(values), values, np.nan)})
    (name,) = frame.columns
    columns = describe_columns(frame)
    proposal = propose(columns, frame)[name]
    assert (proposal.canonical, proposal.unit, bool(proposal.factor_text)) == (
        canonical,
        unit,
        unit != common_columns()[canonical].unit,
    )
    mapped, (defined,) = apply_mapping(frame, columns, {name: canonical}, {name: proposal.unit})
    held = np.isfinite(values)
    np.testing.assert_allclose(mapped[canonical][held], original[held], rtol=1e-6)
    assert defined.unit == common_columns()[canonical].unit


@pytest.mark.parametrize(
    ("name", "column", "factor", "unit"),
    [
        ("depth", "koi_depth", 1e-6, "fraction"),
        ("depth", "koi_depth", 1e-4, "percent"),
        ("duration", "koi_duration", 1 / 24, "days"),
        ("duration", "koi_duration", 60, "minutes"),
        ("rp", "koi_prad", 1 / 11.2, "Jupiter radii"),
        ("insolation", "koi_insol", 1361, "W/m**2"),
    ],
)
def test_a_unit_that_nobody_tells_is_read_from_the_values(name, column, factor, unit, kepler):
    proposal = only(name, kepler[column] * factor)
    assert proposal.unit == unit
    assert proposal.confidence in CONFIDENCES[1:]
    assert f"as {unit}" in proposal.reason.lower() or f"As {unit}" in proposal.reason


def test_a_slip_of_the_unit_is_proposed_as_such(kepler):
    proposal = only("depth (ppm)", kepler["koi_depth"] * 1e-6)
    assert (proposal.unit, proposal.confidence, proposal.factor_text) == ("fraction", "guess", "× 1,000,000")
    assert "It is called ppm, but as fraction" in proposal.reason


def test_a_depth_of_two_hundredths_may_be_either_and_says_so():
    proposal = only("depth", [0.02])
    assert (proposal.unit, proposal.confidence) == ("fraction", "guess")
    assert "20,000 ppm" in proposal.reason


def test_values_that_fit_no_unit_are_only_a_guess():
    proposal = only("Teff", [1.0, 2.0, 3.0])
    assert proposal.confidence == "guess"
    assert "check the unit" in proposal.reason


@pytest.mark.parametrize(("factor", "unit"), [(1, "ppm"), (1e-4, "percent")])
def test_one_name_of_two_surveys_is_told_apart_by_its_values(factor, unit, kepler):
    proposal = only("pl_trandep", kepler["koi_depth"] * factor)
    assert (proposal.canonical, proposal.unit, proposal.confidence) == ("transit_depth", unit, "likely")
    assert "percent (" in proposal.reason
    assert "ppm (" in proposal.reason


def test_the_files_own_unit_is_believed(kepler):
    proposal = only("pl_trandep", kepler["koi_depth"] * 1e-6, {"pl_trandep": ("Depth", "fraction")})
    assert (proposal.unit, proposal.factor_text) == ("fraction", "× 1,000,000")


def test_a_unit_of_another_quantity_is_no_proposal():
    assert only("period (K)", [1.0, 2.0]) is None
    assert only("duration", [1.0, 2.0], {"duration": ("Duration", "kg")}) is None


def test_two_columns_never_get_one_name(kepler):
    frame = pd.DataFrame(
        {"Rp (RJup)": kepler["koi_prad"] / 11.2, "prad": kepler["koi_prad"], "size": kepler["koi_prad"]}
    )
    assert [(name, held.unit) for name, held in proposed(frame).items()] == [("Rp (RJup)", "Jupiter radii")]


@needs_archive
@pytest.mark.parametrize(
    ("table", "depth"),
    [
        ("cumulative_2025-10-01.csv", "koi_depth"),
        ("toi_2025-10-01_sample.csv", "pl_trandep"),
        ("k2pandc_2025-10-01.csv", None),
        ("pscomppars_2025-12-15.csv", None),
        ("hwc_phl_2024.csv", None),
    ],
)
def test_the_archives_tables_map_without_a_hand(table, depth):
    parsed = read_table(ARCHIVE / table, table)
    columns = describe_columns(parsed.frame, parsed.labels)
    found = propose(columns, parsed.frame)
    names = {name: held.canonical for name, held in found.items()}
    mapped, defined = apply_mapping(parsed.frame, columns, names, {name: held.unit for name, held in found.items()})
    assert list(mapped.columns) == [column.name for column in defined]
    assert {"orbital_period", "planet_radius", "stellar_effective_temperature", "stellar_radius"} <= set(mapped.columns)
    assert [held.factor_text for held in found.values() if held.factor_text] == []
    if depth is not None:
        np.testing.assert_array_equal(mapped["transit_depth"], parsed.frame[depth])


# --- The mapping ------------------------------------------------------------------------------------------------

FRAME = pd.DataFrame({"P": [1.5, 2.5], "D": [0.01, np.nan], "id": [7.0, np.nan], "type": ["G", "K"], "rest": [1, 2]})


def mapped(column_map, units=None, frame=FRAME):
    return apply_mapping(frame, describe_columns(frame), column_map, units or {})


def test_columns_are_renamed_converted_and_defined_in_place():
    table, columns = mapped({"D": "transit_depth", "id": "host_id"}, {"D": "percent"})
    assert list(table.columns) == ["P", "transit_depth", "host_id", "type", "rest"] == [c.name for c in columns]
    assert table["transit_depth"].tolist() == pytest.approx([100, np.nan], nan_ok=True)
    assert table["host_id"].tolist()[0] == "7"
    assert table["host_id"].isna().tolist() == [False, True]
    assert columns[1].unit == "ppm"
    assert list(FRAME.columns) == ["P", "D", "id", "type", "rest"]


def test_a_column_that_gives_the_answer_away_stays_locked_under_its_new_name():
    frame = pd.DataFrame({"pl_bmasse": [1.0, 2.0]})
    own = Column("pl_bmasse", "Mass", "Earth mass", "", Role.LEAK, "Measured for confirmed planets only.")
    _, (column,) = apply_mapping(frame, [own], {"pl_bmasse": "planet_mass"}, {})
    assert (column.name, column.role, column.reason) == ("planet_mass", Role.LEAK, own.reason)


def test_a_table_without_rows_gets_its_definitions():
    table, columns = mapped({"P": "orbital_period", "id": "host_id"}, frame=pd.DataFrame({"P": [], "id": [], "x": []}))
    assert list(table.columns) == ["orbital_period", "host_id", "x"] == [column.name for column in columns]


@pytest.mark.parametrize(
    ("column_map", "units", "field", "words"),
    [
        ({"Q": "transit_depth"}, {}, "column_map.Q", "no column 'Q'"),
        ({"P": "orbital_perio"}, {}, "column_map.P", "nearest are orbital_period"),
        ({"P": "transit_depth", "D": "transit_depth"}, {}, "column_map.P", "would both be"),
        ({"P": "rest"}, {}, "column_map.P", "There is no 'rest'"),
        ({"P": "orbital_period"}, {"P": "kg"}, "units.P", "measures mass and does not convert to days"),
        ({"P": "orbital_period"}, {"P": "furlongs"}, "units.P", "is not known"),
        ({"P": "impact_parameter"}, {"P": "days"}, "units.P", "has no unit"),
        ({}, {"P": "days"}, "units.P", "not mapped"),
        ({"type": "orbital_period"}, {}, "column_map.type", "row 1: 'G' is not a number in days"),
    ],
)
def test_faults_name_the_field_and_the_remedy(column_map, units, field, words):
    with pytest.raises(InvalidFieldsError, match=words) as caught:
        mapped(column_map, units)
    assert field in [fault["field"] for fault in caught.value.details["fields"]]


def test_a_name_that_another_column_has_already_is_refused():
    frame = pd.DataFrame({"P": [1.0, 2.0], "orbital_period": [1.0, 2.0]})
    with pytest.raises(InvalidFieldsError, match="would both be 'orbital_period'"):
        mapped({"P": "orbital_period"}, frame=frame)


def test_a_number_without_an_equal_in_the_canonical_unit_is_named():
    frame = pd.DataFrame({"g": [100.0, -1.0]})
    with pytest.raises(InvalidFieldsError, match=r"g, row 2: '-1.0' is not a number in cm/s\*\*2"):
        mapped({"g": "stellar_surface_gravity"}, {"g": "cm/s**2"}, frame)


CELL = st.one_of(st.none(), st.floats(allow_infinity=False), st.integers(-(10**20), 10**20), st.text(max_size=4))
COLUMN_NAMES = st.one_of(
    st.sampled_from([*NAMES, "pl_trandep", "koi_depth", "radius", "depth_err", "log g"]), st.text(max_size=9)
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(COLUMN_NAMES, st.lists(CELL, min_size=3, max_size=3), max_size=5))
def test_any_table_gets_proposals_that_can_be_applied_or_are_refused_with_reasons(cells):
    frame = pd.DataFrame({name: pd.Series(values).infer_objects() for name, values in cells.items()})
    columns = describe_columns(frame)
    found = propose(columns, frame)
    names = [held.canonical for held in found.values()]
    assert len(names) == len(set(names))
    assert all(held.confidence in CONFIDENCES and held.reason for held in found.values())
    try:
        table, defined = apply_mapping(
            frame, columns, dict(zip(found, names, strict=True)), {name: held.unit for name, held in found.items()}
        )
    except InvalidFieldsError as error:
        assert error.details["fields"]
    else:
        assert list(table.columns) == [column.name for column in defined]
        assert len(table) == len(frame)


# --- The tables behind it ---------------------------------------------------------------------------------------


def test_the_common_schema_is_complete_and_its_units_are_known():
    common = common_columns()
    assert {name for feature in ENGINEERED_FEATURES for name in feature.inputs} <= set(common)
    for column in common.values():
        assert column.canonical == column.name
        assert column.description.endswith(".")
        assert bool(column.reason) == (column.role not in {Role.FEATURE, Role.TARGET})
        assert not column.unit or find_unit(column.unit) is not None, column.name


def test_every_canonical_name_of_a_catalogue_is_in_the_common_schema_in_a_unit_that_converts():
    for name in catalogue_names():
        for column in get_catalogue(name).columns:
            if column.canonical and name != "combined":
                common = common_columns()[column.canonical]
                assert common.kind == column.kind or "number" not in {common.kind, column.kind} or common.kind == "text"
                assert not common.unit or find_unit(column.unit).name in known_units(common.unit), column.name


def test_the_tables_of_words_name_units_and_quantities_that_exist():
    for name, units in [(name, typical.units) for name, typical in TYPICAL.items()] + list(OTHER_UNITS.items()):
        assert units[0] == common_columns()[name].unit
        assert set(units) <= set(known_units(units[0]))
    assert all(find_unit(unit).name == unit for units in UNIT_WORDS.values() for unit in units)
