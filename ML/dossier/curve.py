"""The transit as this object's own numbers draw it, with a band for their errors and every assumption named.

The catalogued duration is always met: the impact parameter follows from it where none is catalogued, and else the
orbital distance in stellar radii does. Whether that distance suits the star is a check of its own
(:mod:`ML.dossier.checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ML.constants import HOURS_PER_DAY, PARTS_PER_MILLION
from ML.dossier.limb_darkening import BANDS, LimbDarkening, limb_darkening, of_the_sun
from ML.dossier.quantities import Quantity, quantity
from ML.dossier.transit import (
    impact_from_duration,
    light_curve,
    scaled_axis_from_duration,
    separation,
    transit_duration,
)
from ML.features.physics import radius_ratio_from_depth
from ML.habitability.system import System, describe
from ML.results import Warnings, remark

POINTS = 241
"""Times of a curve: odd, so that one is mid-transit."""

MARGIN = 0.8
"""The curve reaches this many durations to either side of mid-transit."""

DRAWS = 200
"""Draws behind the band of a curve: enough for its 16th and 84th percentiles to a tenth of an error."""

DEPTH_TOLERANCE = 0.2
"""Drawn and catalogued depths that differ by more are told."""

_ROUNDS = 12
_DARK = 1e-12

ASSUMPTIONS = {
    "assumed_circular": "The orbit is taken as circular; an eccentric one changes the duration, not the depth.",
    "impact_from_duration": "The impact parameter is not catalogued: it follows from the duration and the star.",
    "impact_assumed_central": "No impact parameter is known: the planet is drawn across the middle of the star.",
    "duration_too_long": (
        "The transit lasts longer than a central one around this star on a circular orbit: it is drawn central, and "
        "the orbit as wide as the duration asks."
    ),
    "ratio_from_depth": "The radius ratio is chosen so that the drawn depth is the catalogued one.",
    "ratio_from_radii": "The radius ratio is that of the catalogued radii.",
    "limb_darkening_of_the_sun": "The star's temperature or gravity is missing: it is darkened at the limb as the Sun.",
    "limb_darkening_at_the_edge": "The star is outside the table of limb darkening: its last entry is taken.",
    "band_assumed": "The mission is not known: the star is drawn in TESS's band.",
    "no_transit": "With these numbers the planet passes beside the star: no transit is seen.",
    "depth_differs": "The drawn depth differs from the catalogued one by more than a fifth.",
}
"""Every warning that a curve may carry, by code."""


@dataclass(frozen=True, slots=True)
class TransitCurve:
    """A transit, ready to be drawn.

    Attributes
    ----------
    available : bool
        False where too little is known; ``missing`` then says what.
    time : tuple of float [hours]
        From mid-transit; symmetric about 0.
    flux, flux_low, flux_high : tuple of float
        Brightness over that out of transit, at the catalogued values and at the 16th and 84th percentile of the draws.
    parameters : tuple of Quantity
        ``radius_ratio``, ``impact_parameter``, ``scaled_semi_major_axis``, ``transit_duration`` [hours] and
        ``transit_depth`` [ppm] as drawn.
    limb_darkening : LimbDarkening or None
    warnings : list of dict
    missing : tuple of str
    """

    available: bool
    time: tuple[float, ...] = ()
    flux: tuple[float, ...] = ()
    flux_low: tuple[float, ...] = ()
    flux_high: tuple[float, ...] = ()
    parameters: tuple[Quantity, ...] = ()
    limb_darkening: LimbDarkening | None = None
    warnings: Warnings = field(default_factory=list)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Geometry:
    period: np.ndarray
    ratio: np.ndarray
    axis: np.ndarray
    impact: np.ndarray
    codes: tuple[str, ...]

    def whole(self) -> bool:
        return all(np.isfinite(values[0]) for values in (self.period, self.ratio, self.axis, self.impact))


def transit_curve(
    quantities: Mapping[str, Any], mission: str | None = None, draws: int = DRAWS, seed: int = 42
) -> TransitCurve:
    """Draw the transit of one object from its catalogued numbers and errors.

    Parameters
    ----------
    quantities : mapping of str to float or None
        By canonical name, in canonical units, with errors.
    mission : str or None
        ``"kepler"``, ``"k2"`` or ``"tess"`` (in any case): decides the pass band.
    draws, seed : int

    Returns
    -------
    TransitCurve
    """
    return curve_of(describe(quantities, draws, seed), mission)


def curve_of(system: System, mission: str | None = None) -> TransitCurve:
    """Draw the transit of a system that is already described; see :func:`transit_curve`."""
    limb, codes = _limb(system, mission)
    geometry = _geometry({name: values[0] for name, values in system.known.items()}, system, limb)
    if not geometry.whole():
        return TransitCurve(False, missing=_missing(geometry))
    time = _times(geometry, system)
    flux = _flux(time, geometry, limb)
    low, high = _band(flux)
    parameters = _parameters(geometry, flux)
    codes = (*codes, *geometry.codes, *_remarks(system, geometry, parameters))
    return TransitCurve(
        True,
        _numbers(time),
        _numbers(flux[0]),
        _numbers(low),
        _numbers(high),
        parameters,
        limb,
        [remark(code, ASSUMPTIONS[code]) for code in codes],
    )


def _limb(system: System, mission: str | None) -> tuple[LimbDarkening, tuple[str, ...]]:
    band = BANDS.get((mission or "").lower(), "tess")
    star = [system.known[name][0, 0] for name in ("stellar_effective_temperature", "stellar_surface_gravity")]
    found = limb_darkening(band, *(float(number) for number in star))
    codes = () if (mission or "").lower() in BANDS else ("band_assumed",)
    if found is None:
        return of_the_sun(band), (*codes, "limb_darkening_of_the_sun")
    return found, (*codes, *(("limb_darkening_at_the_edge",) if found.clipped else ()))


def _geometry(held: Mapping[str, np.ndarray], system: System, limb: LimbDarkening) -> _Geometry:
    """Period, radius ratio, orbit and impact parameter of every draw, of shape (1 + n_draws,)."""
    ratio, code, fixed = _first_ratio(system)
    geometry = _place(held, ratio)
    for _ in range(0 if fixed else _ROUNDS):
        geometry = _place(held, _deepened(geometry, held["transit_depth"], limb))
    return replace(geometry, codes=(*code, *geometry.codes))


def _first_ratio(system: System) -> tuple[np.ndarray, tuple[str, ...], bool]:
    if np.isfinite(system.catalogued["radius_ratio"][0, 0]):
        return system.catalogued["radius_ratio"][0], (), True
    depth = radius_ratio_from_depth(system.catalogued["transit_depth"][0])
    if np.isfinite(depth[0]):
        return depth, ("ratio_from_depth",), False
    return system.known["radius_ratio"][0], ("ratio_from_radii",), True


def _deepened(geometry: _Geometry, depth: np.ndarray, limb: LimbDarkening) -> np.ndarray:
    """Return the ratio that brings the drawn depth nearer to the catalogued one."""
    drawn = 1.0 - light_curve(geometry.impact, geometry.ratio, limb.u1, limb.u2)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.sqrt(depth * PARTS_PER_MILLION / np.where(drawn > _DARK, drawn, np.nan))
    return geometry.ratio * np.where(np.isfinite(factor), np.clip(factor, 0.5, 2.0), 1.0)


def _place(held: Mapping[str, np.ndarray], ratio: np.ndarray) -> _Geometry:
    """Orbit and impact parameter for a radius ratio, so that the duration is met."""
    period, duration, axis = (held[name] for name in ("orbital_period", "transit_duration", "scaled_semi_major_axis"))
    impact = _catalogued_impact(held)
    if not np.isfinite(impact[0]):
        return _without_impact(period, duration, axis, ratio)
    if np.isfinite(duration[0]) and impact[0] < 1.0 + ratio[0]:
        axis = scaled_axis_from_duration(period, duration, impact, ratio)
    return _Geometry(period, ratio, axis, impact, ())


def _catalogued_impact(held: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the impact parameter as catalogued, or a cos i where inclination and orbit are."""
    if np.isfinite(held["impact_parameter"][0]):
        return held["impact_parameter"]
    return np.abs(held["scaled_semi_major_axis"] * np.cos(np.radians(held["inclination"])))


