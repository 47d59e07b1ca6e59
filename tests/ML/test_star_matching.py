"""Stars are matched by name and by place, whatever the order of the rows, and neighbours stay apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.combined.signals import PERIOD_TOLERANCE, count_by_star, number_signals, other_names
from ML.combined.star_matching import MOTION, POSITION, match_stars

ARCSEC = 1 / 3600
NOWHERE = (np.nan, np.nan, np.nan, np.nan)


def sky(*rows):
    return pd.DataFrame([(*row, *NOWHERE)[:4] for row in rows], columns=[*POSITION, *MOTION], dtype=float)


def names(*words):
    return pd.DataFrame({"name": pd.Series(words, dtype="str")})


def test_rows_of_one_name_are_of_one_star_wherever_they_are():
    stars = match_stars(names("TIC 1", "TIC 2", "TIC 1", None, None), sky((10, 0), (20, 0), NOWHERE, (30, 0), NOWHERE))
    assert stars.tolist() == [0, 1, 0, 2, 3]


def test_names_of_different_kinds_link_rows():
    kinds = pd.DataFrame({"tic": ["TIC 1", None, "TIC 1"], "epic": ["EPIC 7", "EPIC 7", None]}, dtype="str")
    assert match_stars(kinds, sky(NOWHERE, NOWHERE, NOWHERE)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("declination", [0.0, 48.0, -89.0])
@pytest.mark.parametrize(("apart", "stars"), [(1.9, [0, 0]), (2.1, [0, 1])])
def test_two_arcseconds_are_the_border_anywhere_on_the_sky(declination, apart, stars):
    east = apart * ARCSEC / np.cos(np.radians(declination))
    places = sky((100.0, declination), (100.0 + east, declination))
    assert match_stars(names(None, None), places).tolist() == stars


def test_the_sky_has_no_seam():
    places = sky((359.9999, 10.0), (0.0001, 10.0))
    assert match_stars(names(None, None), places).tolist() == [0, 0]


def test_a_fast_star_is_found_where_it_was_in_2000():
    """HAT-P-11 in TESS's and Kepler's tables, and a neighbour: 0.26 arcseconds a year in 15.5 years are 4.1."""
    tess, kepler, neighbour = (297.710167, 48.081864), (297.70935, 48.080853), (297.71039, 48.083832)
    moving = sky((*tess, 125.984, 232.988), kepler, neighbour)
    assert match_stars(names(None, None, None), moving).tolist() == [0, 0, 1]
    motionless = sky(tess, kepler, neighbour)
    assert match_stars(names(None, None, None), motionless).tolist() == [0, 1, 2]


def test_no_rows_are_no_stars():
    assert match_stars(names(), sky()).tolist() == []


@settings(deadline=None)  # the first one imports astropy
@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(order):
    words = names("a", "b", "a", None, None, "c")
    places = sky((1, 1), (2, 2), NOWHERE, (2, 2 + ARCSEC), NOWHERE, (50, 50))
    expected = match_stars(words, places)
    shuffled = match_stars(words.iloc[list(order)], places.iloc[list(order)])
    assert len(set(zip(expected[list(order)], shuffled, strict=True))) == len(set(expected))


PERIODS = st.floats(0.3, 1000)


@given(period=PERIODS)
def test_periods_that_agree_are_one_planet_and_neighbours_are_two(period):
    stars = np.array([0, 0, 0, 1])
    periods = np.array([period, period * (1 + 0.9 * PERIOD_TOLERANCE), period * 1.17, period])
    signals = number_signals(stars, periods)
    assert signals[0] == signals[1]
    assert len(set(signals.tolist())) == 3
    assert count_by_star(stars, signals).tolist() == [2, 2, 2, 1]


def test_a_signal_without_a_period_is_its_own():
    signals = number_signals(np.array([0, 0, 0]), np.array([np.nan, np.nan, 3.0]))
    assert len(set(signals.tolist())) == 3


def test_only_other_missions_give_other_names():
    missions = pd.Series(["Kepler", "TESS", "TESS", "TESS"])
    told = other_names(np.array([1, 1, 1, 2]), missions, pd.Series(["K1", "T1", "T2", "T3"]))
    assert told.fillna("").tolist() == ["T1; T2", "K1", "K1", ""]
