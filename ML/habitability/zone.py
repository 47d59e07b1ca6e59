"""The habitable zone of Kopparapu et al. (2014), and where a planet stands in it.

References
----------
Kopparapu, R. K., et al. 2014, ApJ 787, L29, doi:10.1088/2041-8205/787/2/L29 (equation 4, table 1).
Classes and size limits: Planetary Habitability Laboratory, Methods of the Habitable Exoplanets Catalog (2020-10-05),
https://phl.upr.edu/projects/habitable-exoplanets-catalog/methods; its table is https://phl.upr.edu/hwc.
Tayar, J., et al. 2022, ApJ 927, 31, doi:10.3847/1538-4357/ac4bbc (how well stellar temperatures are known).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from ML.features.physics import insolation_flux, semi_major_axis, stellar_luminosity

REFERENCE_TEMPERATURE_K = 5780.0
"""[K] Subtracted from T_eff in the polynomial (Kopparapu et al. 2014, equation 4)."""

COOLEST_STAR_K, HOTTEST_STAR_K = 2600.0, 7200.0
"""[K] Range of stellar temperatures for which the limits were computed."""

TEMPERATURE_FLOOR = 0.02
"""Stellar temperatures are known to 2 % at best (Tayar et al. 2022), so a star this near to the range may be in it."""


class Limit(StrEnum):
    """An edge of the habitable zone, from the star outwards."""

    RECENT_VENUS = "recent_venus"
    RUNAWAY_GREENHOUSE_5_EARTH_MASSES = "runaway_greenhouse_5_earth_masses"
    RUNAWAY_GREENHOUSE = "runaway_greenhouse"
    RUNAWAY_GREENHOUSE_01_EARTH_MASSES = "runaway_greenhouse_0.1_earth_masses"
    MAXIMUM_GREENHOUSE = "maximum_greenhouse"
    EARLY_MARS = "early_mars"


COEFFICIENTS = MappingProxyType(
    {
        Limit.RECENT_VENUS: (1.776, 2.136e-4, 2.533e-8, -1.332e-11, -3.097e-15),
        Limit.RUNAWAY_GREENHOUSE_5_EARTH_MASSES: (1.188, 1.433e-4, 1.707e-8, -8.968e-12, -2.084e-15),
        Limit.RUNAWAY_GREENHOUSE: (1.107, 1.332e-4, 1.580e-8, -8.308e-12, -1.931e-15),
        Limit.RUNAWAY_GREENHOUSE_01_EARTH_MASSES: (0.99, 1.209e-4, 1.404e-8, -7.418e-12, -1.713e-15),
        Limit.MAXIMUM_GREENHOUSE: (0.356, 6.171e-5, 1.698e-9, -3.198e-12, -5.575e-16),
        Limit.EARLY_MARS: (0.320, 5.547e-5, 1.526e-9, -2.874e-12, -5.011e-16),
    }
)
"""S_sun, a, b, c, d of each limit (Kopparapu et al. 2014, table 1)."""


class Zone(StrEnum):
    """Where a planet's light puts it."""

    TOO_HOT = "too_hot"
    OPTIMISTIC_INNER = "optimistic_inner"
    CONSERVATIVE = "conservative"
    OPTIMISTIC_OUTER = "optimistic_outer"
    TOO_COLD = "too_cold"
    UNKNOWN = "unknown"


class Habitability(StrEnum):
    """Whether a planet's light and size allow surface water.

    As in the Habitable Worlds Catalog, both classes ask for light between recent Venus and early Mars; conservative
    ones are small enough to be rocky, optimistic ones may also keep a deep envelope.
    """

    CONSERVATIVE = "conservative"
    OPTIMISTIC = "optimistic"
    NOT = "not"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """Smallest size, and largest conservative and optimistic ones, of a world that may be rocky and keep air."""

    smallest: float
    conservative: float
    optimistic: float


RADIUS_LIMITS = SizeLimits(0.5, 1.5, 2.5)
"""[Earth radii] Habitable Worlds Catalog."""

MASS_LIMITS = SizeLimits(0.1, 5.0, 10.0)
"""[Earth masses] Habitable Worlds Catalog."""


def effective_flux_limit(limit: Limit, stellar_effective_temperature: ArrayLike) -> np.ndarray:
    """Stellar flux at an edge of the habitable zone, S_sun + a t + b t² + c t³ + d t⁴ with t = T_eff − 5780 K.

    Parameters
    ----------
    limit : Limit
        Which edge.
    stellar_effective_temperature : array_like [K]

    Returns
    -------
    ndarray [Earth flux]
        NaN outside 2600 to 7200 K, where the limits were not computed.

    Examples
    --------
    >>> round(float(effective_flux_limit(Limit.RUNAWAY_GREENHOUSE, 5780.0)), 3)
    1.107
    """
    temperature = np.asarray(stellar_effective_temperature, dtype=float)
    known = (temperature >= COOLEST_STAR_K) & (temperature <= HOTTEST_STAR_K)
    t = np.where(known, temperature - REFERENCE_TEMPERATURE_K, np.nan)
    return np.polynomial.polynomial.polyval(t, COEFFICIENTS[limit])


def limit_distance(limit: Limit, stellar_effective_temperature: ArrayLike, luminosity: ArrayLike) -> np.ndarray:
    """Distance [au] of an edge, √(L / S_eff), from temperature [K] and luminosity [solar]."""
    flux = effective_flux_limit(limit, stellar_effective_temperature)
    return np.sqrt(np.asarray(luminosity, dtype=float) / flux)


