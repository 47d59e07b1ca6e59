"""Labels are verdicts read, or habitability computed; what cannot be known is undecided and never a no."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import Column, Role, Task, get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.labelling import flag_rule, habitability_of, label_rows

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
