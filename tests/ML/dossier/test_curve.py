from __future__ import annotations

import numpy as np
import pytest

from ML.dossier.curve import ASSUMPTIONS, POINTS, transit_curve


def codes(curve):
    return {warning["code"] for warning in curve.warnings}


def values(curve):
    return {one.name: one.value for one in curve.parameters}


def without(quantities, *names):
    return {name: value for name, value in quantities.items() if not name.startswith(names)}


def test_a_known_transit_is_drawn_as_published(hot_jupiter):
    """HD 209458 b: a/R★ = 8.76 ± 0.04 (Torres et al. 2008)."""
    curve = transit_curve(hot_jupiter, "TESS")
    assert curve.available and codes(curve) == {"assumed_circular"}
    assert values(curve)["scaled_semi_major_axis"] == pytest.approx(8.76, abs=0.04)
    assert values(curve)["transit_duration"] == pytest.approx(3.072)
    assert 1.05 < values(curve)["transit_depth"] / (0.12086**2 * 1e6) < 1.2


def test_a_curve_is_symmetric_about_mid_transit(hot_jupiter):
    curve = transit_curve(hot_jupiter, "kepler")
    assert len(curve.time) == POINTS and curve.time[POINTS // 2] == 0
    np.testing.assert_allclose(curve.time, -np.array(curve.time[::-1]))
    for flux in (curve.flux, curve.flux_low, curve.flux_high):
        np.testing.assert_allclose(flux, flux[::-1], atol=1e-9)
    assert min(curve.flux) == curve.flux[POINTS // 2] and curve.flux[0] == curve.flux[-1] == 1.0


def test_light_is_lost_during_the_catalogued_duration_and_no_longer(hot_jupiter):
    curve = transit_curve(hot_jupiter, "kepler")
    dark = np.array(curve.time)[np.array(curve.flux) < 1 - 1e-8]
    step = curve.time[1] - curve.time[0]
    assert dark.max() - dark.min() == pytest.approx(3.072, abs=2.1 * step)


def test_the_band_holds_the_curve_and_is_as_wide_as_the_errors(hot_jupiter):
    curve = transit_curve(hot_jupiter, "kepler")
    assert (np.array(curve.flux_low) <= curve.flux).all() and (np.array(curve.flux_high) >= curve.flux).all()
    depth = {one.name: one for one in curve.parameters}["transit_depth"]
    assert depth.value is not None and depth.low is not None and depth.high is not None
    wide = transit_curve({**hot_jupiter, "radius_ratio_upper_error": 0.01, "radius_ratio_lower_error": -0.01}, "kepler")
    wider = {one.name: one for one in wide.parameters}["transit_depth"]
    assert wider.low is not None and wider.high is not None
    assert wider.high - wider.low > 20 * (depth.high - depth.low)


def test_numbers_without_errors_have_a_band_of_no_width(hot_jupiter):
    exact = {name: value for name, value in hot_jupiter.items() if not name.endswith("_error")}
    curve = transit_curve(exact, "kepler")
    assert curve.flux == curve.flux_low == curve.flux_high


def test_the_same_seed_draws_the_same_curve(hot_jupiter):
    assert transit_curve(hot_jupiter, seed=5) == transit_curve(hot_jupiter, seed=5)
    assert transit_curve(hot_jupiter, seed=5).flux_low != transit_curve(hot_jupiter, seed=6).flux_low


def test_without_an_impact_parameter_it_follows_from_duration_and_star(hot_jupiter):
    curve = transit_curve(without(hot_jupiter, "impact_parameter"), "kepler")
    assert "impact_from_duration" in codes(curve)
    assert values(curve)["impact_parameter"] == pytest.approx(0.507, abs=0.03)
    assert values(curve)["transit_duration"] == pytest.approx(3.072)


def test_without_a_duration_the_star_tells_the_orbit(hot_jupiter):
    curve = transit_curve(without(hot_jupiter, "transit_duration"), "kepler")
    assert values(curve)["transit_duration"] == pytest.approx(3.07, abs=0.03)
    central = transit_curve(without(hot_jupiter, "transit_duration", "impact_parameter"), "kepler")
    assert "impact_assumed_central" in codes(central)
    assert values(central)["impact_parameter"] == 0


def test_an_inclination_serves_as_well(hot_jupiter):
    """i = 86.71° (Torres et al. 2008)."""
    curve = transit_curve({**without(hot_jupiter, "impact_parameter"), "inclination": 86.71}, "kepler")
    assert values(curve)["impact_parameter"] == pytest.approx(0.507, abs=0.01)


def test_without_a_ratio_the_drawn_depth_is_the_catalogued_one(hot_jupiter):
    curve = transit_curve({**without(hot_jupiter, "radius_ratio"), "transit_depth": 15000.0}, "kepler")
    assert "ratio_from_depth" in codes(curve)
    assert values(curve)["transit_depth"] == pytest.approx(15000.0, rel=1e-4)
    assert 0.10 < values(curve)["radius_ratio"] < np.sqrt(0.015)


def test_without_ratio_and_depth_the_radii_serve(hot_jupiter):
    curve = transit_curve(without(hot_jupiter, "radius_ratio"), "kepler")
    assert "ratio_from_radii" in codes(curve)
    assert values(curve)["radius_ratio"] == pytest.approx(0.1209, abs=1e-3)


def test_a_duration_that_does_not_suit_the_star_is_drawn_and_told(hot_jupiter):
    curve = transit_curve({**without(hot_jupiter, "impact_parameter"), "transit_duration": 9.0}, "kepler")
    assert "duration_too_long" in codes(curve)
    assert values(curve)["transit_duration"] == pytest.approx(9.0)


def test_a_chord_beside_the_star_is_no_transit(hot_jupiter):
    curve = transit_curve({**hot_jupiter, "impact_parameter": 1.2}, "kepler")
    assert curve.available and "no_transit" in codes(curve)
    assert set(curve.flux) == {1.0} and values(curve)["transit_duration"] is None


def test_every_assumption_about_star_and_band_is_named(hot_jupiter):
    bare = without(hot_jupiter, "stellar_effective_temperature", "stellar_surface_gravity")
    assert {"band_assumed", "limb_darkening_of_the_sun"} <= codes(transit_curve(bare))
    giant = {**hot_jupiter, "stellar_surface_gravity": 2.0}
    assert "limb_darkening_at_the_edge" in codes(transit_curve(giant, "K2"))
    assert "depth_differs" in codes(transit_curve({**hot_jupiter, "transit_depth": 5000.0}, "K2"))


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        (("orbital_period",), {"orbital_period", "scaled_semi_major_axis"}),
        (("radius_ratio", "planet_radius"), {"radius_ratio"}),
        (("transit_duration", "stellar_radius", "stellar_mass"), {"scaled_semi_major_axis"}),
    ],
)
def test_too_little_is_said_not_drawn(hot_jupiter, lost, missing):
    curve = transit_curve(without(hot_jupiter, *lost))
    assert not curve.available and curve.flux == ()
    assert set(curve.missing) == missing


def test_every_warning_has_a_sentence():
    assert all(text.endswith(".") and len(text) > 30 for text in ASSUMPTIONS.values())


def test_the_drawn_depths_of_keplers_planets_are_the_catalogued_ones(kepler):
    """Of 100 CONFIRMED objects, drawn from ratio and impact parameter, 9 of 10 are as deep as catalogued within 3 %."""
    names = [name for name in kepler if name not in {"object_name", "host_id", "disposition"}]
    planets = kepler.loc[kepler["disposition"] == "CONFIRMED", names].dropna(subset=["radius_ratio"])
    sample = planets.sample(100, random_state=0).to_dict("records")
    drawn = np.array([values(transit_curve(row, "kepler", draws=2))["transit_depth"] for row in sample])
    ratio = drawn / np.array([row["transit_depth"] for row in sample])
    assert float(np.mean(np.abs(ratio - 1) < 0.03)) >= 0.9
