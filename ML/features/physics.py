"""Transit and orbit physics: pure functions of arrays, each with its formula, units and source.

Arguments are array-likes of one shape (or broadcastable); results are float arrays. Where an input is missing or
makes no physical sense (a negative depth, say) the result is NaN, without a warning.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ML.constants import (
    ASTRONOMICAL_UNIT_M,
    EARTH_RADII_PER_SOLAR_RADIUS,
    GRAVITATIONAL_CONSTANT,
    HOURS_PER_DAY,
    PARTS_PER_MILLION,
    SECONDS_PER_DAY,
    SOLAR_EFFECTIVE_TEMPERATURE_K,
    SOLAR_GM,
    SOLAR_RADIUS_M,
)

_KG_M3_PER_G_CM3 = 1000.0
_CM_PER_M = 100.0

EARTH_LIKE_BOND_ALBEDO = 0.3
"""Assumed by the Kepler pipeline for ``koi_teq`` (Borucki et al. 2011, ApJ 736, 19); Earth's is 0.306."""


def _positive(values: ArrayLike) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    return np.where(numbers > 0, numbers, np.nan)


def log10_positive(values: ArrayLike) -> np.ndarray:
    """Decimal logarithm; NaN where a value is not positive."""
    return np.log10(_positive(values))


def radius_ratio_from_depth(transit_depth: ArrayLike) -> np.ndarray:
    """Planet-to-star radius ratio, √(depth), without limb darkening.

    Parameters
    ----------
    transit_depth : array_like [ppm]

    References
    ----------
    Seager & Mallén-Ornelas 2003, ApJ 585, 1038, equation 8.

    Examples
    --------
    >>> float(radius_ratio_from_depth(10_000))
    0.1
    """
    return np.sqrt(_positive(transit_depth) * PARTS_PER_MILLION)


def planet_radius_from_ratio(radius_ratio: ArrayLike, stellar_radius: ArrayLike) -> np.ndarray:
    """Planet radius [Earth radii] from the radius ratio and the stellar radius [solar radii]."""
    return _positive(radius_ratio) * _positive(stellar_radius) * EARTH_RADII_PER_SOLAR_RADIUS


def stellar_mass_from_gravity(stellar_surface_gravity: ArrayLike, stellar_radius: ArrayLike) -> np.ndarray:
    """Stellar mass [solar masses], g R² / G, from log10 g [cm s⁻²] and the radius [solar radii]."""
    gravity = 10.0 ** np.asarray(stellar_surface_gravity, dtype=float) / _CM_PER_M
    return gravity * (_positive(stellar_radius) * SOLAR_RADIUS_M) ** 2 / SOLAR_GM


def stellar_density(stellar_surface_gravity: ArrayLike, stellar_radius: ArrayLike) -> np.ndarray:
    """Mean stellar density [g cm⁻³], 3 g / (4 π G R).

    Parameters
    ----------
    stellar_surface_gravity : array_like [log10(cm s⁻²)]
    stellar_radius : array_like [solar radii]

    Notes
    -----
    g = G M / R² and ρ = M / (4/3 π R³) leave 3 g / (4 π G R).
    """
    gravity = 10.0 ** np.asarray(stellar_surface_gravity, dtype=float) / _CM_PER_M
    radius = _positive(stellar_radius) * SOLAR_RADIUS_M
    return 3.0 * gravity / (4.0 * np.pi * GRAVITATIONAL_CONSTANT * radius) / _KG_M3_PER_G_CM3


def scaled_semi_major_axis(orbital_period: ArrayLike, density: ArrayLike) -> np.ndarray:
    """Orbital distance in stellar radii, a / R★ = (G ρ P² / 3π)^(1/3), for a planet of negligible mass.

    Parameters
    ----------
    orbital_period : array_like [days]
    density : array_like [g cm⁻³]
        Mean density of the star.

    References
    ----------
    Winn 2010, arXiv:1001.2010, equation 30.
    """
    seconds = _positive(orbital_period) * SECONDS_PER_DAY
    return np.cbrt(GRAVITATIONAL_CONSTANT * _positive(density) * _KG_M3_PER_G_CM3 * seconds**2 / (3.0 * np.pi))


