from __future__ import annotations

import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.dossier import limb_darkening as module
from ML.dossier.limb_darkening import BANDS, SOURCES, TABLE, coefficients, limb_darkening
from ML.exceptions import InvalidFieldsError


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


def test_the_table_is_a_full_grid_for_each_band():
    table = pd.read_csv(TABLE, comment="#")
    for _, rows in table.groupby("band"):
        temperatures, gravities = rows["stellar_effective_temperature"], rows["stellar_surface_gravity"]
        assert len(rows) == temperatures.nunique() * gravities.nunique() == len(rows.drop_duplicates())
    assert set(table["band"]) == set(BANDS.values()) == set(SOURCES)
    assert table["u1"].between(0, 1).all() and (table["u1"] + table["u2"]).between(0, 1).all()


@pytest.mark.parametrize(
    ("band", "temperature", "gravity", "u1", "u2"),
    [
        ("kepler", 5750, 4.5, 0.4035, 0.2622),  # Claret & Bloemen 2011, ATLAS, least squares
        ("kepler", 5000, 4.5, 0.5684, 0.1530),
        ("tess", 5750, 4.5, 0.3075, 0.2743),  # Claret 2017, table 25
        ("tess", 2500, 4.5, 0.4166, 0.4546),  # Claret 2017, table 15
    ],
)
def test_nodes_have_their_published_values(band, temperature, gravity, u1, u2):
    assert [float(value) for value in coefficients(band, temperature, gravity)] == pytest.approx([u1, u2], abs=1e-9)


@settings(deadline=None)
@given(temperature=st.floats(2300, 10000), gravity=st.floats(3.5, 5.0), band=st.sampled_from(["kepler", "tess"]))
def test_between_nodes_coefficients_lie_between_their_values(temperature, gravity, band):
    table = pd.read_csv(TABLE, comment="#").query("band == @band")
    u1, _ = coefficients(band, temperature, gravity)
    assert table["u1"].min() <= float(u1) <= table["u1"].max()


def test_half_way_between_two_nodes_is_their_mean():
    ends = [coefficients("tess", temperature, 4.5)[0] for temperature in (5500, 5750)]
    assert float(coefficients("tess", 5625, 4.5)[0]) == pytest.approx(float(np.mean(ends)))


def test_red_light_is_less_limb_darkened():
    kepler, tess = (float(coefficients(band, 5772.0, 4.44)[0]) for band in ("kepler", "tess"))
    assert tess < kepler


def test_a_star_outside_takes_the_edge_and_says_so():
    giant, cool = limb_darkening("kepler", 4800.0, 2.4), limb_darkening("kepler", 3100.0, 4.9)
    assert (
        giant is not None and giant.clipped and giant.u1 == pytest.approx(float(coefficients("kepler", 4800, 3.5)[0]))
    )
    assert cool is not None and cool.clipped
    inside = limb_darkening("tess", 3100.0, 4.9)
    assert inside is not None and not inside.clipped


def test_a_missing_star_has_none_and_an_unknown_band_is_refused():
    assert limb_darkening("tess", float("nan"), 4.5) is None
    with pytest.raises(InvalidFieldsError, match="expected one of kepler, tess"):
        coefficients("gaia", 5000.0, 4.5)
