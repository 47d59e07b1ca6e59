"""Labels are verdicts read, or habitability computed; what cannot be known is undecided and never a no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import Column, Role, Task, get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.labelling import flag_rule, habitability_of, label_rows

ARCHIVE = Path(__file__).parents[3] / "shared" / "archive"
PSCOMPPARS, PHL = ARCHIVE / "pscomppars_2025-12-15.csv", ARCHIVE / "hwc_phl_2024.csv"
needs_archive = pytest.mark.skipif(
    not PSCOMPPARS.exists(), reason=f"{PSCOMPPARS.name} is not there: it is a development table that is never shipped"
)
HABITABLE = Task(
    "habitability",
    "Habitable or not",
    ("HABITABLE", "NOT HABITABLE"),
    {"conservative": "HABITABLE", "optimistic": "HABITABLE", "not": "NOT HABITABLE"},
    "HABITABLE",
)
MEASURED = {
    "flux": "insolation_flux",
    "temperature": "stellar_effective_temperature",
    "luminosity": "stellar_luminosity",
    "star": "stellar_radius",
    "heft": "stellar_mass",
    "orbit": "semi_major_axis",
    "year": "orbital_period",
    "size": "planet_radius",
    "mass": "planet_mass",
    "mass_from": "planet_mass_provenance",
}
EARTH = {"flux": 1.0, "temperature": 5772.0, "size": 1.0, "mass": 1.0}


@pytest.fixture(scope="module")
def kepler():
    catalogue = get_catalogue("kepler")
    return catalogue, load_snapshot(find_snapshot("kepler"))


@pytest.fixture(scope="module")
def worlds():
    """A catalogue whose label is computed, under names of its own."""
    columns = tuple(Column(name, name, "", "", Role.LEAK, canonical=canonical) for name, canonical in MEASURED.items())
    return replace(get_catalogue("kepler"), name="worlds", columns=columns, tasks={}, derived=True)


def judged(worlds, **changes):
    (answer,) = label_rows(worlds, HABITABLE, pd.DataFrame([{**EARTH, **changes}]))
    return answer


def test_verdicts_become_classes_and_candidates_stay_undecided(kepler):
    catalogue, frame = kepler
    labels = label_rows(catalogue, catalogue.tasks["binary"], frame)
    assert labels.value_counts().to_dict() == {"FALSE POSITIVE": 3976, "PLANET": 2281}
    assert (frame[catalogue.target_column][labels.isna()] == "CANDIDATE").all()


def test_any_flag_of_the_archive_is_a_false_positive_to_the_flag_rule(kepler):
    catalogue, frame = kepler
    flags = flag_rule(catalogue, frame)
    labels = label_rows(catalogue, catalogue.tasks["binary"], frame)
    decided = labels.notna()
    agreement = (flags[decided] == (labels[decided] == "FALSE POSITIVE")).mean()
    assert agreement > 0.98
    dirty = pd.DataFrame({"koi_fpflag_nt": [465, 0, np.nan]})
    assert flag_rule(catalogue, dirty).tolist() == [True, False, False]


def test_a_table_without_flags_has_no_flag_rule(worlds, kepler):
    assert flag_rule(worlds, pd.DataFrame([EARTH])) is None
    assert flag_rule(kepler[0], kepler[1][["kepid"]]) is None


def test_the_earth_is_habitable_and_hot_or_large_worlds_are_not(worlds):
    assert judged(worlds) == "HABITABLE"
    assert judged(worlds, size=2.2) == "HABITABLE"
    assert judged(worlds, flux=10.0) == "NOT HABITABLE"
    assert judged(worlds, size=11.0) == "NOT HABITABLE"


@pytest.mark.parametrize("missing", [{"flux": np.nan}, {"temperature": np.nan}, {"size": np.nan, "mass": np.nan}])
def test_what_is_unknown_is_undecided_and_never_a_no(worlds, missing):
    assert pd.isna(judged(worlds, **missing))


@pytest.mark.parametrize(
    "route",
    [
        {"luminosity": 0.0, "orbit": 1.0},
        {"luminosity": 0.0, "year": 365.25, "heft": 1.0},
        {"star": 1.0, "orbit": 1.0},
        {"star": 1.0, "year": 365.25, "heft": 1.0},
    ],
)
def test_light_is_computed_where_it_is_not_catalogued(worlds, route):
    assert judged(worlds, flux=np.nan, **route) == "HABITABLE"


def test_a_radius_guessed_from_a_minimum_mass_does_not_decide(worlds):
    """HD 216520 c: 9.44 Earth masses by radial velocity, and a computed radius of 3.03."""
    measured = {"mass": 9.44, "size": 3.03}
    assert judged(worlds, **measured, mass_from="Msini") == "HABITABLE"
    assert judged(worlds, **measured, mass_from="Mass") == "NOT HABITABLE"


def test_rows_keep_their_index(worlds):
    frame = pd.DataFrame([EARTH, EARTH], index=[7, 3])
    assert habitability_of(worlds, frame).index.tolist() == [7, 3]
    assert label_rows(worlds, HABITABLE, frame).index.tolist() == [7, 3]


def test_the_shipped_planets_hold_the_best_known_temperate_worlds():
    catalogue, frame = get_catalogue("planets"), load_snapshot(find_snapshot("planets"))
    labels = label_rows(catalogue, catalogue.tasks["habitability"], frame)
    counts = labels.value_counts(dropna=False)
    assert counts["HABITABLE"] == 41
    assert len(frame) == 4037
    habitable = set(frame.loc[labels == "HABITABLE", "pl_name"])
    assert {"TRAPPIST-1 e", "Proxima Centauri b", "Kepler-186 f", "Kepler-442 b", "LHS 1140 b", "K2-18 b"} <= habitable
    assert not {"51 Peg b", "Kepler-10 b", "TRAPPIST-1 b"} & habitable


@needs_archive
def test_nasas_planets_are_judged_as_phl_judges_them():
    """Of 5,254 planets that both know, 5,246 agree; the others have newer radii, masses or stars in NASA's table."""
    catalogue = get_catalogue("planets")
    frame = read_delivery_file(PSCOMPPARS, PSCOMPPARS.name, catalogue).frame
    labels = label_rows(catalogue, catalogue.tasks["habitability"], frame)
    phl = frame["pl_name"].map(pd.read_csv(PHL).iloc[:-1].set_index("P_NAME")["P_HABITABLE"])
    both = labels.notna() & phl.notna()
    differ = both & ((labels == "HABITABLE") != (phl > 0))
    assert both.sum() == 5254
    assert set(frame.loc[differ, "pl_name"]) == {
        "EPIC 201238110 b", "GJ 180 d", "GJ 229 A c", "GJ 682 c", "Kepler-1638 b", "Kepler-235 e", "Kepler-438 b",
        "TOI-178 f",
    }  # fmt: skip
    assert labels[both & (phl > 0)].eq("HABITABLE").mean() > 0.95
