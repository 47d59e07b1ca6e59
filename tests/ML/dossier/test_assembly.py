from __future__ import annotations

import dataclasses
import doctest
import json

import numpy as np
import pytest

from ML.dossier import assembly as module
from ML.dossier.assembly import dossier
from ML.dossier.checks import State

IDENTIFIERS = {"mission": "tess", "object_name": "TOI-1000.01", "host_id": np.int64(420814525), "tic_id": float("nan")}


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


def test_all_parts_are_there_and_tell_of_one_object(hot_jupiter):
    made = dossier(hot_jupiter, IDENTIFIERS, draws=300)
    assert made.transit.available and made.orbit.available
    assert sum(made.check_counts.values()) == len(made.checks)
    assert made.check_counts["fail"] == 0
    assert {one.name for one in made.catalogued} == {name for name in hot_jupiter if not name.endswith("_error")}
    assert made.habitability.habitability == "not"
    assert len(made.follow_up.metrics) == 4 and made.links and made.not_testable
    assert made.identifiers["host_id"] == 420814525 and made.identifiers["tic_id"] is None


def test_the_parts_agree_with_each_other(hot_jupiter):
    """Distance by period and mass, in au and in stellar radii, and the light that it brings."""
    made = dossier(hot_jupiter, IDENTIFIERS, draws=50)
    assert made.orbit.insolation_flux.value == pytest.approx(made.habitability.insolation.value)
    assert made.orbit.zone == made.habitability.zone
    outside = next(one for one in made.checks if one.name == "orbit_outside_star")
    assert made.orbit.semi_major_axis.value is not None and made.orbit.stellar_radius_au is not None
    assert outside.value == pytest.approx(made.orbit.semi_major_axis.value / made.orbit.stellar_radius_au)


@pytest.mark.parametrize(
    "given", [{}, {"planet_radius": None}, {"orbital_period": 3.0, "stellar_radius": float("nan")}]
)
def test_an_object_of_which_nothing_is_known_has_a_dossier_that_says_so(given):
    made = dossier(given, {}, draws=5)
    assert not made.transit.available and not made.orbit.available and made.links == ()
    assert made.habitability.probabilities["unknown"] == 1.0
    assert {one.state for one in made.checks} == {State.NOT_TESTABLE}


def test_it_is_ready_for_json_and_the_same_each_time(hot_jupiter):
    made = [json.dumps(dataclasses.asdict(dossier(hot_jupiter, IDENTIFIERS, draws=50)), allow_nan=False) for _ in "ab"]
    assert made[0] == made[1]
    assert len(made[0]) < 60_000


def test_impossible_numbers_are_no_error(hot_jupiter):
    broken = dict.fromkeys(hot_jupiter, -1.0) | {"orbital_period": 1e9, "transit_duration": 1e9}
    json.dumps(dataclasses.asdict(dossier(broken, IDENTIFIERS, draws=20)), allow_nan=False)


def test_keplers_rows_all_have_a_dossier(kepler):
    names = [name for name in kepler if name not in {"object_name", "host_id", "disposition"}]
    for row in kepler.sample(40, random_state=1).to_dict("records"):
        quantities = {name: row[name] for name in names}
        made = dossier(quantities, {"mission": "kepler", **row}, draws=20)
        json.dumps(dataclasses.asdict(made), allow_nan=False)
        assert len(made.links) == 4
