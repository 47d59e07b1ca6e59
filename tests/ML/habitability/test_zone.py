from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ML.habitability import zone as module
from ML.habitability.zone import (
    Habitability,
    Limit,
    Zone,
    best_insolation,
    effective_flux_limit,
    habitability,
    limit_distance,
    zone,
)

OUTWARDS = (Limit.RECENT_VENUS, Limit.RUNAWAY_GREENHOUSE, Limit.MAXIMUM_GREENHOUSE, Limit.EARLY_MARS)
STARS = st.floats(2600, 7200)


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [
        (2600, (1.4645, 0.9129, 0.2228, 0.2002)),
        (4000, (1.5201, 0.9474, 0.2640, 0.2373)),
        (5780, (1.776, 1.107, 0.356, 0.320)),
        (7200, (2.0797, 1.2964, 0.4356, 0.3916)),
    ],
)
def test_limits_have_their_reference_values(temperature, expected):
    computed = [float(effective_flux_limit(limit, temperature)) for limit in OUTWARDS]
    assert computed == pytest.approx(expected, abs=6e-5)


@given(temperature=STARS)
def test_edges_stand_in_order(temperature):
    fluxes = [float(effective_flux_limit(limit, temperature)) for limit in OUTWARDS]
    assert fluxes == sorted(fluxes, reverse=True)


@given(temperature=STARS)
def test_heavier_planets_stay_temperate_closer_in(temperature):
    heavy, earth, light = (
        float(effective_flux_limit(limit, temperature))
        for limit in (
            Limit.RUNAWAY_GREENHOUSE_5_EARTH_MASSES,
            Limit.RUNAWAY_GREENHOUSE,
            Limit.RUNAWAY_GREENHOUSE_01_EARTH_MASSES,
        )
    )
    assert heavy > earth > light


@given(temperature=STARS, luminosity=st.floats(1e-4, 10))
def test_light_at_the_distance_of_an_edge_is_the_limit(temperature, luminosity):
    distance = float(limit_distance(Limit.EARLY_MARS, temperature, luminosity))
    assert luminosity / distance**2 == pytest.approx(float(effective_flux_limit(Limit.EARLY_MARS, temperature)))


def test_the_earth_is_inside_and_venus_and_jupiter_are_not():
    places = zone([1.0, 1.91, 0.037, 0.43], 5772.0)
    assert list(places) == [Zone.CONSERVATIVE, Zone.TOO_HOT, Zone.TOO_COLD, Zone.CONSERVATIVE]


@given(flux=st.floats(1e-3, 100), temperature=STARS)
def test_more_light_never_puts_a_planet_farther_out(flux, temperature):
    order = [Zone.TOO_COLD, Zone.OPTIMISTIC_OUTER, Zone.CONSERVATIVE, Zone.OPTIMISTIC_INNER, Zone.TOO_HOT]
    nearer, farther = zone([flux * 1.3, flux], temperature)
    assert order.index(nearer) >= order.index(farther)


@pytest.mark.parametrize(
    ("insolation", "temperature"), [(np.nan, 5772), (1.0, np.nan), (1.0, 2500), (1.0, 9000), (0.0, 5772), (-1.0, 5772)]
)
def test_what_is_missing_or_out_of_range_is_unknown(insolation, temperature):
    assert str(zone(insolation, temperature)) == Zone.UNKNOWN
    assert str(habitability(insolation, temperature, 1.0)) == Habitability.UNKNOWN


@pytest.mark.parametrize(
    ("radius", "mass", "expected"),
    [
        (1.0, np.nan, Habitability.CONSERVATIVE),
        (np.nan, 1.0, Habitability.CONSERVATIVE),
        (2.0, np.nan, Habitability.OPTIMISTIC),
        (np.nan, 7.0, Habitability.OPTIMISTIC),
        (3.0, np.nan, Habitability.NOT),
        (0.3, np.nan, Habitability.NOT),
        (np.nan, 0.05, Habitability.NOT),
        (np.nan, np.nan, Habitability.UNKNOWN),
    ],
)
def test_size_decides_inside_the_zone(radius, mass, expected):
    assert str(habitability(1.0, 5772.0, radius, mass)) == expected


def test_a_missing_size_is_never_not_even_where_it_is_too_hot():
    assert str(habitability(1000.0, 5772.0)) == Habitability.UNKNOWN


def test_an_earth_in_the_optimistic_zone_is_optimistic():
    assert str(habitability(1.5, 5772.0, 1.0)) == Habitability.OPTIMISTIC


def test_insolation_takes_the_best_route_that_is_there():
    earth = {"stellar_radius": 1.0, "stellar_effective_temperature": 5772.0, "stellar_mass": 1.0}
    assert float(best_insolation(insolation=2.0, distance=1.0, **earth)) == 2.0
    assert float(best_insolation(log_luminosity=1.0, distance=1.0, **earth)) == pytest.approx(10.0)
    assert float(best_insolation(distance=2.0, **earth)) == pytest.approx(0.25)
    assert float(best_insolation(orbital_period=365.25, **earth)) == pytest.approx(1.0, rel=1e-3)
    assert np.isnan(best_insolation(stellar_radius=1.0, stellar_effective_temperature=5772.0))
