"""How alike a planet and the Earth are, by the Earth Similarity Index in its two published forms.

An index is 1 for the Earth and falls towards 0. It says nothing of life or water: Venus, whose surface melts lead,
has 0.9 in radius, density and escape velocity.

References
----------
Schulze-Makuch, D., et al. 2011, Astrobiology 11, 1041, doi:10.1089/ast.2010.0592 (equation 2 and table 1: the index of
four properties). Planetary Habitability Laboratory, Earth Similarity Index, https://phl.upr.edu/projects/earth-similarity-index-esi
(the index of light and radius that its Habitable Worlds Catalog gives as ``P_ESI``).
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from ML.features.physics import EARTH_LIKE_BOND_ALBEDO

WEIGHTS = MappingProxyType(
    {"planet_radius": 0.57, "planet_density": 1.07, "escape_velocity": 0.70, "surface_temperature": 5.58}
)
"""Weight exponents of Schulze-Makuch et al. (2011), table 1."""

EARTH_SURFACE_TEMPERATURE_K = 288.0
"""[K] Mean surface temperature of the Earth, the reference of Schulze-Makuch et al. (2011)."""

EARTH_TEMPERATURE_WITHOUT_ALBEDO_K = 278.3
"""[K] T_sun √(R_sun / 2 au): a black globe at one astronomical unit that spreads its heat evenly."""

EARTH_EQUILIBRIUM_TEMPERATURE_K = EARTH_TEMPERATURE_WITHOUT_ALBEDO_K * (1.0 - EARTH_LIKE_BOND_ALBEDO) ** 0.25
"""[K] 254.6: the same with 30 % of the light reflected, against which equilibrium temperatures are compared."""


def _term(value: ArrayLike, earth: float) -> np.ndarray:
    number = np.asarray(value, dtype=float)
    positive = np.where(number > 0, number, np.nan)
    return 1.0 - np.abs(positive - earth) / (positive + earth)


def equilibrium_temperature_from_insolation(insolation: ArrayLike) -> np.ndarray:
    """Equilibrium temperature [K] from the insolation [Earth flux] with an Earth-like albedo, 254.6 K · S^¼."""
    flux = np.asarray(insolation, dtype=float)
    return EARTH_EQUILIBRIUM_TEMPERATURE_K * np.where(flux > 0, flux, np.nan) ** 0.25


def planet_density(planet_radius: ArrayLike, planet_mass: ArrayLike) -> np.ndarray:
    """Mean density [Earth's], M / R³, from radius [Earth radii] and mass [Earth masses]."""
    radius = np.asarray(planet_radius, dtype=float)
    return np.asarray(planet_mass, dtype=float) / np.where(radius > 0, radius, np.nan) ** 3


def escape_velocity(planet_radius: ArrayLike, planet_mass: ArrayLike) -> np.ndarray:
    """Escape velocity [Earth's, 11.19 km/s], √(M / R), from radius [Earth radii] and mass [Earth masses]."""
    radius = np.asarray(planet_radius, dtype=float)
    ratio = np.asarray(planet_mass, dtype=float) / np.where(radius > 0, radius, np.nan)
    return np.sqrt(np.where(ratio > 0, ratio, np.nan))


def earth_similarity_index(
    planet_radius: ArrayLike,
    planet_mass: ArrayLike,
    temperature: ArrayLike,
    *,
    earth_temperature: float = EARTH_EQUILIBRIUM_TEMPERATURE_K,
) -> np.ndarray:
    """Earth Similarity Index of four properties, ∏ (1 − |x − x⊕| / (x + x⊕))^(w / 4).

    Parameters
    ----------
    planet_radius : array_like [Earth radii]
    planet_mass : array_like [Earth masses]
        Density and escape velocity follow from radius and mass.
    temperature : array_like [K]
        An equilibrium temperature, which stands in for the surface temperature that no catalogue knows.
    earth_temperature : float [K]
        What the Earth's own temperature of that kind is: 254.6 for equilibrium temperatures with an albedo of 0.3,
        ``EARTH_SURFACE_TEMPERATURE_K`` for surface temperatures.

    Returns
    -------
    ndarray
        Between 0 and 1; NaN where an input is missing.

    Examples
    --------
    >>> float(earth_similarity_index(1.0, 1.0, 288.0, earth_temperature=288.0))
    1.0
    """
    terms = {
        "planet_radius": _term(planet_radius, 1.0),
        "planet_density": _term(planet_density(planet_radius, planet_mass), 1.0),
        "escape_velocity": _term(escape_velocity(planet_radius, planet_mass), 1.0),
        "surface_temperature": _term(temperature, earth_temperature),
    }
    powers = [term ** (WEIGHTS[name] / len(WEIGHTS)) for name, term in terms.items()]
    return np.prod(np.broadcast_arrays(*powers), axis=0)


def light_and_radius_similarity(insolation: ArrayLike, planet_radius: ArrayLike) -> np.ndarray:
    """Earth Similarity Index of light and radius, 1 − √(((S−1)/(S+1))² / 2 + ((R−1)/(R+1))² / 2).

    This is the index that the Habitable Worlds Catalog gives; it needs neither a mass nor a temperature.

    Parameters
    ----------
    insolation : array_like [Earth flux]
    planet_radius : array_like [Earth radii]

    Returns
    -------
    ndarray
        Between 0 and 1; NaN where an input is missing.
    """
    squares = [(1.0 - _term(value, 1.0)) ** 2 for value in (insolation, planet_radius)]
    return 1.0 - np.sqrt(np.mean(np.broadcast_arrays(*squares), axis=0))
