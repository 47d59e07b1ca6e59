from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.habitability import similarity as module
from ML.habitability.similarity import (
    EARTH_EQUILIBRIUM_TEMPERATURE_K,
    EARTH_SURFACE_TEMPERATURE_K,
    earth_similarity_index,
    equilibrium_temperature_from_insolation,
    escape_velocity,
    light_and_radius_similarity,
    planet_density,
)

PHL = Path(__file__).parents[4] / "shared" / "archive" / "hwc_phl_2024.csv"
needs_phl = pytest.mark.skipif(not PHL.exists(), reason=f"{PHL} is absent: the reference answers cannot be compared")
SIZES = st.floats(0.05, 30)


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


def test_the_earth_is_like_itself():
    assert float(earth_similarity_index(1.0, 1.0, EARTH_EQUILIBRIUM_TEMPERATURE_K)) == pytest.approx(1.0)
    assert float(light_and_radius_similarity(1.0, 1.0)) == pytest.approx(1.0)
    assert float(equilibrium_temperature_from_insolation(1.0)) == pytest.approx(254.6, abs=0.1)


@pytest.mark.parametrize(
    ("radius", "mass", "surface_temperature", "published"),
    [
        (0.53, 0.107, 227.0, 0.70),  # Mars: 0.53 R, 0.71 ρ, 0.45 v of the Earth
        (0.95, 0.815, 730.0, 0.44),  # Venus
        (0.38, 0.055, 440.0, 0.60),  # Mercury
    ],
)
def test_the_planets_of_the_sun_have_their_published_index(radius, mass, surface_temperature, published):
    """Schulze-Makuch et al. 2011, table 2."""
    index = earth_similarity_index(radius, mass, surface_temperature, earth_temperature=EARTH_SURFACE_TEMPERATURE_K)
    assert float(index) == pytest.approx(published, abs=0.02)


@settings(deadline=None)
@given(radius=SIZES, mass=SIZES, temperature=st.floats(50, 3000), flux=st.floats(1e-3, 1e4))
def test_an_index_lies_between_nothing_and_one(radius, mass, temperature, flux):
    assert 0 < float(earth_similarity_index(radius, mass, temperature)) <= 1
    assert 0 < float(light_and_radius_similarity(flux, radius)) <= 1


@settings(deadline=None)
@given(ratio=st.floats(1.01, 100))
def test_twice_and_half_are_equally_unlike(ratio):
    assert float(light_and_radius_similarity(ratio, 1.0)) == pytest.approx(
        float(light_and_radius_similarity(1 / ratio, 1.0))
    )


@pytest.mark.parametrize("missing", [np.nan, 0.0, -1.0])
def test_what_is_missing_gives_no_index(missing):
    assert np.isnan(earth_similarity_index(missing, 1.0, 255.0))
    assert np.isnan(earth_similarity_index(1.0, missing, 255.0))
    assert np.isnan(earth_similarity_index(1.0, 1.0, missing))
    assert np.isnan(light_and_radius_similarity(missing, 1.0))


def test_density_and_escape_velocity_follow_from_radius_and_mass():
    assert float(planet_density(11.209, 317.83)) == pytest.approx(0.2257, rel=1e-3)  # Jupiter: 1.24 g/cm³
    assert float(escape_velocity(11.209, 317.83)) == pytest.approx(5.325, rel=1e-3)  # Jupiter: 59.5 km/s


@needs_phl
def test_the_index_of_light_and_radius_is_phls():
    """P_ESI is reproduced for all 5,358 planets that have one."""
    phl = pd.read_csv(PHL).iloc[:-1]
    index = light_and_radius_similarity(phl["P_FLUX"], phl["P_RADIUS"])
    assert int(np.isfinite(index).sum()) == int(phl["P_ESI"].notna().sum()) == 5358
    np.testing.assert_allclose(index, phl["P_ESI"], atol=1e-7)


@needs_phl
def test_the_index_of_four_properties_ranks_temperate_planets_alike():
    """The two forms rank the 987 planets with less than five times the Earth's light alike, and share 18 of the top 20.

    Among hotter ones they differ: the four-property index falls on with the temperature, the other has nothing to lose.
    """
    phl = pd.read_csv(PHL).iloc[:-1]
    four = earth_similarity_index(
        phl["P_RADIUS"], phl["P_MASS"], equilibrium_temperature_from_insolation(phl["P_FLUX"])
    )
    phl = phl.assign(four=four).dropna(subset=["four", "P_ESI"])
    temperate = phl[phl["P_FLUX"] < 5]
    assert len(temperate) == 987
    assert temperate["four"].corr(temperate["P_ESI"], method="spearman") == pytest.approx(0.963, abs=0.002)
    best = [set(phl.nlargest(20, name)["P_NAME"]) for name in ("four", "P_ESI")]
    assert len(best[0] & best[1]) == 18
