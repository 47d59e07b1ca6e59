"""What following up an object would be worth: predicted mass, radial-velocity amplitude, spectroscopy metrics.

References
----------
Kempton, E. M.-R., et al. 2018, PASP 130, 114401, doi:10.1088/1538-3873/aadf6f (equations 1 to 4, table 1, section 5).
Lovis, C., & Fischer, D. 2010, in Exoplanets, ed. S. Seager, 27 (equation 14: the radial-velocity semi-amplitude).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ML.constants import EARTH_GM, EARTH_RADII_PER_JUPITER_RADIUS, SECONDS_PER_DAY, SOLAR_GM
from ML.dossier.mass_radius import mass_for_metrics, predicted_masses
from ML.dossier.quantities import Quantity, quantity
from ML.features.physics import equilibrium_temperature
from ML.habitability.system import System, describe
from ML.results import Warnings, remark

TSM_BINS = (1.5, 2.75, 4.0, 10.0)
"""[Earth radii] Upper ends of the bins of Kempton et al. (2018), table 1; there is no scale above the last."""

TSM_SCALES = (0.190, 1.26, 1.28, 1.15)
"""Scale factor of each bin."""

TSM_SMALL, TSM_LARGE = 10.0, 90.0
"""Metrics from which they recommend follow-up: below 1.5 Earth radii, and from there to 10."""

ESM_SCALE = 4.29e6
ESM_RECOMMENDED = 7.5
ESM_WAVELENGTH_M = 7.5e-6
DAYSIDE_FACTOR = 1.10
"""Dayside over equilibrium temperature."""

_KEMPTON = "Kempton et al. 2018, PASP 130, 114401"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number that says what follow-up would bring.

    Attributes
    ----------
    quantity : Quantity
        With the 16th and 84th percentile over the catalogued errors (and the scatter of a predicted mass).
    recommended_from : float or None
        Value from which the paper recommends follow-up; None where it gives none.
    recommended : bool or None
        Whether the value reaches it.
    text : str
        One sentence: what the number means, or why there is none.
    source : str
        The paper.
    missing : tuple of str
        Canonical names of what it lacks; empty where there is a value, or where the paper does not define one.
    """

    quantity: Quantity
    recommended_from: float | None
    recommended: bool | None
    text: str
    source: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Metrics in the order in which they are shown, and what was assumed."""

    metrics: tuple[Metric, ...]
    warnings: Warnings


def radial_velocity_semi_amplitude(
    orbital_period: ArrayLike, planet_mass: ArrayLike, stellar_mass: ArrayLike, eccentricity: ArrayLike = 0.0
) -> np.ndarray:
    """Speed [m/s] with which the star swings, for an orbit seen edge-on, (2πG/P)^⅓ m / (M + m)^⅔ / √(1 − e²).

    Parameters
    ----------
    orbital_period : array_like [days]
    planet_mass : array_like [Earth masses]
    stellar_mass : array_like [solar masses]
    eccentricity : array_like

    Examples
    --------
    >>> float(radial_velocity_semi_amplitude(365.25, 1.0, 1.0).round(4))
    0.0895
    """
    period, planet, star, shape = (
        np.asarray(value, dtype=float) for value in (orbital_period, planet_mass, stellar_mass, eccentricity)
    )
    star_gm, planet_gm = np.where(star > 0, star, np.nan) * SOLAR_GM, planet * EARTH_GM
    speed = np.cbrt(2.0 * np.pi / (period * SECONDS_PER_DAY)) * planet_gm / (star_gm + planet_gm) ** (2.0 / 3.0)
    return speed / np.sqrt(1.0 - shape**2)


def transmission_spectroscopy_metric(
    planet_radius: ArrayLike,
    planet_mass: ArrayLike,
    equilibrium_temperature: ArrayLike,
    stellar_radius: ArrayLike,
    j_magnitude: ArrayLike,
) -> np.ndarray:
    """Transmission spectroscopy metric, scale · R³ T_eq / (M R★²) · 10^(−m_J / 5).

    Parameters
    ----------
    planet_radius : array_like [Earth radii]
    planet_mass : array_like [Earth masses]
    equilibrium_temperature : array_like [K]
        Without albedo and with heat spread over the whole planet.
    stellar_radius : array_like [solar radii]
    j_magnitude : array_like [mag]

    Returns
    -------
    ndarray
        NaN above 10 Earth radii, for which the paper gives no scale.
    """
    radius, mass, temperature, star, magnitude = (
        np.asarray(value, dtype=float)
        for value in (planet_radius, planet_mass, equilibrium_temperature, stellar_radius, j_magnitude)
    )
    scale = np.array([*TSM_SCALES, np.nan])[np.searchsorted(TSM_BINS, radius, side="right")]
    with np.errstate(divide="ignore", invalid="ignore"):
        return scale * radius**3 * temperature / (mass * star**2) * 10.0 ** (-magnitude / 5.0)


def emission_spectroscopy_metric(
    radius_ratio: ArrayLike,
    equilibrium_temperature: ArrayLike,
    stellar_effective_temperature: ArrayLike,
    k_magnitude: ArrayLike,
) -> np.ndarray:
    """Emission spectroscopy metric, 4.29·10⁶ B(7.5 µm, 1.1 T_eq) / B(7.5 µm, T★) · k² · 10^(−m_K / 5).

    Parameters
    ----------
    radius_ratio : array_like
    equilibrium_temperature : array_like [K]
        Without albedo and with heat spread over the whole planet.
    stellar_effective_temperature : array_like [K]
    k_magnitude : array_like [mag]

    Returns
    -------
    ndarray
    """
    ratio, planet, star, magnitude = (
        np.asarray(value, dtype=float)
        for value in (radius_ratio, equilibrium_temperature, stellar_effective_temperature, k_magnitude)
    )
    brightness = _planck_exponential(star) / _planck_exponential(DAYSIDE_FACTOR * planet)
    return ESM_SCALE * brightness * ratio**2 * 10.0 ** (-magnitude / 5.0)


def _planck_exponential(temperature: np.ndarray) -> np.ndarray:
    """exp(hc / λkT) − 1 at 7.5 µm: Planck's law is proportional to its inverse."""
    from scipy.constants import c, h, k

    positive = np.where(temperature > 0, temperature, np.nan)
    return np.expm1(np.minimum(h * c / (ESM_WAVELENGTH_M * k * positive), 700.0))


