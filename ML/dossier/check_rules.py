"""The physics checks as data: what each computes from an object's numbers, which values pass, and where that is from.

A check that fails says that the numbers do not suit a planet as they stand: an eclipsing binary, a blend, or numbers
that are wrong. A check that passes proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ML.constants import EARTH_RADII_PER_JUPITER_RADIUS, SOLAR_DENSITY_G_CM3
from ML.dossier.mass_radius import predicted_masses
from ML.features import physics
from ML.habitability.similarity import EARTH_TEMPERATURE_WITHOUT_ALBEDO_K, planet_density

EARTH_DENSITY_G_CM3 = 5.514
"""[g cm⁻³] Earth's mean density."""

DEUTERIUM_LIMIT_EARTH_MASSES = 13.0 * 317.83
"""[Earth masses] 13 Jupiter masses: above, deuterium burns and the object is a brown dwarf."""

ROCHE_PERIOD_DAYS = 12.6 / 24.0
"""[days] Shortest period of a body of 1 g cm⁻³ before tides break it; it goes as ρ^(−½)."""


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check.

    Attributes
    ----------
    name, label, unit : str
        Of the value that is compared.
    inputs : tuple of str
        Canonical names, in the order of ``compute``'s arguments; all are needed.
    compute : callable
        Value of shape (n_rows, 1 + n_draws) from arrays of that shape.
    low, high : float
        A value between them passes.
    catalogued : tuple of str
        Inputs that must be catalogued themselves: a number that was derived from the others cannot contradict them.
    passes, fails : str
        Reason in one sentence, with ``{value}``, ``{low}`` and ``{high}`` to be filled in.
    source : str
        The paper that the check or its threshold is from.
    optional : tuple of str
        Inputs that it can do without.
    """

    name: str
    label: str
    unit: str
    inputs: tuple[str, ...]
    compute: Callable[..., np.ndarray]
    low: float
    high: float
    catalogued: tuple[str, ...]
    passes: str
    fails: str
    source: str
    optional: tuple[str, ...] = ()


def _same(values: np.ndarray) -> np.ndarray:
    return values


def _sum(ratio: np.ndarray, impact: np.ndarray) -> np.ndarray:
    return ratio + impact


def _depth_ratio(depth: np.ndarray, planet: np.ndarray, star: np.ndarray) -> np.ndarray:
    """Return √depth over the ratio of the radii; the errors of those are mostly the star's and are left out."""
    ratio = planet[:, :1] / physics.planet_radius_from_ratio(1.0, star[:, :1])
    return physics.radius_ratio_from_depth(depth) / np.where(ratio > 0, ratio, np.nan)


def _duration_ratio(
    duration: np.ndarray, period: np.ndarray, mass: np.ndarray, radius: np.ndarray, ratio: np.ndarray
) -> np.ndarray:
    density = SOLAR_DENSITY_G_CM3 * mass / np.where(radius > 0, radius, np.nan) ** 3
    expected = physics.expected_central_transit_duration(period, density, np.nan_to_num(ratio))
    return np.where(duration > 0, duration, np.nan) / expected


def _temperature_ratio(temperature: np.ndarray, insolation: np.ndarray) -> np.ndarray:
    """Return T_eq over a black globe's; the errors of both are the star's and go together: they are left out."""
    black = EARTH_TEMPERATURE_WITHOUT_ALBEDO_K * np.where(insolation > 0, insolation, np.nan) ** 0.25
    return _without_errors(np.where(temperature > 0, temperature, np.nan) / black)


def _light_ratio(
    insolation: np.ndarray, radius: np.ndarray, temperature: np.ndarray, distance: np.ndarray
) -> np.ndarray:
    """Return the insolation over what star and orbit give; the errors go together and are left out."""
    expected = physics.insolation_flux(physics.stellar_luminosity(radius, temperature), distance)
    return _without_errors(np.where(insolation > 0, insolation, np.nan) / expected)


def _without_errors(values: np.ndarray) -> np.ndarray:
    return np.broadcast_to(values[:, :1], values.shape)


def _roche_ratio(period: np.ndarray, radius: np.ndarray, mass: np.ndarray) -> np.ndarray:
    weight = np.where(np.isfinite(mass[:, :1]), mass, predicted_masses(radius))
    density = EARTH_DENSITY_G_CM3 * planet_density(radius, weight)
    return period * np.sqrt(np.where(density > 0, density, np.nan)) / ROCHE_PERIOD_DAYS


