"""Drawings of a dossier as SVG paths, and its numbers with honest digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

LEFT, RIGHT, TOP, BOTTOM = 60.0, 310.0, 10.0, 130.0
ORBIT_RADIUS = 62.0
"""Largest circle that is drawn [px]."""
MIDDLE_OF_ZONE = ("runaway_greenhouse", "maximum_greenhouse")
PPM = 1e6
LEAST_STAR = 1.0


def transit_drawing(transit: Any) -> dict[str, Any] | None:
    """Return line and band of a transit curve as SVG paths with their labels; None where there is no curve."""
    if not transit.available:
        return None
    deepest = min(transit.flux_low or transit.flux)
    points = _points(transit.time, transit.flux, deepest)
    upper, lower = (_points(transit.time, flux, deepest) for flux in (transit.flux_high, transit.flux_low))
    return {
        "line": _path(points),
        "band": _path([*upper, *reversed(lower)]) + "Z" if upper and lower else "",
        "depth": f"{(1 - deepest) * PPM:,.0f}",
        "first": f"{transit.time[0]:.1f}",
        "last": f"{transit.time[-1]:.1f}",
        "hours": f"{transit.time[-1] - transit.time[0]:.1f}",
    }


def _points(time: Sequence[float], flux: Sequence[float], deepest: float) -> list[tuple[float, float]]:
    width, depth = time[-1] - time[0], max(1 - deepest, 1e-9)
    across = [LEFT + (moment - time[0]) / width * (RIGHT - LEFT) for moment in time]
    return [(x, TOP + (1 - level) / depth * (BOTTOM - TOP)) for x, level in zip(across, flux, strict=False)]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def orbit_drawing(orbit: Any) -> dict[str, Any] | None:
    """Return the radii [px] of orbit, star and zone on one scale; None where the orbit's size is not known."""
    distance = orbit.semi_major_axis.value
    if not orbit.available or not distance:
        return None
    inner, outer = (orbit.zone_edges.get(edge) for edge in MIDDLE_OF_ZONE)
    scale = ORBIT_RADIUS / max(distance, outer or 0.0)
    return {
        "distance": f"{distance:.3g}",
        "radius": round(distance * scale, 2),
        "star": round(max((orbit.stellar_radius_au or 0.0) * scale, LEAST_STAR), 2),
        "zone": None if inner is None or outer is None else _zone(inner, outer, scale),
    }


def _zone(inner: float, outer: float, scale: float) -> dict[str, Any]:
    return {
        "middle": round((inner + outer) / 2 * scale, 2),
        "width": round((outer - inner) * scale, 2),
        "inner": f"{inner:.3g}",
        "outer": f"{outer:.3g}",
    }


def measured(number: Any) -> str:
    """Write a value with its errors and unit, to two digits of the smaller error: 12.4 +0.3 −0.2 days.

    Parameters
    ----------
    number : object with ``value``, ``low``, ``high`` and ``unit``
        The 16th and 84th percentile stand around the value.
    """
    value, unit = number.value, f" {number.unit}" if number.unit else ""
    if value is None:
        return "–"
    errors = [abs(end - value) for end in (number.high, number.low) if end is not None]
    known = [error for error in errors if error > 0]
    if len(errors) != 2 or not known:  # noqa: PLR2004
        return f"{value:.4g}{unit}"
    places = 1 - math.floor(math.log10(min(known)))
    shown = [f"{round(one, places):,.{max(places, 0)}f}" for one in (value, *errors)]
    return f"{shown[0]} +{shown[1]} −{shown[2]}{unit}"
