"""Units convert as the textbooks say, and what does not convert is refused by naming what does."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations

import numpy as np
import pytest

from ML.catalogs.units import QUANTITIES, UNITS, convert, find_unit, known_units
from ML.exceptions import UnknownUnitError

KNOWN_VALUES = [
    (24, "hours", "days", 1),
    (90, "min", "hours", 1.5),
    (365.25, "days", "years", 1),
    (4.5, "Gyr", "years", 4.5e9),
    (0.8, "%", "ppm", 8_000),
    (0.0105, "fraction", "percent", 1.05),
    (2, "ppt", "ppm", 2_000),
    (1, "Jupiter radii", "Earth radii", 11.2089),
    (1, "Solar radii", "Earth radii", 109.076),
    (6_378.1, "km", "Earth radii", 1),
    (1, "Jupiter mass", "Earth mass", 317.828),
    (1, "Solar mass", "Jupiter mass", 1_047.57),
    (4.438, "log10(cm/s**2)", "m/s**2", 274.16),
    (980.665, "cm/s**2", "log10(cm/s**2)", 2.99152),
    (1, "Earth flux", "W/m**2", 1_361),
    (1, "Solar density", "g/cm**3", 1.4098),
    (0.3, "log10(Solar luminosity)", "Solar luminosity", 1.99526),
    (1, "pc", "light years", 3.26156),
    (206_264.806, "AU", "pc", 1),
    (1, "deg", "mas", 3.6e6),
    (10_326, "mas/yr", "arcsec/yr", 10.326),
    (28.4, "m/s", "km/s", 0.0284),
    (131.5, "BKJD", "BJD", 2_454_964.5),
    (2_458_354.5, "BJD", "BTJD", 1_354.5),
    (10, "mmag", "ppm", 9_168.04),
    (1_000 * 2.5 * np.log10(2), "mmag", "percent", 50),
    (10_000, "ppm", "mmag", 10.912),
]


@pytest.mark.parametrize(("value", "source", "target", "expected"), KNOWN_VALUES)
def test_known_values(value, source, target, expected):
    assert convert([value], source, target)[0] == pytest.approx(expected, rel=2e-5)


def test_the_same_signal_has_the_same_depth_in_exofops_two_units():
    # WASP-46 b in ExoFOP's list of 2020-10-26 stands there with both.
    assert convert(21.90892, "mmag", "ppm") == pytest.approx(19_976.630, abs=1e-3)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_there_and_back_changes_nothing(quantity):
    values = np.array([0.004, 0.3, 0.9])
    for first, second in permutations(known_units(quantity), 2):
        back = convert(convert(values, first, second), second, first)
        # A date is a large number: its offset costs digits, but no more than a millisecond.
        np.testing.assert_allclose(back, values, rtol=1e-9, atol=1e-8)


def test_missing_values_stay_missing_and_shapes_stay():
    converted = convert([[1.0, np.nan], [np.nan, 2.0]], "percent", "ppm")
    np.testing.assert_array_equal(converted, [[10_000, np.nan], [np.nan, 20_000]])


def test_the_same_unit_in_another_spelling_changes_no_bit():
    values = np.array([0.1, 1 / 3, 1e-300])
    assert (convert(values, "hrs", "hours") == values).all()
    assert (convert(values, "decimal degrees", "deg") == values).all()
    assert (convert(values, "furlongs", "furlongs") == values).all()


def test_converting_leaves_the_numbers_given_alone():
    values = np.array([1.0])
    convert(values, "hours", "hours")[0] = 7
    assert values[0] == 1


def test_units_of_other_quantities_are_refused_by_naming_those_that_would_do():
    with pytest.raises(UnknownUnitError, match=r"K \(temperature\) does not convert to days.*hours, days") as caught:
        convert([1], "K", "days")
    assert caught.value.details["fields"][0]["field"] == "units"


def test_an_unknown_unit_is_refused_by_naming_the_known_ones():
    with pytest.raises(UnknownUnitError, match=r"'furlongs' is not known.*days"):
        convert([1], "furlongs", "days")


def test_a_stars_brightness_is_not_a_transits_depth():
    with pytest.raises(UnknownUnitError, match="brightness"):
        convert([10], "mag", "ppm")


def test_units_are_found_by_quantity_and_by_each_other():
    assert known_units("size") == known_units("R_Earth") == ("Earth radii", "Jupiter radii", "Solar radii", "km")
    assert set(known_units("ppm")) == {"fraction", "percent", "ppt", "ppm", "mmag"}
    assert known_units("furlongs") == known_units("") == known_units("sexagesimal") == ()


def test_no_spelling_names_two_units():
    spellings = [word for unit in UNITS for word in (unit.name.lower(), *unit.spellings)]
    assert len(spellings) == len(set(spellings))
    assert all(word == word.lower() for unit in UNITS for word in unit.spellings)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("R_Earth", "Earth radii"), ("HRS", "hours"), ("au", "AU"), ("Earth  Flux", "Earth flux"), ("%", "percent")],
)
def test_spellings_are_read_in_any_case(spelling, name):
    assert find_unit(spelling).name == name


def test_astropy_is_not_imported_before_a_conversion():
    code = "import sys, ML.catalogs.units as u; u.known_units('K'); sys.exit('astropy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
