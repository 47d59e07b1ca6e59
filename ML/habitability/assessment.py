"""Habitability of one planet or of a table, with the probability of each class under the catalogued errors.

Place and class come from :mod:`ML.habitability.zone`, on the catalogued values and on draws around them. What is not
known is called unknown and named; it never counts as "not habitable".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ML.habitability.draws import Spread, row_count, spread
from ML.habitability.similarity import (
    EARTH_EQUILIBRIUM_TEMPERATURE_K,
    earth_similarity_index,
    equilibrium_temperature_from_insolation,
    light_and_radius_similarity,
)
from ML.habitability.system import MEASURED, System, describe
from ML.habitability.zone import (
    COOLEST_STAR_K,
    HOTTEST_STAR_K,
    TEMPERATURE_FLOOR,
    Habitability,
    Limit,
    Zone,
    effective_flux_limit,
    habitability,
    zone,
)
from ML.results import Warnings, remark

MINIMUM_MASS = "Msini"
"""Provenance of a mass from radial velocities alone; a radius beside it was guessed from that mass."""

USED = (
    "insolation_flux",
    "stellar_luminosity",
    "semi_major_axis",
    "orbital_period",
    "stellar_effective_temperature",
    "stellar_radius",
    "stellar_mass",
    "stellar_surface_gravity",
    "planet_radius",
    "planet_mass",
    "equilibrium_temperature",
)
"""What an assessment looks at, by canonical name."""

EDGES = (Limit.RECENT_VENUS, Limit.RUNAWAY_GREENHOUSE, Limit.MAXIMUM_GREENHOUSE, Limit.EARLY_MARS)
"""The edges that are told, from the star outwards."""

ROWS_AT_ONCE = 500
"""Rows of a table that are drawn together: about 100 MB at a thousand draws."""

_NEEDED = {
    "insolation_flux": (
        "the insolation is not known: give it, or the star's luminosity (or radius and temperature) together with the "
        "orbital distance (or the period and the star's mass)"
    ),
    "stellar_effective_temperature": "the zone's edges depend on the star's temperature, which is not known",
    "planet_radius": "neither the planet's radius nor its mass is known, so it may be rocky or not",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A quantity that is not known, and why that matters in a sentence."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Similarity:
    """Earth Similarity Index in both forms (see :mod:`ML.habitability.similarity`).

    Attributes
    ----------
    light_and_radius : Spread
        As the Habitable Worlds Catalog gives it.
    four_properties : Spread
        Radius, density, escape velocity and temperature.
    missing : tuple of str
        What the index of four properties lacks.
    warnings : list of dict
    """

    light_and_radius: Spread
    four_properties: Spread
    missing: tuple[str, ...]
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class Assessment:
    """What can be said of one planet.

    Attributes
    ----------
    zone, habitability : str
        At the catalogued values: values of :class:`ML.habitability.zone.Zone` and ``Habitability``.
    probabilities : dict of str to float
        Share of the draws in each class of ``Habitability``; they add up to 1.
    zone_probabilities : dict of str to float
        Share of the draws in each place of ``Zone``.
    insolation : Spread [Earth flux]
    insolation_source, distance_source : str
        By which formula it is known; empty where it is not (or was not needed).
    edges : dict of str to float or None [Earth flux]
        Light at the edges of this star's zone; None where its temperature is missing or out of range.
    size_from : str
        ``"planet_radius"``, ``"planet_mass"`` or ``""``.
    similarity : Similarity
    missing : tuple of Missing
        What would be needed to decide.
    without_errors : tuple of str
        Quantities taken as exact because the catalogue gives no error.
    warnings : list of dict
    draws, seed : int
    """

    zone: str
    habitability: str
    probabilities: dict[str, float]
    zone_probabilities: dict[str, float]
    insolation: Spread
    insolation_source: str
    distance_source: str
    edges: dict[str, float | None]
    size_from: str
    similarity: Similarity
    missing: tuple[Missing, ...]
    without_errors: tuple[str, ...]
    warnings: Warnings = field(default_factory=list)
    draws: int = 0
    seed: int = 0


def assess(quantities: Mapping[str, Any], draws: int = 1000, seed: int = 42) -> Assessment:
    """Judge one planet, with Monte-Carlo draws over its catalogued errors.

    Parameters
    ----------
    quantities : mapping of str to float or None
        By canonical name, in canonical units, errors as ``<name>_upper_error`` and ``<name>_lower_error``. A
        ``planet_mass_provenance`` of ``"Msini"`` says that the radius was guessed from the mass: then the mass decides.
    draws : int
    seed : int
        The same seed gives the same probabilities.

    Returns
    -------
    Assessment

    Examples
    --------
    >>> earth = {"insolation_flux": 1.0, "stellar_effective_temperature": 5772.0, "planet_radius": 1.0}
    >>> assess(earth, draws=10).habitability
    'conservative'
    >>> assess({**earth, "planet_radius": None}, draws=10).probabilities["unknown"]
    1.0
    """
    system = _system(quantities, draws, seed)
    places, classes = _judge(system)
    return Assessment(
        zone=str(places[0, 0]),
        habitability=str(classes[0, 0]),
        probabilities={str(kind): float(_shares(classes, kind)[0]) for kind in Habitability},
        zone_probabilities={str(place): float(_shares(places, place)[0]) for place in Zone},
        insolation=system.spread("insolation_flux"),
        insolation_source=system.source("insolation_flux"),
        distance_source=_distance_source(system),
        edges=edges(float(system.known["stellar_effective_temperature"][0, 0])),
        size_from=_size_from(system),
        similarity=_similarity(system),
        missing=_missing(system),
        without_errors=tuple(name for name in system.without_errors if name in USED),
        warnings=_warnings(quantities, system),
        draws=draws,
        seed=seed,
    )


def assess_table(table: Mapping[str, Any] | pd.DataFrame, draws: int = 1000, seed: int = 42) -> pd.DataFrame:
    """Judge every planet of a table as :func:`assess` would.

    Parameters
    ----------
    table : DataFrame, or mapping of str to array_like of shape (n_rows,)
        Canonical names and units, as for :func:`assess`.
    draws : int
    seed : int

    Returns
    -------
    DataFrame of shape (n_rows, 13)
        ``zone``, ``habitability``, ``p_conservative``, ``p_optimistic``, ``p_not``, ``p_unknown``, ``insolation_flux``
        [Earth flux] with ``insolation_low`` and ``insolation_high``, ``insolation_source``, ``similarity`` (of light
        and radius), ``similarity_of_four`` and ``missing`` (names joined by ";"), with the table's index.
    """
    frame = table if isinstance(table, pd.DataFrame) else pd.DataFrame(dict(table))
    parts = [_assess_rows(frame.iloc[at : at + ROWS_AT_ONCE], draws, seed) for at in range(0, len(frame), ROWS_AT_ONCE)]
    return pd.concat(parts) if parts else _assess_rows(frame, draws, seed)


def _assess_rows(frame: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    system = _system({str(name): frame[name].to_numpy() for name in frame}, draws, seed)
    places, classes = _judge(system)
    light = system.known["insolation_flux"]
    columns: dict[str, Any] = {"zone": places[:, 0], "habitability": classes[:, 0]}
    columns |= {f"p_{kind}": _shares(classes, kind) for kind in Habitability}
    columns |= {"insolation_flux": light[:, 0], **_percentiles(light)}
    columns["insolation_source"] = system.sources["insolation_flux"]
    columns["similarity"] = light_and_radius_similarity(light[:, 0], system.catalogued["planet_radius"][:, 0])
    columns["similarity_of_four"] = _four(system)[:, 0]
    columns["missing"] = _missing_names(system)
    return pd.DataFrame(columns).iloc[: len(frame)].set_axis(frame.index, axis=0)


def edges(stellar_effective_temperature: float) -> dict[str, float | None]:
    """Light [Earth flux] at the four edges of the zone of a star of this temperature [K], by name of the edge."""
    nearest = np.clip(stellar_effective_temperature, COOLEST_STAR_K, HOTTEST_STAR_K)
    known = abs(nearest - stellar_effective_temperature) <= TEMPERATURE_FLOOR * nearest
    return {str(edge): float(effective_flux_limit(edge, nearest)) if known else None for edge in EDGES}


def _system(quantities: Mapping[str, Any], draws: int, seed: int) -> System:
    used = {name: value for name, value in quantities.items() if _base(name) in USED}
    return describe(_without_guessed_radius(used, quantities.get("planet_mass_provenance")), draws, seed)


def _base(name: str) -> str:
    return name.removesuffix("_upper_error").removesuffix("_lower_error")


def _without_guessed_radius(used: dict[str, Any], provenance: Any) -> dict[str, Any]:
    if provenance is None or "planet_radius" not in used:
        return used
    guessed = np.asarray(provenance, dtype=object) == MINIMUM_MASS
    radius = np.where(guessed, np.nan, np.asarray(used["planet_radius"], dtype=float))
    return {**used, "planet_radius": radius if row_count(used, MEASURED) > 1 else float(radius.reshape(-1)[0])}


def _judge(system: System) -> tuple[np.ndarray, np.ndarray]:
    light, temperature = (system.known[name] for name in ("insolation_flux", "stellar_effective_temperature"))
    radius, mass = (system.catalogued[name] for name in ("planet_radius", "planet_mass"))
    return zone(light, temperature), habitability(light, temperature, radius, mass)


def _shares(names: np.ndarray, name: str) -> np.ndarray:
    return np.mean(names[:, 1:] == str(name), axis=1)


def _percentiles(values: np.ndarray) -> dict[str, np.ndarray]:
    spreads = [spread(row) for row in values]
    return {f"insolation_{end}": np.array([getattr(s, end) for s in spreads], dtype=float) for end in ("low", "high")}


def _distance_source(system: System) -> str:
    needed = system.has("insolation_flux") and not np.isfinite(system.catalogued["insolation_flux"][0, 0])
    return system.source("semi_major_axis") if needed else ""


def _size_from(system: System) -> str:
    known = (name for name in ("planet_radius", "planet_mass") if np.isfinite(system.catalogued[name][0, 0]))
    return next(known, "")


def _lacking(system: System) -> dict[str, np.ndarray]:
    sizes = [system.catalogued[name][:, 0] for name in ("planet_radius", "planet_mass")]
    return {
        "insolation_flux": ~np.isfinite(system.known["insolation_flux"][:, 0]),
        "stellar_effective_temperature": ~np.isfinite(system.known["stellar_effective_temperature"][:, 0]),
        "planet_radius": ~np.isfinite(sizes[0]) & ~np.isfinite(sizes[1]),
    }


def _missing(system: System) -> tuple[Missing, ...]:
    return tuple(Missing(name, _NEEDED[name]) for name, lacks in _lacking(system).items() if lacks[0])


def _missing_names(system: System) -> list[str]:
    lacking = pd.DataFrame(_lacking(system))
    return [";".join(lacking.columns[row]) for row in lacking.to_numpy()]


def _temperature(system: System) -> np.ndarray:
    """Equilibrium temperature [K] at one albedo for all: catalogues assume different ones."""
    from_light = equilibrium_temperature_from_insolation(system.known["insolation_flux"])
    return np.where(np.isfinite(from_light), from_light, system.catalogued["equilibrium_temperature"])


def _four(system: System) -> np.ndarray:
    radius, mass = (system.catalogued[name] for name in ("planet_radius", "planet_mass"))
    return earth_similarity_index(radius, mass, _temperature(system))


def _similarity(system: System) -> Similarity:
    light, radius = system.known["insolation_flux"], system.catalogued["planet_radius"]
    needs = {"planet_radius": radius, "planet_mass": system.catalogued["planet_mass"], "insolation_flux": light}
    return Similarity(
        light_and_radius=spread(light_and_radius_similarity(light, radius)[0]),
        four_properties=spread(_four(system)[0]),
        missing=tuple(name for name, values in needs.items() if not np.isfinite(values[0, 0])),
        warnings=[remark("temperature_stands_in", _STANDS_IN)],
    )


_STANDS_IN = (
    "The equilibrium temperature (albedo 0.3) stands in for the surface temperature, which no catalogue knows, and is "
    f"compared with the Earth's equilibrium temperature of {EARTH_EQUILIBRIUM_TEMPERATURE_K:.0f} K."
)


def _warnings(quantities: Mapping[str, Any], system: System) -> Warnings:
    found = []
    temperature = float(system.known["stellar_effective_temperature"][0, 0])
    if np.isfinite(temperature) and edges(temperature)[str(Limit.EARLY_MARS)] is None:
        text = f"The zone's limits are known for stars of {COOLEST_STAR_K:.0f} to {HOTTEST_STAR_K:.0f} K; this one has"
        found.append(remark("star_out_of_range", f"{text} {temperature:.0f} K."))
    if quantities.get("planet_mass_provenance") == MINIMUM_MASS and quantities.get("planet_radius") is not None:
        found.append(remark("radius_from_mass", "The radius was guessed from a minimum mass, so the mass decides."))
    if _size_from(system) == "planet_mass":
        found.append(remark("size_from_mass", "No radius was measured: the class rests on the mass."))
    return found
