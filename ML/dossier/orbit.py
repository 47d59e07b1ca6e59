"""The orbit and its star to scale, with the habitable zone: numbers and units, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ML.constants import EARTH_RADII_PER_SOLAR_RADIUS
from ML.dossier.quantities import Quantity, known, quantity
from ML.habitability.assessment import edges
from ML.habitability.system import AU_PER_SOLAR_RADIUS, System, describe
from ML.habitability.zone import zone
from ML.results import Warnings, remark


@dataclass(frozen=True, slots=True)
class OrbitSketch:
    """One planet, its orbit and its star.

    Attributes
    ----------
    available : bool
        False where the orbit's size is not known; ``missing`` then says what would give it.
    semi_major_axis, periastron, apastron : Quantity [au]
    eccentricity : Quantity
        0 where none is catalogued, which a warning tells.
    orbital_period : Quantity [days]
    stellar_radius : Quantity [solar radii]
    stellar_radius_au, planet_radius_au : float or None [au]
        To draw both discs on the scale of the orbit.
    planet_radius : Quantity [Earth radii]
    insolation_flux : Quantity [Earth flux]
    zone : str
        Value of :class:`ML.habitability.zone.Zone`.
    zone_edges : dict of str to float or None [au]
        Distances of recent Venus, runaway greenhouse, maximum greenhouse and early Mars; None where the star's
        luminosity is unknown or its temperature is outside 2600 to 7200 K.
    warnings : list of dict
    missing : tuple of str
    """

    available: bool
    semi_major_axis: Quantity
    periastron: Quantity
    apastron: Quantity
    eccentricity: Quantity
    orbital_period: Quantity
    stellar_radius: Quantity
    stellar_radius_au: float | None
    planet_radius: Quantity
    planet_radius_au: float | None
    insolation_flux: Quantity
    zone: str
    zone_edges: dict[str, float | None]
    warnings: Warnings
    missing: tuple[str, ...]


def orbit_sketch(quantities: Mapping[str, Any], draws: int = 1000, seed: int = 42) -> OrbitSketch:
    """Sketch the orbit of one object from its catalogued numbers and errors.

    Parameters
    ----------
    quantities : mapping of str to float or None
        By canonical name, in canonical units, with errors.
    draws, seed : int

    Returns
    -------
    OrbitSketch
    """
    return orbit_of(describe(quantities, draws, seed))


def orbit_of(system: System) -> OrbitSketch:
    """Sketch the orbit of a system that is already described; see :func:`orbit_sketch`."""
    distance, eccentricity = system.known["semi_major_axis"][0], _eccentricity(system)
    star, planet = (known(system, name) for name in ("stellar_radius", "planet_radius"))
    source = system.source("semi_major_axis")
    return OrbitSketch(
        available=system.has("semi_major_axis"),
        semi_major_axis=known(system, "semi_major_axis"),
        periastron=quantity("periastron", distance * (1.0 - eccentricity), source, "Nearest distance", "AU"),
        apastron=quantity("apastron", distance * (1.0 + eccentricity), source, "Farthest distance", "AU"),
        eccentricity=quantity("eccentricity", eccentricity, _eccentricity_source(system)),
        orbital_period=known(system, "orbital_period"),
        stellar_radius=star,
        stellar_radius_au=_in_au(star.value),
        planet_radius=planet,
        planet_radius_au=_in_au(planet.value, EARTH_RADII_PER_SOLAR_RADIUS),
        insolation_flux=known(system, "insolation_flux"),
        zone=str(zone(system.known["insolation_flux"][0, 0], system.known["stellar_effective_temperature"][0, 0])),
        zone_edges=zone_edges(system),
        warnings=_warnings(system),
        missing=() if system.has("semi_major_axis") else system.missing(("orbital_period", "stellar_mass")),
    )


def zone_edges(system: System) -> dict[str, float | None]:
    """Distances [au] of the zone's edges from the first object's star, √(L / S_eff); None where unknown."""
    luminosity = 10.0 ** float(system.known["stellar_luminosity"][0, 0])
    fluxes = edges(float(system.known["stellar_effective_temperature"][0, 0]))
    return {name: _distance(luminosity, flux) for name, flux in fluxes.items()}


def _distance(luminosity: float, flux: float | None) -> float | None:
    return None if flux is None or not np.isfinite(luminosity) else float(np.sqrt(luminosity / flux))


def _in_au(radius: float | None, per_solar_radius: float = 1.0) -> float | None:
    return None if radius is None else radius / per_solar_radius * AU_PER_SOLAR_RADIUS


def _eccentricity(system: System) -> np.ndarray:
    values = system.catalogued["eccentricity"][0]
    return np.where(np.isfinite(values[0]), np.clip(values, 0.0, 0.99), 0.0)


def _eccentricity_source(system: System) -> str:
    return "as catalogued" if system.has("eccentricity") else "assumed: none is catalogued"


def _warnings(system: System) -> Warnings:
    told = {
        "assumed_circular": (not system.has("eccentricity"), "No eccentricity is known: the orbit is drawn circular."),
        "no_zone": (
            None in zone_edges(system).values(),
            "The habitable zone is not drawn: it needs the star's luminosity and a temperature of 2600 to 7200 K.",
        ),
        "inside_the_star": (
            bool(system.known["scaled_semi_major_axis"][0, 0] <= 1.0),
            "With these numbers the orbit lies inside the star.",
        ),
    }
    return [remark(code, text) for code, (is_so, text) in told.items() if is_so]
