"""The planets' column table knows both archives' columns, converts theirs, and locks what the label is made of."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pandas as pd
import pytest

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.deliveries import read_delivery, read_delivery_file
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.catalogs.units import known_units
from ML.labelling import label_rows

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
TABLE = ARCHIVE / "pscomppars_2025-12-15.csv"
needs_archive = pytest.mark.skipif(
    not TABLE.exists(), reason=f"{TABLE.name} is not there: it is a development table that is never shipped"
)

NASA_UNITS = {
    "Earth Radius": "Earth radii", "Jupiter Radius": "Jupiter radii", "Solar Radius": "Solar radii",
    "Earth Mass": "Earth mass", "Jupiter Mass": "Jupiter mass", "au": "AU", "Earth Flux": "Earth flux",
    "sexagesimal": "",
}  # fmt: skip
LABEL_AND_WHAT_FOLLOWS = [
    "pl_insol*", "pl_eqt*", "pl_orbsmax*", "pl_angsep*", "st_lum*", "st_teff*", "st_rad", "st_raderr?", "st_radlim",
    "st_mass*", "st_dens*", "pl_rad*", "pl_mass*", "pl_msini*", "pl_cmass*", "pl_bmass*", "pl_dens*", "pl_rat*",
    "pl_trandep*", "pl_trandur*", "pl_occdep*", "pl_rvamp*", "mass_detection_type", "radius_detection_type",
    "temp_measured", "log_g",
]  # fmt: skip
HONEST = [
    "pl_orbper", "pl_orbeccen", "pl_orbincl", "pl_orblper", "pl_imppar", "ttv_flag", "cb_flag", "sy_snum", "sy_pnum",
    "sy_mnum", "st_spectype", "st_met", "st_logg", "st_age", "st_vsin", "st_rotp", "sy_dist", "sy_plx", "sy_?mag",
    "sy_w?mag", "sy_gaiamag", "sy_icmag", "sy_kepmag",
]  # fmt: skip
WITH_ERRORS = [
    "mass", "mass_sini", "radius", "orbital_period", "semi_major_axis", "eccentricity", "inclination", "omega", "tperi",
    "tconj", "tzero_tr", "tzero_tr_sec", "lambda_angle", "impact_parameter", "tzero_vr", "k", "temp_calculated",
    "geometric_albedo", "star_distance", "star_metallicity", "star_mass", "star_radius", "star_age", "star_teff",
]  # fmt: skip
ENCYCLOPAEDIA = [
    "name", "planet_status", "angular_distance", "discovered", "updated", "temp_measured", "hot_point_lon", "log_g",
    "publication", "detection_type", "mass_detection_type", "radius_detection_type", "alternate_names", "molecules",
    "star_name", "ra", "dec", "mag_v", "mag_i", "mag_j", "mag_h", "mag_k", "star_sp_type", "star_detected_disc",
    "star_magnetic_field", "star_alternate_names",
    *(f"{name}{end}" for name in WITH_ERRORS for end in ("", "_error_min", "_error_max")),
]  # fmt: skip


@pytest.fixture(scope="module")
def planets():
    return get_catalogue("planets")


@pytest.fixture(scope="module")
def delivery(planets):
    return read_delivery_file(TABLE, TABLE.name, planets)


def named(catalogue, patterns):
    return {column.name for column in catalogue.columns if any(fnmatch(column.name, pattern) for pattern in patterns)}


def sources(catalogue):
    return [(column, source) for column in catalogue.columns for source in column.source_names]


def test_no_column_and_no_source_stands_in_it_twice(planets):
    names = [column.name for column in planets.columns]
    assert len(names) == len(set(names))
    told = [source.name for _, source in sources(planets)]
    assert len(told) == len(set(told))
    assert set(told) & set(names) == {"rastr", "decstr"}


def test_every_column_of_the_encyclopaedia_is_known(planets):
    known = {column.name for column in planets.columns} | {source.name for _, source in sources(planets)}
    assert len(ENCYCLOPAEDIA) == 98
    assert set(ENCYCLOPAEDIA) | {"# name"} <= known


def test_other_units_convert_to_the_columns_own(planets):
    for column, source in sources(planets):
        unit = source.unit.removeprefix("-")
        assert unit in ("", column.unit) or unit.startswith("sexagesimal") or column.unit in known_units(unit), source


def test_lower_errors_of_the_encyclopaedia_change_their_sign(planets):
    turned = {source.name for _, source in sources(planets) if source.unit.startswith("-")}
    assert turned == {source.name for _, source in sources(planets) if source.name.endswith("_error_min")}
    assert all(column.name.endswith("err2") for column, source in sources(planets) if source.name in turned)


def test_what_the_label_is_made_of_and_what_follows_from_it_is_locked(planets):
    leaks = {column.name for column in planets.columns_with_role(Role.LEAK)}
    assert leaks == named(planets, LABEL_AND_WHAT_FOLLOWS)


def test_what_remains_is_orbit_star_brightness_and_multiplicity(planets):
    assert {column.name for column in planets.columns_with_role(Role.FEATURE)} == named(planets, HONEST)


def test_the_class_is_computed_and_the_only_target(planets):
    assert planets.derived
    assert [column.name for column in planets.columns_with_role(Role.TARGET)] == ["habitability"]
    assert list(planets.tasks) == ["habitability"]
    assert planets.tasks["habitability"].positive_class == "HABITABLE"


def test_what_is_no_feature_says_why(planets):
    for column in planets.columns:
        assert bool(column.reason) == (column.role not in {Role.FEATURE, Role.TARGET}), column.name


def test_presets_hold_no_leak(planets):
    barred = {column.name for column in planets.columns_with_role(Role.TARGET, Role.IDENTIFIER, Role.LEAK)}
    assert set(planets.presets["physics"]) < set(planets.presets["default"])
    assert not any(barred & set(names) for names in planets.presets.values())


def test_jupiters_radius_and_mass_become_earths(planets):
    row = {"name": "51 Peg b", "star_name": "51 Peg", "mass": 1.0, "radius": 1.0, "radius_error_min": 0.1}
    row |= {"orbital_period": 4.2308, "eccentricity": 0.0, "star_teff": 5793.0, "star_metallicity": 0.2}
    row |= {"star_distance": 14.7, "mag_v": 5.49, "mag_k": 3.91, "angular_distance": 0.0034}
    frame = read_delivery(pd.DataFrame([row]), planets).frame
    (planet,) = frame.to_dict("records")
    assert planet["pl_bmasse"] == pytest.approx(317.83, rel=1e-4)
    assert planet["pl_rade"] == pytest.approx(11.209, rel=1e-4)
    assert planet["pl_radeerr2"] == pytest.approx(-1.1209, rel=1e-4)
    assert planet["pl_angsep"] == pytest.approx(3.4)


def test_the_shipped_table_has_its_habitable_planets_too(planets):
    frame = load_snapshot(find_snapshot("planets"))
    classes = label_rows(planets, planets.tasks["habitability"], frame)
    assert classes.value_counts().to_dict() == {"NOT HABITABLE": 3415, "HABITABLE": 41}
    assert set(frame) <= {column.name for column in planets.columns}


@needs_archive
def test_every_column_of_the_archives_table_is_known(planets, delivery):
    assert len(delivery.frame) == delivery.frame["pl_name"].nunique() == 6061
    assert (len(delivery.frame.columns), delivery.unknown_columns) == (84, ())


@needs_archive
def test_labels_and_units_are_those_of_the_archives_header(planets):
    told = read_table(TABLE, TABLE.name).labels
    assert len(told) == 84
    for name, (label, unit) in told.items():
        column = planets.column(name)
        assert column.label == (f"{label}." if label.endswith("Unc") else label)
        flag, magnitude = name.endswith("lim"), "mag" in name
        assert column.unit == ("" if flag else "mag" if magnitude else NASA_UNITS.get(unit, unit))


@needs_archive
def test_about_one_planet_in_eighty_could_have_water_and_unknown_is_never_not(planets, delivery):
    classes = label_rows(planets, planets.tasks["habitability"], delivery.frame)
    assert classes.value_counts().to_dict() == {"NOT HABITABLE": 5602, "HABITABLE": 76}
    assert classes.isna().sum() == 383


@needs_archive
def test_most_values_are_plausible(planets, delivery):
    for column in planets.columns:
        if column.kind == "number" and column.name in delivery.frame:
            values = delivery.frame[column.name].dropna()
            low = float("-inf") if column.plausible_low is None else column.plausible_low
            high = float("inf") if column.plausible_high is None else column.plausible_high
            assert values.between(low, high).mean() >= 0.98, column.name
