from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.dossier.orbit import orbit_sketch
from ML.habitability.zone import Limit, Zone, effective_flux_limit

EARTH = {
    "orbital_period": 365.25,
    "planet_radius": 1.0,
    "stellar_mass": 1.0,
    "stellar_radius": 1.0,
    "stellar_effective_temperature": 5772.0,
}
TRAPPIST_1_E = {
    "orbital_period": 6.101,
    "planet_radius": 0.920,
    "stellar_mass": 0.0898,
    "stellar_mass_upper_error": 0.0023,
    "stellar_mass_lower_error": -0.0023,
    "stellar_radius": 0.1192,
    "stellar_effective_temperature": 2566.0,
}
"""Agol et al. 2021, PSJ 2, 1: a = 0.02925 ± 0.00025 au."""


def test_the_earths_orbit_is_one_au_in_the_zone_of_the_sun():
    sketch = orbit_sketch(EARTH)
    assert sketch.semi_major_axis.value == pytest.approx(1.0, rel=1e-4)
    assert sketch.insolation_flux.value == pytest.approx(1.0, rel=1e-3)
    assert sketch.zone == Zone.CONSERVATIVE
    assert sketch.stellar_radius_au == pytest.approx(0.00465, abs=1e-5)
    assert sketch.planet_radius_au == pytest.approx(4.2635e-5, rel=1e-4)
    assert list(sketch.zone_edges.values()) == pytest.approx([0.751, 0.951, 1.677, 1.769], abs=2e-3)


def test_an_error_of_the_star_becomes_one_of_the_orbit():
    """A third of the relative error of the mass, by Kepler's third law."""
    axis = orbit_sketch(TRAPPIST_1_E).semi_major_axis
    assert axis.value == pytest.approx(0.02925, abs=0.0003)
    assert axis.low is not None and axis.high is not None and axis.value is not None
    assert (axis.high - axis.low) / 2 / axis.value == pytest.approx(0.0023 / 0.0898 / 3, rel=0.05)
    assert "Kepler's third law" in axis.source


def test_a_star_just_outside_the_limits_has_the_zone_of_their_end():
    assert None not in orbit_sketch(TRAPPIST_1_E).zone_edges.values()


@settings(deadline=None)
@given(temperature=st.floats(2600, 7200), radius=st.floats(0.1, 3))
def test_light_at_an_edge_is_the_limit(temperature, radius):
    sketch = orbit_sketch({**EARTH, "stellar_radius": radius, "stellar_effective_temperature": temperature}, draws=2)
    luminosity = radius**2 * (temperature / 5772.0) ** 4
    for limit in (Limit.RECENT_VENUS, Limit.EARLY_MARS):
        distance = sketch.zone_edges[str(limit)]
        assert distance is not None
        assert luminosity / distance**2 == pytest.approx(float(effective_flux_limit(limit, temperature)))


def test_an_eccentric_orbit_has_a_near_and_a_far_end():
    sketch = orbit_sketch({**EARTH, "eccentricity": 0.3})
    assert (sketch.periastron.value, sketch.apastron.value) == (
        pytest.approx(0.7, rel=1e-4),
        pytest.approx(1.3, rel=1e-4),
    )
    assert not sketch.warnings
    circular = orbit_sketch(EARTH)
    assert circular.warnings[0]["code"] == "assumed_circular"
    assert circular.eccentricity.source.startswith("assumed")


def test_what_is_missing_is_named_and_nothing_is_invented():
    sketch = orbit_sketch({"planet_radius": 1.0, "orbital_period": 10.0})
    assert not sketch.available and sketch.missing == ("stellar_mass",)
    assert (sketch.semi_major_axis.value, sketch.stellar_radius_au, sketch.zone) == (None, None, Zone.UNKNOWN)
    assert set(sketch.zone_edges.values()) == {None}


def test_a_hot_star_has_no_zone_and_a_tight_orbit_is_told():
    assert "no_zone" in {w["code"] for w in orbit_sketch({**EARTH, "stellar_effective_temperature": 9000.0}).warnings}
    assert "inside_the_star" in {w["code"] for w in orbit_sketch({**EARTH, "orbital_period": 0.05}).warnings}


def test_luminosity_may_come_from_the_insolation():
    known = {"insolation_flux": 4.0, "semi_major_axis": 0.5, "stellar_effective_temperature": 5772.0}
    venus = orbit_sketch(known).zone_edges[str(Limit.RECENT_VENUS)]
    assert venus == pytest.approx(float(np.sqrt(1 / effective_flux_limit(Limit.RECENT_VENUS, 5772.0))))
