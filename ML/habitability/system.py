"""What is known of one star and its planet, or of a table of them: catalogued, drawn within errors, and derived.

Each quantity that may follow from others has a list of routes, best first. A row takes the first route whose inputs
it has, for all of its draws alike, and remembers which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ML.constants import ASTRONOMICAL_UNIT_M, SOLAR_DENSITY_G_CM3, SOLAR_GM, SOLAR_RADIUS_M
from ML.features import physics
from ML.habitability.draws import Spread, draw, has_error, spread

AU_PER_SOLAR_RADIUS = SOLAR_RADIUS_M / ASTRONOMICAL_UNIT_M
"""[au] 0.00465."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a quantity: what it needs, in the order of the function's arguments, and in words."""

    inputs: tuple[str, ...]
    text: str
    compute: Callable[..., np.ndarray]


def _same(values: np.ndarray) -> np.ndarray:
    return values


def _positive(values: np.ndarray) -> np.ndarray:
    return np.where(values > 0, values, np.nan)


def _density(mass: np.ndarray, radius: np.ndarray) -> np.ndarray:
    return SOLAR_DENSITY_G_CM3 * _positive(mass) / _positive(radius) ** 3


def _radius_from_gravity(mass: np.ndarray, gravity: np.ndarray) -> np.ndarray:
    return np.sqrt(SOLAR_GM * _positive(mass) / (10.0**gravity / 100.0)) / SOLAR_RADIUS_M


def _log_luminosity(radius: np.ndarray, temperature: np.ndarray) -> np.ndarray:
    return np.log10(physics.stellar_luminosity(radius, temperature))


def _log_luminosity_from_light(flux: np.ndarray, distance: np.ndarray) -> np.ndarray:
    return np.log10(_positive(flux) * _positive(distance) ** 2)


def _light(log_luminosity: np.ndarray, distance: np.ndarray) -> np.ndarray:
    return physics.insolation_flux(10.0**log_luminosity, distance)


def _scaled(distance: np.ndarray, radius: np.ndarray) -> np.ndarray:
    return _positive(distance) / (_positive(radius) * AU_PER_SOLAR_RADIUS)


def _ratio(planet_radius: np.ndarray, stellar_radius: np.ndarray) -> np.ndarray:
    return _positive(planet_radius) / physics.planet_radius_from_ratio(1.0, stellar_radius)


def _catalogued(name: str) -> Route:
    return Route((name,), "as catalogued", _same)


ROUTES: Mapping[str, tuple[Route, ...]] = MappingProxyType(
    {
        "stellar_mass": (
            _catalogued("stellar_mass"),
            Route(
                ("stellar_surface_gravity", "stellar_radius"),
                "from the star's surface gravity and radius",
                physics.stellar_mass_from_gravity,
            ),
        ),
        "stellar_radius": (
            _catalogued("stellar_radius"),
            Route(
                ("stellar_mass", "stellar_surface_gravity"),
                "from the star's mass and surface gravity",
                _radius_from_gravity,
            ),
        ),
        "stellar_density": (
            Route(("stellar_mass", "stellar_radius"), "from the star's mass and radius", _density),
            _catalogued("stellar_density"),
        ),
        "semi_major_axis": (
            _catalogued("semi_major_axis"),
            Route(
                ("orbital_period", "stellar_mass"),
                "from the orbital period and the star's mass (Kepler's third law)",
                physics.semi_major_axis,
            ),
        ),
        "scaled_semi_major_axis": (
            Route(("semi_major_axis", "stellar_radius"), "from the orbital distance and the star's radius", _scaled),
            Route(
                ("orbital_period", "stellar_density"),
                "from the orbital period and the star's density",
                physics.scaled_semi_major_axis,
            ),
            _catalogued("scaled_semi_major_axis"),
        ),
        "stellar_luminosity": (
            _catalogued("stellar_luminosity"),
            Route(
                ("stellar_radius", "stellar_effective_temperature"),
                "from the star's radius and temperature (Stefan and Boltzmann)",
                _log_luminosity,
            ),
            Route(
                ("insolation_flux", "semi_major_axis"),
                "from the catalogued insolation and the orbital distance",
                _log_luminosity_from_light,
            ),
        ),
        "insolation_flux": (
            _catalogued("insolation_flux"),
            Route(("stellar_luminosity", "semi_major_axis"), "from the star's luminosity and the distance", _light),
        ),
        "radius_ratio": (
            _catalogued("radius_ratio"),
            Route(("planet_radius", "stellar_radius"), "from the two radii", _ratio),
            Route(("transit_depth",), "from the depth, without limb darkening", physics.radius_ratio_from_depth),
        ),
        "planet_radius": (
            _catalogued("planet_radius"),
            Route(
                ("radius_ratio", "stellar_radius"),
                "from the radius ratio and the star's radius",
                physics.planet_radius_from_ratio,
            ),
        ),
    }
)
"""Quantities in the order in which they are derived, each in the unit of its canonical name."""