def follow_up(quantities: Mapping[str, Any], draws: int = 1000, seed: int = 42) -> FollowUp:
    """Judge what following up one object would bring, with the spread of its catalogued errors.

    Parameters
    ----------
    quantities : mapping of str to float or None
        By canonical name, in canonical units, with errors.
    draws, seed : int

    Returns
    -------
    FollowUp
    """
    return follow_up_of(describe(quantities, draws, seed), seed)


def follow_up_of(system: System, seed: int = 42) -> FollowUp:
    """Judge a system that is already described; see :func:`follow_up`."""
    held = {name: values[0] for name, values in system.known.items()}
    held["predicted_mass"] = predicted_masses(held["planet_radius"], seed)
    measured = np.isfinite(held["planet_mass"][0])
    held["mass"] = held["planet_mass"] if measured else held["predicted_mass"]
    held["metric_mass"] = held["planet_mass"] if measured else mass_for_metrics(held["planet_radius"])
    held["black_temperature"] = equilibrium_temperature(
        held["stellar_effective_temperature"], held["scaled_semi_major_axis"], bond_albedo=0.0
    )
    return FollowUp(tuple(_metric(rule, held, system) for rule in METRICS), _warnings(system, bool(measured)))


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    label: str
    unit: str
    needs: tuple[str, ...]
    inputs: tuple[str, ...]
    compute: Callable[..., np.ndarray]
    threshold: Callable[[Mapping[str, np.ndarray]], float | None]
    text: str
    undefined: str
    source: str


