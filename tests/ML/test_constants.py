"""Derived constants follow from the defined ones."""

from __future__ import annotations

import math

import pytest

from ML import constants


def test_solar_density_and_gravity_follow_from_mass_and_radius():
    volume = 4 / 3 * math.pi * constants.SOLAR_RADIUS_M**3
    assert pytest.approx(constants.SOLAR_MASS_KG / volume / 1000, rel=1e-4) == constants.SOLAR_DENSITY_G_CM3
    gravity = 100 * constants.SOLAR_GM / constants.SOLAR_RADIUS_M**2
    assert pytest.approx(math.log10(gravity), abs=1e-4) == constants.SOLAR_LOG_G_CGS


def test_a_year_at_one_astronomical_unit():
    seconds = 2 * math.pi * math.sqrt(constants.ASTRONOMICAL_UNIT_M**3 / constants.SOLAR_GM)
    assert seconds / constants.SECONDS_PER_DAY == pytest.approx(365.25, abs=0.02)


def test_radius_ratios():
    assert pytest.approx(109.08, abs=0.01) == constants.EARTH_RADII_PER_SOLAR_RADIUS
    assert pytest.approx(11.209, abs=0.001) == constants.EARTH_RADII_PER_JUPITER_RADIUS


def test_floats_lose_digits_beyond_the_exact_integer_limit():
    assert float(constants.EXACT_INTEGER_LIMIT) == float(constants.EXACT_INTEGER_LIMIT + 1)
    assert float(constants.EXACT_INTEGER_LIMIT - 1) != float(constants.EXACT_INTEGER_LIMIT)
