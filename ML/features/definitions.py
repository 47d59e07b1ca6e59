"""Engineered features as a table: name, unit, formula, and what goes in, by name in the schema the missions share.

Each is computed from its own row alone, so that one object can be asked about. The number of candidates around the
same star is not such a feature: it is a column (``number_of_candidates``), which the combined table counts from its
rows, never from verdicts, and whose value a person gives for an object of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ML.features import physics


@dataclass(frozen=True, slots=True)
class EngineeredFeature:
    """One computed column: its inputs are canonical names, in the order of the function's arguments.

    Inputs are in the units of the common schema (``ML/catalogs/tables/common.csv``).
    """

    name: str
    label: str
    unit: str
    formula: str
    source: str
    inputs: tuple[str, ...]
    compute: Callable[..., np.ndarray]


def _duration_ratio(duration: np.ndarray, period: np.ndarray, gravity: np.ndarray, radius: np.ndarray) -> np.ndarray:
    expected = physics.expected_central_transit_duration(period, physics.stellar_density(gravity, radius))
    return duration / expected


def _expected_duration(period: np.ndarray, gravity: np.ndarray, radius: np.ndarray) -> np.ndarray:
    return physics.expected_central_transit_duration(period, physics.stellar_density(gravity, radius))


def _transit_probability(period: np.ndarray, gravity: np.ndarray, radius: np.ndarray) -> np.ndarray:
    density = physics.stellar_density(gravity, radius)
    return physics.transit_probability(physics.scaled_semi_major_axis(period, density))


def _duty_cycle(duration: np.ndarray, period: np.ndarray) -> np.ndarray:
    return duration / (np.where(period > 0, period, np.nan) * 24.0)


def _radius_agreement(depth: np.ndarray, stellar_radius: np.ndarray, planet_radius: np.ndarray) -> np.ndarray:
    implied = physics.planet_radius_from_ratio(physics.radius_ratio_from_depth(depth), stellar_radius)
    return physics.log10_positive(implied / np.where(planet_radius > 0, planet_radius, np.nan))


def _logarithm(name: str, label: str, unit: str) -> EngineeredFeature:
    return EngineeredFeature(
        f"log10_{name}", f"log10 of the {label}", f"log10({unit})", "log10(x)", "", (name,), physics.log10_positive
    )


def _error(name: str, label: str) -> EngineeredFeature:
    return EngineeredFeature(
        f"{name}_fractional_error",
        f"Fractional error of the {label}",
        "",
        "(|e₊| + |e₋|) / 2|x|",
        "",
        (name, f"{name}_upper_error", f"{name}_lower_error"),
        physics.fractional_error,
    )


ENGINEERED_FEATURES = (
    # Logarithms of what is skewed: skewness above 2 in some mission's table, and at least halved by the logarithm.
    _logarithm("orbital_period", "orbital period", "days"),
    _logarithm("transit_depth", "transit depth", "ppm"),
    _logarithm("planet_radius", "planet radius", "Earth radii"),
    _logarithm("insolation_flux", "insolation", "Earth flux"),
    _logarithm("transit_signal_to_noise", "transit signal-to-noise", "1"),
    _logarithm("transit_duration", "transit duration", "hours"),
    _logarithm("equilibrium_temperature", "equilibrium temperature", "K"),
    _logarithm("radius_ratio", "radius ratio", "1"),
    _logarithm("scaled_semi_major_axis", "orbit over star radius", "1"),
    _logarithm("semi_major_axis", "semi-major axis", "AU"),
    _logarithm("number_of_transits", "number of transits", "1"),
    _logarithm("stellar_radius", "stellar radius", "Solar radii"),
    _logarithm("stellar_mass", "stellar mass", "Solar mass"),
    _logarithm("distance", "distance", "pc"),
    EngineeredFeature(
        "transit_duty_cycle",
        "Share of the orbit spent in transit",
        "",
        "duration / period",
        "",
        ("transit_duration", "orbital_period"),
        _duty_cycle,
    ),
    EngineeredFeature(
        "radius_ratio_from_depth",
        "Radius ratio implied by the depth",
        "",
        "√depth",
        "Seager & Mallén-Ornelas 2003, ApJ 585, 1038",
        ("transit_depth",),
        physics.radius_ratio_from_depth,
    ),
    EngineeredFeature(
        "radius_agreement",
        "Radius implied by depth and star, against the catalogued one",
        "dex",
        "log10(√depth R★ / R_planet)",
        "Seager & Mallén-Ornelas 2003, ApJ 585, 1038",
        ("transit_depth", "stellar_radius", "planet_radius"),
        _radius_agreement,
    ),
    EngineeredFeature(
        "stellar_density",
        "Stellar density from gravity and radius",
        "g cm⁻³",
        "3 g / (4 π G R★)",
        "Newton",
        ("stellar_surface_gravity", "stellar_radius"),
        physics.stellar_density,
    ),
    EngineeredFeature(
        "expected_transit_duration",
        "Duration expected of a central transit on a circular orbit",
        "hours",
        "P/π arcsin(R★/a)",
        "Winn 2010, arXiv:1001.2010, eq. 14",
        ("orbital_period", "stellar_surface_gravity", "stellar_radius"),
        _expected_duration,
    ),
    EngineeredFeature(
        "transit_duration_ratio",
        "Observed over expected transit duration",
        "",
        "duration / expected duration",
        "Winn 2010, arXiv:1001.2010, eq. 14",
        ("transit_duration", "orbital_period", "stellar_surface_gravity", "stellar_radius"),
        _duration_ratio,
    ),
    EngineeredFeature(
        "transit_probability",
        "Chance that such an orbit transits",
        "",
        "R★ / a",
        "Borucki & Summers 1984, Icarus 58, 121",
        ("orbital_period", "stellar_surface_gravity", "stellar_radius"),
        _transit_probability,
    ),
    EngineeredFeature(
        "per_transit_signal_to_noise",
        "Signal-to-noise of one transit",
        "",
        "SNR / √N",
        "Howard et al. 2012, ApJS 201, 15, eq. 1",
        ("transit_signal_to_noise", "number_of_transits"),
        physics.per_transit_signal_to_noise,
    ),
    _error("orbital_period", "orbital period"),
    _error("transit_duration", "transit duration"),
    _error("transit_depth", "transit depth"),
)
