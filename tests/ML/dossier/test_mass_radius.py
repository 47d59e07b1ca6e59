from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.dossier import mass_radius as module
from ML.dossier.mass_radius import expected_radius, mass_at, mass_for_metrics, predicted_masses
from ML.habitability.draws import draw


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("radius", "upper", "lower", "published"),
    [
        (1.010, 0.094, 0.087, (1.07, 0.43, 0.80)),  # TOI-700 b
        (2.63, 0.24, 0.23, (7.48, 3.30, 5.89)),  # TOI-700 c
        (1.19, 0.11, 0.11, (1.72, 0.63, 1.29)),  # TOI-700 d
    ],
)
def test_predictions_are_those_of_the_authors_program(radius, upper, lower, published):
    """Gilbert et al. 2020, AJ 160, 116, by Forecaster, which also draws the relation's own parameters: 10 % wider."""
    errors = {"planet_radius_upper_error": upper, "planet_radius_lower_error": lower}
    drawn = draw({"planet_radius": radius, **errors}, ["planet_radius"], 4000, 1)["planet_radius"][0]
    low, middle, high = np.percentile(predicted_masses(drawn)[1:], [16, 50, 84])
    value, below, above = published
    assert middle == pytest.approx(value, rel=0.02)
    assert middle - low == pytest.approx(below, rel=0.1)
    assert high - middle == pytest.approx(above, rel=0.1)


@settings(deadline=None)
@given(radius=st.floats(0.3, 9), share=st.floats(0.05, 0.9))
def test_larger_shares_and_radii_below_jupiters_mean_more_mass(radius, share):
    assert float(mass_at(radius, share)) < float(mass_at(radius, share + 0.05))
    assert float(mass_at(radius, 0.3)) < float(mass_at(radius * 1.1, 0.3))


@settings(deadline=None)
@given(radius=st.floats(0.5, 9))
def test_half_of_the_masses_lie_about_the_mean_relation(radius):
    assert float(expected_radius(mass_at(radius, 0.5))) == pytest.approx(radius, rel=0.25)


def test_the_relation_turned_around_meets_the_relation():
    for radius in (0.5, 1.0, 1.2, 2.0, 5.0, 9.0):
        assert float(expected_radius(mass_for_metrics(radius))) == pytest.approx(radius, rel=0.01)
    assert np.isnan(mass_for_metrics([15.0, 0.0, np.nan])).all()


@pytest.mark.parametrize("radius", [60.0, 0.0, -1.0, np.nan, 0.03])
def test_what_is_no_planets_radius_has_no_mass(radius):
    assert np.isnan(mass_at(radius, 0.5))


def test_no_prediction_is_heavier_than_a_planet():
    assert np.nanmax(predicted_masses(np.linspace(8, 39, 2000))) <= 13 * 317.83 * 1.001


def test_a_table_is_predicted_as_its_rows_are():
    radii = np.array([[1.0, 1.1, 0.9], [4.0, 4.2, 3.8]])
    np.testing.assert_array_equal(predicted_masses(radii)[1], predicted_masses(radii[1]))
