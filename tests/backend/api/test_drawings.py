"""Numbers of a printed dossier carry honest digits, and drawings stay in their frame."""

from __future__ import annotations

import re

import pytest

from backend.api.drawings import measured, orbit_drawing, transit_drawing
from ML.dossier.curve import transit_curve
from ML.dossier.orbit import orbit_sketch
from ML.dossier.quantities import Quantity

EARTH = {
    "orbital_period": 365.25,
    "planet_radius": 1.0,
    "planet_radius_upper_error": 0.1,
    "planet_radius_lower_error": -0.1,
    "stellar_radius": 1.0,
    "stellar_mass": 1.0,
    "stellar_effective_temperature": 5772.0,
    "stellar_surface_gravity": 4.438,
    "impact_parameter": 0.0,
}


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "text"),
    [
        (12.3456, 12.1, 12.7, "days", "12.35 +0.35 −0.25 days"),
        (6065.2, 5990.0, 6140.0, "K", "6,065 +75 −75 K"),
        (1234567.0, 1200000.0, 1300000.0, "", "1,235,000 +65,000 −35,000"),
        (1.23456, None, None, "AU", "1.235 AU"),
        (1.0, 1.0, 1.0, "", "1"),
        (None, None, None, "K", "–"),
    ],
)
def test_a_number_has_two_digits_of_its_error(
    value: float | None, low: float | None, high: float | None, unit: str, text: str
) -> None:
    assert measured(Quantity("name", "Label", unit, value, low, high, "")) == text


def test_a_transit_fills_its_frame_and_dips_in_the_middle() -> None:
    drawn = transit_drawing(transit_curve(EARTH, None))
    assert drawn is not None
    points = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", drawn["line"])]
    assert all(60 <= x <= 310 and 10 <= y <= 130.1 for x, y in points)
    bottom = [x for x, y in points if y > max(y for _, y in points) - 0.05]
    assert (bottom[0] + bottom[-1]) / 2 == pytest.approx(185, abs=1)
    assert drawn["band"].endswith("Z")


def test_the_earth_is_drawn_inside_its_zone() -> None:
    drawn = orbit_drawing(orbit_sketch(EARTH))
    assert drawn is not None
    zone = drawn["zone"]
    assert zone["middle"] - zone["width"] / 2 < drawn["radius"] < zone["middle"] + zone["width"] / 2
    assert max(drawn["radius"], zone["middle"] + zone["width"] / 2) == pytest.approx(62, abs=0.1)


def test_nothing_is_drawn_of_what_is_not_known() -> None:
    assert transit_drawing(transit_curve({}, None)) is None
    assert orbit_drawing(orbit_sketch({})) is None
