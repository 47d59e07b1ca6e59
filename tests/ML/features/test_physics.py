from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ML.constants import DAYS_PER_JULIAN_YEAR, SOLAR_DENSITY_G_CM3, SOLAR_LOG_G_CGS
from ML.features import physics

SIZES = st.floats(0.05, 50)


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(physics).failed == 0


def test_the_sun_has_the_density_and_mass_of_the_sun():
    assert float(physics.stellar_density(SOLAR_LOG_G_CGS, 1.0)) == pytest.approx(SOLAR_DENSITY_G_CM3, rel=1e-3)
    assert float(physics.stellar_mass_from_gravity(SOLAR_LOG_G_CGS, 1.0)) == pytest.approx(1.0, rel=1e-3)


def test_the_earth_is_one_au_and_215_solar_radii_away():
    assert float(physics.semi_major_axis(DAYS_PER_JULIAN_YEAR, 1.0)) == pytest.approx(1.0, rel=1e-4)
    assert float(physics.scaled_semi_major_axis(DAYS_PER_JULIAN_YEAR, SOLAR_DENSITY_G_CM3)) == pytest.approx(
        215, rel=1e-3
    )


def test_the_earth_transits_the_sun_in_thirteen_hours_for_one_observer_in_215():
    duration = physics.expected_central_transit_duration(DAYS_PER_JULIAN_YEAR, SOLAR_DENSITY_G_CM3)
    assert float(duration) == pytest.approx(12.98, rel=2e-3)
    assert float(physics.transit_probability(215.0)) == pytest.approx(0.00465, rel=1e-2)


def test_the_earth_dims_the_sun_by_84_ppm():
    ratio = float(physics.radius_ratio_from_depth(84.05))
    assert float(physics.planet_radius_from_ratio(ratio, 1.0)) == pytest.approx(1.0, rel=1e-3)


def test_the_earth_receives_one_insolation_and_is_255_kelvin():
    assert float(physics.insolation_flux(physics.stellar_luminosity(1.0, 5772.0), 1.0)) == pytest.approx(1.0)
    assert float(physics.equilibrium_temperature(5772.0, 215.03)) == pytest.approx(254.6, abs=0.5)


@given(period=st.floats(0.3, 1000), density=st.floats(0.01, 30))
def test_kepler_third_law_in_both_forms(period, density):
    eight_times = physics.scaled_semi_major_axis(8 * period, density)
    assert float(eight_times) == pytest.approx(4 * float(physics.scaled_semi_major_axis(period, density)))


@given(gravity=st.floats(3.5, 5), radius=SIZES)
def test_density_is_mass_over_volume(gravity, radius):
    mass = float(physics.stellar_mass_from_gravity(gravity, radius))
    expected = SOLAR_DENSITY_G_CM3 * mass / radius**3
    assert float(physics.stellar_density(gravity, radius)) == pytest.approx(expected, rel=1e-3)


@given(ratio=st.floats(1e-3, 0.5), radius=SIZES)
def test_depth_and_radius_ratio_are_inverse(ratio, radius):
    assert float(physics.radius_ratio_from_depth(ratio**2 * 1e6)) == pytest.approx(ratio)


def test_probability_never_exceeds_one():
    assert float(physics.transit_probability(0.5)) == 1.0


@pytest.mark.parametrize("bad", [np.nan, 0.0, -1.0])
def test_what_makes_no_sense_is_missing(bad):
    assert np.isnan(physics.log10_positive(bad))
    assert np.isnan(physics.radius_ratio_from_depth(bad))
    assert np.isnan(physics.stellar_density(4.4, bad))
    assert np.isnan(physics.scaled_semi_major_axis(bad, 1.4))
    assert np.isnan(physics.transit_probability(bad))
    assert np.isnan(physics.expected_central_transit_duration(bad, 1.4))
    assert np.isnan(physics.insolation_flux(bad, 1.0))
    assert np.isnan(physics.per_transit_signal_to_noise(10.0, bad))


def test_an_orbit_inside_the_star_has_no_transit():
    assert np.isnan(physics.expected_central_transit_duration(0.01, 1.4))


def test_signal_to_noise_averages_down():
    assert float(physics.per_transit_signal_to_noise(20.0, 4)) == 10.0


def test_fractional_error_takes_both_sides():
    assert float(physics.fractional_error(10.0, 1.0, -3.0)) == pytest.approx(0.2)
    assert float(physics.fractional_error(-10.0, 1.0, -3.0)) == pytest.approx(0.2)