def best_insolation(
    *,
    insolation: ArrayLike = np.nan,
    log_luminosity: ArrayLike = np.nan,
    stellar_radius: ArrayLike = np.nan,
    stellar_effective_temperature: ArrayLike = np.nan,
    stellar_mass: ArrayLike = np.nan,
    distance: ArrayLike = np.nan,
    orbital_period: ArrayLike = np.nan,
) -> np.ndarray:
    """Insolation [Earth flux] by the best route that the inputs allow; NaN where none does.

    The catalogued insolation, else 10^log L / a², else R★² (T_eff / 5772 K)⁴ / a²; a as catalogued, else from the
    period and the stellar mass.

    Parameters
    ----------
    insolation : array_like [Earth flux]
    log_luminosity : array_like [log10(solar)]
    stellar_radius : array_like [solar radii]
    stellar_effective_temperature : array_like [K]
    stellar_mass : array_like [solar masses]
    distance : array_like [au]
    orbital_period : array_like [days]
    """
    a = _first_known(distance, semi_major_axis(orbital_period, stellar_mass))
    luminosity = _first_known(
        10.0 ** np.asarray(log_luminosity, dtype=float),
        stellar_luminosity(stellar_radius, stellar_effective_temperature),
    )
    return _first_known(insolation, insolation_flux(luminosity, a))


def _first_known(first: ArrayLike, second: ArrayLike) -> np.ndarray:
    first, second = np.broadcast_arrays(np.asarray(first, dtype=float), np.asarray(second, dtype=float))
    return np.where(np.isfinite(first), first, second)


def zone(insolation: ArrayLike, stellar_effective_temperature: ArrayLike) -> np.ndarray:
    """Where planets stand in the habitable zones of their stars.

    Parameters
    ----------
    insolation : array_like [Earth flux]
    stellar_effective_temperature : array_like [K]

    Returns
    -------
    ndarray of str
        Values of ``Zone``; ``"unknown"`` where an input is missing or the star is outside 2600 to 7200 K. A star
        outside by less than the 2 % to which temperatures are known is judged at the end of the range, where the
        limits change by about 1 % (TRAPPIST-1, at 2566 K).
    """
    flux, temperature = np.asarray(insolation, dtype=float), _nearest_in_range(stellar_effective_temperature)
    venus, runaway, maximum, mars = (
        effective_flux_limit(limit, temperature)
        for limit in (Limit.RECENT_VENUS, Limit.RUNAWAY_GREENHOUSE, Limit.MAXIMUM_GREENHOUSE, Limit.EARLY_MARS)
    )
    unknown = ~np.isfinite(flux) | (flux <= 0) | ~np.isfinite(venus)
    places = [unknown, flux > venus, flux > runaway, flux >= maximum, flux >= mars]
    names = [Zone.UNKNOWN, Zone.TOO_HOT, Zone.OPTIMISTIC_INNER, Zone.CONSERVATIVE, Zone.OPTIMISTIC_OUTER]
    return np.select(places, [str(name) for name in names], default=str(Zone.TOO_COLD))


def _nearest_in_range(stellar_effective_temperature: ArrayLike) -> np.ndarray:
    temperature = np.asarray(stellar_effective_temperature, dtype=float)
    nearest = np.clip(temperature, COOLEST_STAR_K, HOTTEST_STAR_K)
    return np.where(np.abs(nearest - temperature) <= TEMPERATURE_FLOOR * nearest, nearest, np.nan)


def habitability(
    insolation: ArrayLike,
    stellar_effective_temperature: ArrayLike,
    planet_radius: ArrayLike = np.nan,
    planet_mass: ArrayLike = np.nan,
    *,
    radius_limits: SizeLimits = RADIUS_LIMITS,
    mass_limits: SizeLimits = MASS_LIMITS,
) -> np.ndarray:
    """Whether light and size allow surface water: conservatively, optimistically, not, or unknown.

    Parameters
    ----------
    insolation : array_like [Earth flux]
    stellar_effective_temperature : array_like [K]
    planet_radius : array_like [Earth radii]
    planet_mass : array_like [Earth masses]
        Used where the radius is missing: pass a radius only where it was measured, not where it was guessed from
        the mass.
    radius_limits, mass_limits : SizeLimits
        Sizes of the classes [Earth radii, Earth masses].

    Returns
    -------
    ndarray of str
        Values of ``Habitability``; ``"unknown"`` where light, temperature or size is missing, never ``"not"``.
    """
    by_radius, by_mass = _sized(planet_radius, radius_limits), _sized(planet_mass, mass_limits)
    place, size = np.broadcast_arrays(
        zone(insolation, stellar_effective_temperature),
        np.where(by_radius == Habitability.UNKNOWN, by_mass, by_radius),
    )
    unknown = (place == Zone.UNKNOWN) | (size == Habitability.UNKNOWN)
    outside = np.isin(place, [Zone.TOO_HOT, Zone.TOO_COLD])
    return np.select([unknown, outside], [str(Habitability.UNKNOWN), str(Habitability.NOT)], default=size)


def _sized(size: ArrayLike, limits: SizeLimits) -> np.ndarray:
    numbers = np.asarray(size, dtype=float)
    unknown = ~np.isfinite(numbers) | (numbers <= 0)
    outside = (numbers < limits.smallest) | (numbers > limits.optimistic)
    conditions = [unknown, outside, numbers < limits.conservative]
    names = [Habitability.UNKNOWN, Habitability.NOT, Habitability.CONSERVATIVE]
    return np.select(conditions, [str(name) for name in names], default=str(Habitability.OPTIMISTIC))
