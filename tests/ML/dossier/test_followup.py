from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.dossier import followup as module
from ML.dossier.followup import (
    METRICS,
    emission_spectroscopy_metric,
    follow_up,
    radial_velocity_semi_amplitude,
    transmission_spectroscopy_metric,
)

TOI_1231_B = {
    "orbital_period": 24.245586,
    "planet_radius": 3.65,
    "planet_radius_upper_error": 0.16,
    "planet_radius_lower_error": -0.15,
    "planet_mass": 15.4,
    "planet_mass_upper_error": 3.3,
    "planet_mass_lower_error": -3.3,
    "stellar_mass": 0.485,
    "stellar_radius": 0.476,
    "stellar_effective_temperature": 3553.0,
    "j_magnitude": 8.876,
    "k_magnitude": 8.069,
}
"""Burt et al. 2021, AJ 162, 87; there: TSM = 99 ± 25, K = 5.6 ± 1.2 m/s."""


def metrics(quantities, **changes):
    return {one.quantity.name: one for one in follow_up({**quantities, **changes}).metrics}


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("period", "planet", "star", "eccentricity", "published"),
    [
        (4332.59, 317.83, 1.0, 0.0489, 12.5),  # Jupiter
        (365.25, 1.0, 1.0, 0.0167, 0.09),  # the Earth
        (3.52474859, 217.7, 1.119, 0.0, 84.3),  # HD 209458 b: Torres et al. 2008, ApJ 677, 1324
    ],
)
def test_radial_velocity_amplitudes_of_known_planets(period, planet, star, eccentricity, published):
    amplitude = float(radial_velocity_semi_amplitude(period, planet, star, eccentricity))
    assert amplitude == pytest.approx(published, rel=0.02)


def test_the_published_metrics_of_toi_1231_b():
    found = metrics(TOI_1231_B)
    transmission = found["transmission_spectroscopy_metric"]
    assert transmission.quantity.value == pytest.approx(99, abs=1)
    assert transmission.quantity.low is not None and transmission.quantity.high is not None
    assert (transmission.quantity.high - transmission.quantity.low) / 2 == pytest.approx(25, rel=0.15)
    assert (transmission.recommended_from, transmission.recommended) == (90.0, True)
    assert found["radial_velocity_semi_amplitude"].quantity.value == pytest.approx(5.6, abs=0.2)


def test_the_emission_metric_of_toi_3261_b():
    """Nabbie et al. 2024, arXiv:2407.04225, give 12.0; the archive's composite parameters differ a little."""
    found = metrics(
        {
            "orbital_period": 0.8831331,
            "planet_radius": 3.82,
            "stellar_radius": 0.849,
            "stellar_mass": 0.861,
            "stellar_effective_temperature": 5068.0,
            "k_magnitude": 11.184,
        }
    )["emission_spectroscopy_metric"]
    assert found.quantity.value == pytest.approx(12.0, rel=0.1)
    assert found.recommended is True


def test_the_emission_metric_takes_plancks_law():
    """The ratio of brightness is that of astropy's black bodies."""
    from astropy import units as u
    from astropy.modeling.models import BlackBody

    planet, star = (BlackBody(temperature=t * u.K)(7.5 * u.um).value for t in (1.1 * 800.0, 3500.0))
    expected = 4.29e6 * planet / star * 0.05**2 * 10 ** (-9.0 / 5)
    assert float(emission_spectroscopy_metric(0.05, 800.0, 3500.0, 9.0)) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("radius", "scale"), [(1.0, 0.190), (1.5, 1.26), (2.0, 1.26), (2.75, 1.28), (3.9, 1.28), (4.0, 1.15), (9.9, 1.15)]
)
def test_each_bin_of_radius_has_its_scale(radius, scale):
    assert float(transmission_spectroscopy_metric(radius, radius**3, 1.0, 1.0, 0.0)) == pytest.approx(scale)


def test_there_is_no_scale_above_ten_earth_radii():
    assert np.isnan(transmission_spectroscopy_metric(12.0, 100.0, 1000.0, 1.0, 10.0))
    found = metrics(TOI_1231_B, planet_radius=12.0)["transmission_spectroscopy_metric"]
    assert found.quantity.value is None and found.missing == () and "10 Earth radii" in found.text


@settings(deadline=None)
@given(step=st.floats(0.5, 5))
def test_fainter_stars_are_worse_by_the_root_of_their_light(step):
    bright, faint = (float(emission_spectroscopy_metric(0.1, 1000.0, 5000.0, mag)) for mag in (8.0, 8.0 + step))
    assert bright / faint == pytest.approx(np.sqrt(10 ** (0.4 * step)))


def test_what_is_missing_is_named():
    found = metrics(TOI_1231_B, j_magnitude=None, planet_mass=None, stellar_mass=None)
    assert found["transmission_spectroscopy_metric"].missing == ("scaled_semi_major_axis", "j_magnitude")
    assert found["radial_velocity_semi_amplitude"].missing == ("stellar_mass",)
    assert found["radial_velocity_semi_amplitude"].text == "Not computed: stellar mass is not known."
    assert found["predicted_mass"].missing == ()


def test_without_a_measured_mass_the_predicted_one_serves_and_is_told():
    answer = follow_up({name: value for name, value in TOI_1231_B.items() if not name.startswith("planet_mass")})
    assert [warning["code"] for warning in answer.warnings] == ["mass_predicted"]
    mass, amplitude = (answer.metrics[at].quantity for at in (0, 1))
    assert mass.value is not None and amplitude.value is not None
    assert amplitude.value == pytest.approx(5.6 * mass.value / 15.4, rel=0.05)
    assert amplitude.high is not None and amplitude.low is not None and amplitude.high / amplitude.low > 2


def test_a_radius_like_jupiters_says_little():
    codes = {warning["code"] for warning in follow_up({**TOI_1231_B, "planet_radius": 12.0}).warnings}
    assert "radius_says_little" in codes


def test_every_metric_names_its_paper():
    assert all(any(digit.isdigit() for digit in rule.source) and rule.text.endswith(".") for rule in METRICS)