def _without_impact(period: np.ndarray, duration: np.ndarray, axis: np.ndarray, ratio: np.ndarray) -> _Geometry:
    central = np.zeros_like(ratio)
    if not np.isfinite(duration[0]):
        return _Geometry(period, ratio, axis, central, ("impact_assumed_central",))
    wide = scaled_axis_from_duration(period, duration, central, ratio)
    if not np.isfinite(axis[0]):
        return _Geometry(period, ratio, wide, central, ("impact_assumed_central",))
    impact = impact_from_duration(period, duration, axis, ratio)
    code = "impact_from_duration" if np.isfinite(impact[0]) else "duration_too_long"
    fits = np.isfinite(impact)
    return _Geometry(period, ratio, np.where(fits, axis, wide), np.where(fits, impact, 0.0), (code,))


def _times(geometry: _Geometry, system: System) -> np.ndarray:
    args = (geometry.period[0], geometry.axis[0], geometry.impact[0], geometry.ratio[0])
    lasts = float(transit_duration(*args))
    central = float(transit_duration(args[0], args[1], 0.0, args[3]))
    usual = next((hours for hours in (lasts, central) if np.isfinite(hours)), args[0] * HOURS_PER_DAY / 8.0)
    half = min(MARGIN * usual, args[0] * HOURS_PER_DAY / 4.0)
    return np.linspace(-half, half, POINTS)