CHECKS = (
    CheckRule(
        "planet_radius",
        "Size of a planet",
        "Earth radii",
        ("planet_radius",),
        _same,
        0.0,
        2.0 * EARTH_RADII_PER_JUPITER_RADIUS,
        (),
        "{value} Earth radii is a planet's size: the largest known ones reach about two Jupiter radii ({high}).",
        "{value} Earth radii is more than two Jupiter radii ({high}): a star, or a wrong star's radius.",
        "Fortney, Dawson & Komacek 2021, JGR Planets 126, e06629",
    ),
    CheckRule(
        "planet_mass",
        "Mass of a planet",
        "Earth mass",
        ("planet_mass",),
        _same,
        0.0,
        DEUTERIUM_LIMIT_EARTH_MASSES,
        ("planet_mass",),
        "{value} Earth masses is below the deuterium limit of 13 Jupiter masses ({high}).",
        "{value} Earth masses is above the deuterium limit of 13 Jupiter masses ({high}): a brown dwarf or a star.",
        "Spiegel, Burrows & Milsom 2011, ApJ 727, 57",
    ),
    CheckRule(
        "radius_ratio",
        "Smaller than its star",
        "",
        ("radius_ratio",),
        _same,
        0.0,
        0.5,
        (),
        "It is {value} times as large as its star.",
        "It is {value} times as large as its star: nothing of a planet's size is that large beside a normal star.",
        "Seager & Mallén-Ornelas 2003, ApJ 585, 1038",
    ),
    CheckRule(
        "depth_agreement",
        "Depth against the radii",
        "",
        ("transit_depth", "planet_radius", "stellar_radius"),
        _depth_ratio,
        0.7,
        1.4,
        ("transit_depth", "planet_radius"),
        "The depth implies {value} times the catalogued radius ratio, as limb darkening and a slanted chord allow.",
        "The depth implies {value} times the catalogued radius ratio (expected {low} to {high}): a grazing eclipse, "
        "light of another star, or numbers that do not belong together.",
        "Seager & Mallén-Ornelas 2003, ApJ 585, 1038; Mandel & Agol 2002, ApJ 580, L171",
    ),
    CheckRule(
        "duration_agreement",
        "Duration against the star's density",
        "",
        ("transit_duration", "orbital_period", "stellar_mass", "stellar_radius", "radius_ratio"),
        _duration_ratio,
        0.2,
        2.0,
        ("transit_duration",),
        "It lasts {value} times as long as a central transit of this star on a circular orbit.",
        "It lasts {value} times as long as a central transit of this star on a circular orbit (expected {low} to "
        "{high}): another star, a very eccentric orbit, or a wrong period.",
        "Tingley & Sackett 2005, ApJ 627, 1011; Kipping 2014, MNRAS 440, 2164",
        optional=("radius_ratio",),
    ),
    CheckRule(
        "impact_parameter",
        "Not grazing",
        "",
        ("impact_parameter",),
        _same,
        0.0,
        0.9,
        (),
        "The chord passes {value} stellar radii from the star's centre.",
        "The chord passes {value} stellar radii from the star's centre, at its limb: the size is then poorly known, "
        "and most grazing events are stars.",
        "Winn 2010, arXiv:1001.2010",
    ),
    CheckRule(
        "v_shape",
        "Not V-shaped (radius ratio + impact parameter)",
        "",
        ("radius_ratio", "impact_parameter"),
        _sum,
        0.0,
        1.04,
        (),
        "The planet's disc comes wholly before the star's, so the transit has a floor.",
        "Radius ratio and impact parameter add up to {value} (at most {high}): the transit is V-shaped, as eclipses of "
        "stars are.",
        "Thompson et al. 2018, ApJS 235, 38",
    ),
    CheckRule(
        "transit_signal_to_noise",
        "Signal-to-noise",
        "",
        ("transit_signal_to_noise",),
        _same,
        7.1,
        np.inf,
        (),
        "A signal-to-noise of {value} is above the 7.1 that keeps chance detections below one a mission.",
        "A signal-to-noise of {value} is below 7.1: chance alone may make such a signal.",
        "Jenkins, Caldwell & Borucki 2002, ApJ 564, 495",
    ),
    CheckRule(
        "number_of_transits",
        "Seen three times",
        "",
        ("number_of_transits",),
        _same,
        3.0,
        np.inf,
        (),
        "{value} transits were seen.",
        "Only {value} transits were seen: the period may be wrong, or the events unrelated.",
        "Thompson et al. 2018, ApJS 235, 38",
    ),
    CheckRule(
        "temperature_agreement",
        "Temperature against the insolation",
        "",
        ("equilibrium_temperature", "insolation_flux"),
        _temperature_ratio,
        0.7,
        1.2,
        ("insolation_flux",),
        "The equilibrium temperature is {value} times a black globe's in this light: an albedo between 0 and 0.76.",
        "The equilibrium temperature is {value} times a black globe's in this light (expected {low} to {high}): the "
        "two numbers do not belong together.",
        "Méndez & Rivera-Valentín 2017, ApJ 837, L1",
    ),
    CheckRule(
        "insolation_agreement",
        "Insolation against star and orbit",
        "",
        ("insolation_flux", "stellar_radius", "stellar_effective_temperature", "semi_major_axis"),
        _light_ratio,
        0.5,
        2.0,
        ("insolation_flux",),
        "The insolation is {value} times what the star gives at this distance.",
        "The insolation is {value} times what the star gives at this distance (expected {low} to {high}): the numbers "
        "do not belong together.",
        "Stefan and Boltzmann; Kopparapu et al. 2014, ApJ 787, L29",
    ),
    CheckRule(
        "orbit_outside_star",
        "Orbit outside the star",
        "stellar radii",
        ("scaled_semi_major_axis",),
        _same,
        1.0,
        np.inf,
        (),
        "The orbit is {value} stellar radii wide.",
        "The orbit would be {value} stellar radii wide, inside the star: the period or the star's radius is wrong.",
        "Winn 2010, arXiv:1001.2010",
    ),
    CheckRule(
        "roche_limit",
        "Period above the Roche limit",
        "",
        ("orbital_period", "planet_radius", "planet_mass"),
        _roche_ratio,
        1.0,
        np.inf,
        (),
        "The period is {value} times the shortest that the star's tides allow a planet of this density.",
        "The period is {value} times the shortest that the star's tides allow a planet of this density: it would be "
        "torn apart.",
        "Rappaport et al. 2013, ApJ 773, L15 (density by Chen & Kipping 2017, ApJ 834, 17, where no mass is measured)",
        optional=("planet_mass",),
    ),
)
"""The checks in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class NotTestable:
    """A test that no table of numbers allows, why, and where to look."""

    name: str
    label: str
    text: str
    where: str


NOT_TESTABLE = (
    NotTestable(
        "centroid",
        "Centroid shift",
        "Whether the light moves aside during transit, as it does when a neighbour is eclipsed, shows in pixels only.",
        "Data validation report at the Exoplanet Archive or MAST; target pixel files at MAST",
    ),
    NotTestable(
        "odd_even",
        "Odd against even transits",
        "Alternating depths betray two stars that eclipse each other at twice the period.",
        "Data validation report at the Exoplanet Archive or MAST; light curve at MAST",
    ),
    NotTestable(
        "secondary_eclipse",
        "Secondary eclipse",
        "A second dip, deeper than a planet's own light allows, betrays a star.",
        "Data validation report at the Exoplanet Archive or MAST; light curve at MAST",
    ),
    NotTestable(
        "ephemeris_match",
        "Same period as another star",
        "A signal that repeats that of a star elsewhere on the detector is its stray light; this compares all objects.",
        "Exoplanet Archive; Coughlin et al. 2014, AJ 147, 119",
    ),
    NotTestable(
        "contamination",
        "Light of neighbours",
        "Unseen neighbours dilute the depth and may be the ones that are eclipsed.",
        "High-resolution images and time-series follow-up at ExoFOP; Gaia sources at SIMBAD",
    ),
    NotTestable(
        "stellar_variability",
        "Spots, pulsation and artefacts",
        "Whether the dips are transits at all, and not a varying star or an instrument, shows in the light curve only.",
        "Light curve at MAST",
    ),
    NotTestable(
        "radial_velocity",
        "The companion's mass",
        "Brown dwarfs and small stars are as large as Jupiter: only a mass tells them apart.",
        "Spectroscopic follow-up at ExoFOP",
    ),
)
"""What has to be looked up elsewhere."""
