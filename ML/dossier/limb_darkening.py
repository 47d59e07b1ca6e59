"""Quadratic limb-darkening coefficients of a star in a mission's pass band, interpolated in a published table.

A star is dimmer at its limb: I(μ) = 1 − u1 (1 − μ) − u2 (1 − μ)², where μ is the cosine of the angle between the line
of sight and the surface's normal.

References
----------
Claret, A., & Bloemen, S. 2011, A&A 529, A75, doi:10.1051/0004-6361/201116451 (Kepler's band, ATLAS models).
Claret, A. 2017, A&A 600, A30, doi:10.1051/0004-6361/201629705 (TESS's band; ATLAS models from 3500 K, PHOENIX below).
Both for solar metallicity and a microturbulence of 2 km/s; ``tables/limb_darkening.csv`` says where they were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ML.constants import SOLAR_EFFECTIVE_TEMPERATURE_K, SOLAR_LOG_G_CGS
from ML.exceptions import InvalidFieldsError

TABLE = Path(__file__).parent / "tables" / "limb_darkening.csv"

BANDS = MappingProxyType({"kepler": "kepler", "k2": "kepler", "tess": "tess"})
"""Pass band of each mission: K2 flew Kepler's telescope."""

SOURCES = MappingProxyType(
    {"kepler": "Claret & Bloemen 2011, A&A 529, A75 (ATLAS)", "tess": "Claret 2017, A&A 600, A30 (ATLAS and PHOENIX)"}
)


@dataclass(frozen=True, slots=True)
class LimbDarkening:
    """Coefficients of one star, where they come from, and whether the star is inside the table.

    Attributes
    ----------
    band : str
        ``"kepler"`` or ``"tess"``.
    u1, u2 : float
    source : str
    clipped : bool
        Whether the star is hotter, cooler, denser or larger than the table's last, which was then taken.
    """

    band: str
    u1: float
    u2: float
    source: str
    clipped: bool


@dataclass(frozen=True, slots=True)
class _Grid:
    temperatures: np.ndarray
    gravities: np.ndarray
    u1: np.ndarray
    u2: np.ndarray


@cache
def _grid(band: str) -> _Grid:
    table = pd.read_csv(TABLE, comment="#")
    if band not in set(table["band"]):
        expected = ", ".join(sorted(set(table["band"])))
        message = f"There is no limb darkening for the band {band!r}; expected one of {expected}."
        raise InvalidFieldsError(message, [{"field": "band", "message": message}])
    axes = {"index": "stellar_effective_temperature", "columns": "stellar_surface_gravity"}
    first, second = (table[table["band"] == band].pivot(**axes, values=name) for name in ("u1", "u2"))
    return _Grid(first.index.to_numpy(float), first.columns.to_numpy(float), first.to_numpy(), second.to_numpy())


def coefficients(
    band: str, stellar_effective_temperature: ArrayLike, stellar_surface_gravity: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients u1 and u2, linear between the table's nodes; stars outside take the nearest edge of the table.

    Parameters
    ----------
    band : str
        ``"kepler"`` or ``"tess"``.
    stellar_effective_temperature : array_like [K]
    stellar_surface_gravity : array_like [log10(cm s⁻²)]

    Returns
    -------
    u1, u2 : ndarray
        NaN where an input is missing.

    Examples
    --------
    >>> u1, u2 = coefficients("kepler", 5750.0, 4.5)
    >>> float(u1), float(u2)
    (0.4035, 0.2622)
    """
    from scipy.interpolate import RegularGridInterpolator

    grid = _grid(band)
    temperature, gravity = np.broadcast_arrays(
        np.clip(stellar_effective_temperature, grid.temperatures[0], grid.temperatures[-1]),
        np.clip(stellar_surface_gravity, grid.gravities[0], grid.gravities[-1]),
    )
    places = np.stack([temperature, gravity], axis=-1).astype(float)
    axes = (grid.temperatures, grid.gravities)
    first, second = (RegularGridInterpolator(axes, values, bounds_error=False)(places) for values in (grid.u1, grid.u2))
    return first.reshape(temperature.shape), second.reshape(temperature.shape)


def of_the_sun(band: str) -> LimbDarkening:
    """Return the Sun's coefficients, for stars of which nothing is known."""
    u1, u2 = coefficients(band, SOLAR_EFFECTIVE_TEMPERATURE_K, SOLAR_LOG_G_CGS)
    return LimbDarkening(band, float(u1), float(u2), SOURCES[band], False)


def limb_darkening(
    band: str, stellar_effective_temperature: float, stellar_surface_gravity: float
) -> LimbDarkening | None:
    """Return one star's coefficients, or None where its temperature [K] or log10 gravity [cm s⁻²] is missing."""
    u1, u2 = coefficients(band, stellar_effective_temperature, stellar_surface_gravity)
    if not (np.isfinite(u1).all() and np.isfinite(u2).all()):
        return None
    grid = _grid(band)
    inside = grid.temperatures[0] <= stellar_effective_temperature <= grid.temperatures[-1]
    inside = inside and grid.gravities[0] <= stellar_surface_gravity <= grid.gravities[-1]
    return LimbDarkening(band, float(u1.item()), float(u2.item()), SOURCES[band], not inside)