def _flux(time: np.ndarray, geometry: _Geometry, limb: LimbDarkening) -> np.ndarray:
    column = [values[:, None] for values in (geometry.period, geometry.axis, geometry.impact, geometry.ratio)]
    return light_curve(separation(time, *column[:3]), column[3], limb.u1, limb.u2)


def _band(flux: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    draws = flux[1:][np.isfinite(flux[1:]).all(axis=1)]
    low, high = np.percentile(draws, [15.865, 84.135], axis=0) if len(draws) else (flux[0], flux[0])
    return np.minimum(low, flux[0]), np.maximum(high, flux[0])


def _parameters(geometry: _Geometry, flux: np.ndarray) -> tuple[Quantity, ...]:
    lasts = transit_duration(geometry.period, geometry.axis, geometry.impact, geometry.ratio)
    depth = (1.0 - flux[:, POINTS // 2]) / PARTS_PER_MILLION
    drawn = {
        "radius_ratio": geometry.ratio,
        "impact_parameter": geometry.impact,
        "scaled_semi_major_axis": geometry.axis,
        "transit_duration": lasts,
        "transit_depth": depth,
    }
    return tuple(quantity(name, values, "as drawn") for name, values in drawn.items())


def _remarks(system: System, geometry: _Geometry, parameters: tuple[Quantity, ...]) -> tuple[str, ...]:
    depth, drawn = system.catalogued["transit_depth"][0, 0], parameters[-1].value or 0.0
    beside = geometry.impact[0] >= 1.0 + geometry.ratio[0]
    differs = abs(drawn - depth) > DEPTH_TOLERANCE * depth
    told = {"assumed_circular": True, "no_transit": beside, "depth_differs": bool(differs) and not beside}
    return tuple(code for code, is_so in told.items() if is_so)


def _missing(geometry: _Geometry) -> tuple[str, ...]:
    parts = {
        "orbital_period": geometry.period,
        "radius_ratio": geometry.ratio,
        "scaled_semi_major_axis": geometry.axis,
    }
    return tuple(name for name, values in parts.items() if not np.isfinite(values[0]))


def _numbers(values: np.ndarray) -> tuple[float, ...]:
    return tuple(np.round(values, 9).tolist())