MEASURED = (
    "orbital_period",
    "transit_duration",
    "transit_depth",
    "radius_ratio",
    "scaled_semi_major_axis",
    "impact_parameter",
    "inclination",
    "eccentricity",
    "semi_major_axis",
    "planet_radius",
    "planet_mass",
    "insolation_flux",
    "equilibrium_temperature",
    "transit_signal_to_noise",
    "number_of_transits",
    "stellar_effective_temperature",
    "stellar_surface_gravity",
    "stellar_radius",
    "stellar_mass",
    "stellar_density",
    "stellar_luminosity",
    "j_magnitude",
    "k_magnitude",
)
"""Canonical names that are drawn: period [days], duration [hours], depth [ppm], radii [Earth's, solar], mass [Earth's,
solar], distance [au], insolation [Earth's], temperatures [K], gravity [log10(cm s⁻²)], density [g cm⁻³], luminosity
[log10(solar)], inclination [deg], magnitudes [mag]; the others have no unit."""


@dataclass(frozen=True, slots=True)
class System:
    """Quantities of shape (n_rows, 1 + n_draws): the first column is catalogued, the others are drawn around it.

    Attributes
    ----------
    catalogued : mapping of str to ndarray
        What the table says, by canonical name; NaN where it says nothing.
    known : mapping of str to ndarray
        The same, completed along ``ROUTES``.
    sources : mapping of str to ndarray of str of shape (n_rows,)
        By which route each derived quantity is known; empty where it is not.
    without_errors : tuple of str
        For a single object: catalogued quantities that came without errors and are taken as exact.
    """

    catalogued: Mapping[str, np.ndarray]
    known: Mapping[str, np.ndarray]
    sources: Mapping[str, np.ndarray]
    without_errors: tuple[str, ...] = ()

    def spread(self, name: str) -> Spread:
        """Value and percentiles of the first row's quantity."""
        return spread(self.known[name][0])

    def source(self, name: str) -> str:
        """How the first row's quantity is known; empty where it is not."""
        return str(self.sources[name][0]) if name in self.sources else "as catalogued" * self.has(name)

    def has(self, name: str) -> bool:
        """Whether the first row's quantity is known, by whatever route."""
        return bool(np.isfinite(self.known[name][0, 0]))

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the named quantities that the first row lacks."""
        return tuple(name for name in names if not self.has(name))


def describe(quantities: Mapping[str, Any], draws: int, seed: int) -> System:
    """Draw the quantities of one object or of a table within their errors, and derive what follows from them.

    Parameters
    ----------
    quantities : mapping of str to float, None or array_like of shape (n_rows,)
        By canonical name, in canonical units, errors as ``<name>_upper_error`` and ``<name>_lower_error``; other
        names are passed over.
    draws : int
    seed : int

    Returns
    -------
    System
    """
    catalogued = draw(quantities, MEASURED, draws, seed)
    shape = np.broadcast_shapes(*(values.shape for values in catalogued.values()))
    catalogued = {name: np.broadcast_to(values, shape) for name, values in catalogued.items()}
    known, sources = dict(catalogued), {}
    for name, routes in ROUTES.items():
        known[name], sources[name] = _along(routes, known)
    exact = [name for name in MEASURED if shape[0] == 1 and np.isfinite(catalogued[name][0, 0])]
    return System(catalogued, known, sources, tuple(name for name in exact if not has_error(quantities, name)))


def _along(routes: tuple[Route, ...], known: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    values = np.full_like(next(iter(known.values())), np.nan)
    source = np.full(values.shape[0], "", dtype=object)
    for route in routes:
        computed = route.compute(*(known[name] for name in route.inputs))
        takes = (source == "") & np.isfinite(computed[:, 0])
        values[takes], source[takes] = computed[takes], route.text
    return values, source.astype(str)