def _none(held: Mapping[str, np.ndarray]) -> None:
    return None


def _amplitude(period: np.ndarray, mass: np.ndarray, star: np.ndarray, eccentricity: np.ndarray) -> np.ndarray:
    return radial_velocity_semi_amplitude(period, mass, star, np.clip(np.nan_to_num(eccentricity), 0.0, 0.99))


METRICS = (
    _Rule(
        "predicted_mass",
        "Predicted mass",
        "Earth mass",
        ("planet_radius",),
        ("predicted_mass",),
        np.asarray,
        _none,
        "What a planet of this radius weighs, with the scatter of known planets.",
        "No planet of up to 13 Jupiter masses has such a radius.",
        "Chen & Kipping 2017, ApJ 834, 17",
    ),
    _Rule(
        "radial_velocity_semi_amplitude",
        "Radial-velocity semi-amplitude",
        "m/s",
        ("orbital_period", "stellar_mass", "planet_radius"),
        ("orbital_period", "mass", "stellar_mass", "eccentricity"),
        _amplitude,
        _none,
        "How fast the star swings; the best spectrographs reach about 0.3 m/s on bright, quiet stars.",
        "No mass can be predicted for such a radius.",
        "Lovis & Fischer 2010, in Exoplanets, ed. S. Seager, 27",
    ),
    _Rule(
        "transmission_spectroscopy_metric",
        "Transmission spectroscopy metric",
        "",
        ("planet_radius", "stellar_radius", "stellar_effective_temperature", "scaled_semi_major_axis", "j_magnitude"),
        ("planet_radius", "metric_mass", "black_temperature", "stellar_radius", "j_magnitude"),
        transmission_spectroscopy_metric,
        lambda held: TSM_SMALL if held["planet_radius"][0] < TSM_BINS[0] else TSM_LARGE,
        "Signal-to-noise of a spectrum of the atmosphere in transit, in ten hours of JWST's NIRISS.",
        "The paper gives no scale above 10 Earth radii.",
        _KEMPTON,
    ),
    _Rule(
        "emission_spectroscopy_metric",
        "Emission spectroscopy metric",
        "",
        ("radius_ratio", "stellar_effective_temperature", "scaled_semi_major_axis", "k_magnitude"),
        ("radius_ratio", "black_temperature", "stellar_effective_temperature", "k_magnitude"),
        emission_spectroscopy_metric,
        lambda held: ESM_RECOMMENDED,
        "Signal-to-noise of one eclipse of the planet by its star at 7.5 µm with JWST's MIRI.",
        "It cannot be computed from these numbers.",
        _KEMPTON,
    ),
)
"""The metrics in the order in which they are shown: what each needs, from what it is computed, and what it means."""


def _metric(rule: _Rule, held: Mapping[str, np.ndarray], system: System) -> Metric:
    missing = system.missing(rule.needs)
    values = rule.compute(*(held[name] for name in rule.inputs))
    found = quantity(rule.name, values, rule.source, rule.label, rule.unit)
    least = None if found.value is None else rule.threshold(held)
    text = rule.text if found.value is not None else _why_not(missing, rule)
    reached = None if least is None or found.value is None else found.value >= least
    return Metric(found, least, reached, text, rule.source, missing)


def _why_not(missing: tuple[str, ...], rule: _Rule) -> str:
    words = ", ".join(name.replace("_", " ") for name in missing)
    return f"Not computed: {words} {'is' if len(missing) == 1 else 'are'} not known." if missing else rule.undefined


def _warnings(system: System, measured: bool) -> Warnings:
    radius = system.known["planet_radius"][0, 0]
    told = {
        "mass_predicted": (not measured, "No mass is measured: the metrics take the one that such radii predict."),
        "radius_says_little": (
            bool(radius > 0.9 * EARTH_RADII_PER_JUPITER_RADIUS),
            "From about Jupiter's radius on, planets of very different masses are equally large.",
        ),
    }
    return [remark(code, text) for code, (is_so, text) in told.items() if is_so]