def semi_major_axis(orbital_period: ArrayLike, stellar_mass: ArrayLike) -> np.ndarray:
    """Orbital distance [au] from the period [days] and the stellar mass [solar masses]: Kepler's third law."""
    seconds = _positive(orbital_period) * SECONDS_PER_DAY
    return np.cbrt(SOLAR_GM * _positive(stellar_mass) * seconds**2 / (4.0 * np.pi**2)) / ASTRONOMICAL_UNIT_M


def transit_probability(distance_in_stellar_radii: ArrayLike) -> np.ndarray:
    """Chance that a circular orbit seen from a random direction transits, R★ / a (at most 1).

    References
    ----------
    Borucki & Summers 1984, Icarus 58, 121; Winn 2010, arXiv:1001.2010, equation 9.
    """
    return np.minimum(1.0, 1.0 / _positive(distance_in_stellar_radii))


def expected_central_transit_duration(
    orbital_period: ArrayLike, density: ArrayLike, radius_ratio: ArrayLike = 0.0
) -> np.ndarray:
    """Duration [hours] of a transit across the middle of the star on a circular orbit.

    T = P/π · arcsin((1 + k) R★/a), with a/R★ from period and stellar density.

    Parameters
    ----------
    orbital_period : array_like [days]
    density : array_like [g cm⁻³]
        Mean density of the star.
    radius_ratio : array_like
        Planet radius over stellar radius, k.

    References
    ----------
    Winn 2010, arXiv:1001.2010, equation 14 with b = 0 and i = 90°.
    """
    sine = (1.0 + np.asarray(radius_ratio, dtype=float)) / scaled_semi_major_axis(orbital_period, density)
    inside = np.where(sine <= 1.0, sine, np.nan)
    return _positive(orbital_period) * HOURS_PER_DAY / np.pi * np.arcsin(inside)


def equilibrium_temperature(
    stellar_effective_temperature: ArrayLike,
    distance_in_stellar_radii: ArrayLike,
    bond_albedo: float = EARTH_LIKE_BOND_ALBEDO,
) -> np.ndarray:
    """Equilibrium temperature [K] with heat spread over the whole planet, T★ √(R★/2a) (1 − A)^¼.

    Parameters
    ----------
    stellar_effective_temperature : array_like [K]
    distance_in_stellar_radii : array_like
        a / R★.
    bond_albedo : float
        Share of the light that is reflected.

    References
    ----------
    Méndez & Rivera-Valentín 2017, ApJ 837, L1, equation 3.
    """
    dilution = np.sqrt(0.5 / _positive(distance_in_stellar_radii))
    return _positive(stellar_effective_temperature) * dilution * (1.0 - bond_albedo) ** 0.25


def stellar_luminosity(stellar_radius: ArrayLike, stellar_effective_temperature: ArrayLike) -> np.ndarray:
    """Luminosity [solar] by the Stefan–Boltzmann law from radius [solar radii] and temperature [K]."""
    relative = _positive(stellar_effective_temperature) / SOLAR_EFFECTIVE_TEMPERATURE_K
    return _positive(stellar_radius) ** 2 * relative**4


def insolation_flux(luminosity: ArrayLike, distance: ArrayLike) -> np.ndarray:
    """Light received [Earth's], L / a², from luminosity [solar] and distance [au]."""
    return _positive(luminosity) / _positive(distance) ** 2


def per_transit_signal_to_noise(transit_signal_to_noise: ArrayLike, transits: ArrayLike) -> np.ndarray:
    """Signal-to-noise of one transit: noise averages down as √N (Howard et al. 2012, ApJS 201, 15, equation 1)."""
    return _positive(transit_signal_to_noise) / np.sqrt(_positive(transits))


def fractional_error(value: ArrayLike, upper_error: ArrayLike, lower_error: ArrayLike) -> np.ndarray:
    """Mean of the absolute upper and lower errors over the absolute value."""
    spread = (np.abs(np.asarray(upper_error, dtype=float)) + np.abs(np.asarray(lower_error, dtype=float))) / 2.0
    return spread / _positive(np.abs(np.asarray(value, dtype=float)))
