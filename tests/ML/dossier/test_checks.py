from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ML.dossier.check_rules import CHECKS, NOT_TESTABLE
from ML.dossier.checks import State, check_table, run_checks
from ML.habitability.system import MEASURED

SUN_LIKE = {
    "stellar_mass": 1.0,
    "stellar_radius": 1.0,
    "stellar_effective_temperature": 5772.0,
    "orbital_period": 10.0,
    "transit_duration": 3.9,
    "transit_depth": 840.0,
    "planet_radius": 3.0,
    "impact_parameter": 0.2,
    "transit_signal_to_noise": 30.0,
    "number_of_transits": 100.0,
    "insolation_flux": 121.0,
    "equilibrium_temperature": 844.0,
    "planet_mass": 9.0,
}
"""A plausible planet of three Earth radii at 0.09 au from a star like the Sun."""


def states(quantities, **changes):
    return {result.name: result.state for result in run_checks({**quantities, **changes})}


def result(name, **changes):
    return next(one for one in run_checks({**SUN_LIKE, **changes}) if one.name == name)


def test_a_plausible_planet_passes_every_check():
    assert set(states(SUN_LIKE).values()) == {State.PASS}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("planet_radius", {"planet_radius": 25.0}),
        ("planet_mass", {"planet_mass": 6000.0}),
        ("radius_ratio", {"radius_ratio": 0.8}),
        ("depth_agreement", {"transit_depth": 8400.0}),
        ("depth_agreement", {"transit_depth": 84.0}),
        ("duration_agreement", {"transit_duration": 12.0}),
        ("duration_agreement", {"transit_duration": 0.5}),
        ("impact_parameter", {"impact_parameter": 0.95}),
        ("v_shape", {"impact_parameter": 1.02}),
        ("transit_signal_to_noise", {"transit_signal_to_noise": 6.5}),
        ("number_of_transits", {"number_of_transits": 2.0}),
        ("temperature_agreement", {"equilibrium_temperature": 400.0}),
        ("temperature_agreement", {"equilibrium_temperature": 1500.0}),
        ("insolation_agreement", {"insolation_flux": 12.0, "equilibrium_temperature": 470.0}),
        ("orbit_outside_star", {"orbital_period": 0.1}),
        ("roche_limit", {"orbital_period": 0.2}),
    ],
)
def test_each_check_fails_where_it_should(name, changes):
    failed = result(name, **changes)
    assert failed.state == State.FAIL, failed
    assert failed.fail_probability == 1.0
    assert failed.reason.endswith((".", "stars are.")) and failed.source


def test_a_threshold_within_the_error_is_uncertain():
    """Two Jupiter radii are 22.4 Earth radii."""
    near = result("planet_radius", planet_radius=21.5, planet_radius_upper_error=2.0, planet_radius_lower_error=-2.0)
    assert near.state == State.UNCERTAIN
    assert near.fail_probability == pytest.approx(0.327, abs=0.01)  # 0.45 errors off
    assert "Within the errors 32% of the draws fail." in near.reason
    far = result("planet_radius", planet_radius=20.0, planet_radius_upper_error=2.0, planet_radius_lower_error=-2.0)
    assert far.state == State.PASS  # 1.2 errors off


def test_nothing_given_means_nothing_tested():
    for one in run_checks({}):
        assert (one.state, one.value, one.fail_probability) == (State.NOT_TESTABLE, None, None)
        assert one.missing and one.reason.startswith("Not testable: ")


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.name)
def test_a_check_without_its_input_names_it(rule):
    for name in rule.catalogued or rule.inputs[:1]:
        given = {key: value for key, value in SUN_LIKE.items() if key != name}
        found = next(one for one in run_checks(given) if one.name == rule.name)
        derived = name not in rule.catalogued and found.state != State.NOT_TESTABLE
        assert derived or name in found.missing


def test_a_number_derived_from_the_others_is_not_held_against_them():
    given = {name: value for name, value in SUN_LIKE.items() if name not in {"insolation_flux", "planet_radius"}}
    found = states(given)
    assert found["insolation_agreement"] == found["depth_agreement"] == State.NOT_TESTABLE
    assert found["planet_radius"] == State.PASS  # from depth and star


def test_an_insolation_that_does_not_suit_its_star_is_found():
    """TOI-178 f as the archive had it at the end of 2025: a twentieth of what its star gives there."""
    toi_178_f = {
        "insolation_flux": 0.607,
        "stellar_effective_temperature": 4316.0,
        "stellar_radius": 0.651,
        "stellar_mass": 0.65,
        "orbital_period": 15.231915,
    }
    found = next(one for one in run_checks(toi_178_f) if one.name == "insolation_agreement")
    assert found.state == State.FAIL and found.value == pytest.approx(0.05, abs=0.002)


def test_a_measured_mass_moves_the_roche_limit():
    """Rappaport et al. 2013: 12.6 hours at 1 g/cm³, half of it at 4."""
    light = {"planet_radius": 1.0, "planet_mass": 1.0 / 5.514, "orbital_period": 12.6 / 24}
    dense = {**light, "planet_mass": 4.0 / 5.514}
    values = [next(one for one in run_checks(given) if one.name == "roche_limit").value for given in (light, dense)]
    assert values == pytest.approx([1.0, 2.0], rel=1e-3)


def test_every_rule_is_complete():
    names = [rule.name for rule in CHECKS]
    assert len(set(names)) == len(names)
    for rule in CHECKS:
        assert set(rule.inputs) <= set(MEASURED)
        assert set(rule.catalogued) | set(rule.optional) <= set(rule.inputs)
        assert rule.low < rule.high and rule.source
        assert rule.passes.format(value=1, low=1, high=1).endswith(".")
    assert {"centroid", "odd_even", "secondary_eclipse"} <= {one.name for one in NOT_TESTABLE}
    assert all(one.text.endswith(".") and one.where for one in NOT_TESTABLE)


def test_thresholds_are_told_in_words():
    words = {one.name: one.threshold for one in run_checks(SUN_LIKE)}
    assert words["planet_radius"] == "at most 22.4"
    assert words["transit_signal_to_noise"] == "at least 7.1"
    assert words["depth_agreement"] == "0.7 to 1.4"


def test_a_table_is_checked_as_its_rows_are():
    rows = [SUN_LIKE, {**SUN_LIKE, "planet_radius": 30.0}, {"planet_radius": 1.0}]
    table = check_table(pd.DataFrame(rows, index=list("abc")), draws=50)
    for name, row in zip("abc", rows, strict=True):
        assert table.loc[name].to_dict() == {one.name: one.state for one in run_checks(row, draws=50)}
    assert check_table(pd.DataFrame({"planet_radius": []})).empty


def test_how_often_keplers_objects_fail(kepler):
    """Measured on DR25: 0.8 % of the confirmed planets and 61 % of the false positives fail at least one check."""
    table = check_table(kepler, draws=100)
    fails = (table == State.FAIL).groupby(kepler["disposition"])
    planets, others = fails.get_group("CONFIRMED"), fails.get_group("FALSE POSITIVE")
    assert float(planets.any(axis=1).mean()) < 0.02
    assert float(others.any(axis=1).mean()) > 0.55
    assert (planets.mean() < 0.01).all()
    named = {"planet_radius": 0.41, "v_shape": 0.40, "depth_agreement": 0.31, "impact_parameter": 0.31}
    assert {name: float(np.round(others[name].mean(), 2)) for name in named} == pytest.approx(named, abs=0.02)
