from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ML.constants import SOLAR_DENSITY_G_CM3
from ML.dossier import transit as module
from ML.dossier.transit import (
    impact_from_duration,
    light_curve,
    scaled_axis_from_duration,
    separation,
    transit_duration,
)
from ML.features.physics import expected_central_transit_duration, scaled_semi_major_axis

RATIOS, IMPACTS, AXES, PERIODS = st.floats(0.005, 0.3), st.floats(0, 0.95), st.floats(2.5, 200), st.floats(0.5, 500)


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


@settings(deadline=None)
@given(ratio=st.floats(1e-3, 0.7), impact=st.floats(0, 1))
def test_a_uniform_disc_loses_the_planets_area(ratio, impact):
    assume(impact < 1 - ratio)
    assert 1 - float(light_curve(impact, ratio)) == pytest.approx(ratio**2, rel=1e-6)


@settings(deadline=None)
@given(ratio=RATIOS, beside=st.floats(0, 5), u1=st.floats(0, 0.7), u2=st.floats(0, 0.3))
def test_a_planet_beside_the_star_takes_no_light(ratio, beside, u1, u2):
    assert float(light_curve(1 + ratio + beside, ratio, u1, u2)) == pytest.approx(1.0, abs=1e-12)


@settings(deadline=None)
@given(ratio=st.floats(0.005, 0.1), u1=st.floats(0.1, 0.7), u2=st.floats(0, 0.3))
def test_limb_darkening_deepens_the_middle_and_spares_the_limb(ratio, u1, u2):
    middle, limb = 1 - light_curve([0.0, 1 - ratio], ratio, u1, u2)
    assert middle > ratio**2 > limb


def test_a_small_planet_takes_the_light_of_the_spot_that_it_hides():
    """Depth → k² I(μ) / mean I, where the mean intensity of the disc is 1 − u1/3 − u2/6."""
    u1, u2, ratio = 0.4, 0.26, 0.002
    for impact in (0.0, 0.4, 0.8):
        mu = np.sqrt(1 - impact**2)
        spot = (1 - u1 * (1 - mu) - u2 * (1 - mu) ** 2) / (1 - u1 / 3 - u2 / 6)
        assert 1 - float(light_curve(impact, ratio, u1, u2)) == pytest.approx(ratio**2 * spot, rel=1e-3)


@settings(deadline=None)
@given(period=PERIODS, axis=AXES, impact=IMPACTS, ratio=RATIOS)
def test_contact_happens_at_half_the_duration(period, axis, impact, ratio):
    half = transit_duration(period, axis, impact, ratio) / 2
    assert float(separation(half, period, axis, impact)) == pytest.approx(1 + ratio)


@settings(deadline=None)
@given(period=PERIODS, axis=AXES, impact=IMPACTS, ratio=RATIOS)
def test_orbit_and_impact_parameter_follow_back_from_the_duration(period, axis, impact, ratio):
    lasts = transit_duration(period, axis, impact, ratio)
    assert float(scaled_axis_from_duration(period, lasts, impact, ratio)) == pytest.approx(axis)
    assert float(impact_from_duration(period, lasts, axis, ratio)) == pytest.approx(impact, abs=1e-4)


@settings(deadline=None)
@given(period=st.floats(1, 500), density=st.floats(0.1, 10), ratio=RATIOS)
def test_a_central_transit_lasts_as_long_as_the_physics_module_says(period, density, ratio):
    axis = scaled_semi_major_axis(period, density)
    expected = expected_central_transit_duration(period, density, ratio)
    assert float(transit_duration(period, axis, 0.0, ratio)) == pytest.approx(float(expected))


def test_the_earth_crosses_the_sun_in_thirteen_hours():
    axis = scaled_semi_major_axis(365.25, SOLAR_DENSITY_G_CM3)
    assert float(transit_duration(365.25, axis, 0.0, 0.00917)) == pytest.approx(13.1, abs=0.1)


@pytest.mark.parametrize(
    ("axis", "impact"),
    [(10.0, 1.2), (0.9, 0.0), (np.nan, 0.0)],
)
def test_no_transit_has_no_duration(axis, impact):
    assert np.isnan(transit_duration(5.0, axis, impact, 0.1))


def test_a_transit_that_is_longer_than_central_has_no_impact_parameter():
    assert np.isnan(impact_from_duration(5.0, 20.0, 10.0, 0.1))
    assert np.isnan(impact_from_duration(5.0, 70.0, 10.0, 0.1))


def test_the_keplers_own_fits_agree(kepler):
    """Orbits that follow from NASA's durations are those of NASA's fits: 99.6 % of all objects within 2 %."""
    fits = kepler.dropna(subset=["impact_parameter", "radius_ratio", "scaled_semi_major_axis"])
    axis = scaled_axis_from_duration(
        fits["orbital_period"], fits["transit_duration"], fits["impact_parameter"], fits["radius_ratio"]
    )
    ratio = (axis / fits["scaled_semi_major_axis"])[np.isfinite(axis)]
    assert len(ratio) > 7900
    assert float((ratio.sub(1).abs() < 0.02).mean()) > 0.996
