"""Masses predicted from radii: the probabilistic relation of Chen & Kipping (2017), and its mean turned around.

References
----------
Chen, J., & Kipping, D. 2017, ApJ 834, 17, doi:10.3847/1538-4357/834/1/17 (table 2: slopes, scatters, transitions).
Louie, D. R., et al. 2018, PASP 130, 044401, doi:10.1088/1538-3873/aaa87b, and Kempton, E. M.-R., et al. 2018, PASP 130,
114401, doi:10.1088/1538-3873/aadf6f (equation 2: the mean relation turned around, for spectroscopy metrics).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from ML.habitability.draws import uniforms_of

SLOPES = np.array([0.2790, 0.589, -0.044])
"""d log R / d log M of Terran, Neptunian and Jovian worlds."""

SCATTERS = np.array([0.0403, 0.146, 0.0737])
"""[dex] Intrinsic scatter of the radius of each."""

TRANSITIONS = np.log10([2.04, 0.414 * 317.83])
"""log10 of the masses [Earth's] between them: 2.04 Earth masses, 0.414 Jupiter masses."""

FIRST_RADIUS = 1.008
"""[Earth radii] Radius of a world of one Earth mass."""

LIGHTEST, HEAVIEST = 3e-4, 13.0 * 317.83
"""[Earth masses] Range of the predictions: from the relation's first world to the deuterium limit, above which an
object is no planet (Spiegel, Burrows & Milsom 2011, ApJ 727, 57)."""

DEGENERATE_RADIUS = 14.26
"""[Earth radii] From here on radius says next to nothing of mass (Kempton et al. 2018, equation 2)."""

TERRAN_RADIUS = 1.23
"""[Earth radii] Where the relation turned around changes from Terran to Neptunian (Kempton et al. 2018, equation 2)."""

FARTHEST = 3.0
"""Radii farther than this many scatters from the relation at every mass are no planet's."""

_MASSES, _RADII, _SHARES = 1200, 500, 401
_LOG_RADII = np.linspace(-1.5, 2.0, _RADII)


def expected_radius(planet_mass: ArrayLike) -> np.ndarray:
    """Mean radius [Earth radii] of planets of this mass [Earth masses].

    Examples
    --------
    >>> float(expected_radius(1.0))
    1.008
    """
    return 10.0 ** _log_radius(np.log10(np.asarray(planet_mass, dtype=float)))


def _log_radius(log_mass: np.ndarray) -> np.ndarray:
    first = np.log10(FIRST_RADIUS) + SLOPES[0] * np.minimum(log_mass, TRANSITIONS[0])
    second = SLOPES[1] * np.clip(log_mass - TRANSITIONS[0], 0.0, TRANSITIONS[1] - TRANSITIONS[0])
    return first + second + SLOPES[2] * np.maximum(log_mass - TRANSITIONS[1], 0.0)


@cache
def _quantiles() -> np.ndarray:
    """log10 mass of shape (n_radii, n_shares): below it lies that share of what a radius allows; NaN for none."""
    log_mass = np.linspace(np.log10(LIGHTEST), np.log10(HEAVIEST), _MASSES)
    scatter = SCATTERS[np.searchsorted(TRANSITIONS, log_mass)]
    deviation = (_LOG_RADII[:, None] - _log_radius(log_mass)) / scatter
    likely = np.cumsum(np.exp(-0.5 * deviation**2) / scatter, axis=1)
    shares = np.linspace(0.0, 1.0, _SHARES)
    rows = [np.interp(shares, row / row[-1], log_mass) if row[-1] > 0 else np.full(_SHARES, np.nan) for row in likely]
    met = (np.abs(deviation) <= FARTHEST).any(axis=1)
    return np.where(met[:, None], np.array(rows), np.nan)


def mass_at(planet_radius: ArrayLike, share: ArrayLike) -> np.ndarray:
    """Mass [Earth masses] below which lies a share (0 to 1) of the masses that a radius [Earth radii] allows.

    Every mass counts as equally likely beforehand in its logarithm; p(M | R) ∝ N(log R; mean(log M), scatter(M)).

    Parameters
    ----------
    planet_radius, share : array_like
        Broadcast against each other.

    Returns
    -------
    ndarray
        NaN where the radius is missing, or is not met by any planet of up to 13 Jupiter masses.

    Examples
    --------
    >>> float(mass_at(2.63, 0.5).round(1))
    7.4
    """
    radius, part = np.broadcast_arrays(np.asarray(planet_radius, dtype=float), np.asarray(share, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        row = (np.log10(np.where(radius > 0, radius, np.nan)) - _LOG_RADII[0]) / (_LOG_RADII[1] - _LOG_RADII[0])
    known = (row >= 0) & (row <= _RADII - 1)
    return np.where(known, 10.0 ** _between(np.where(known, row, 0.0), part * (_SHARES - 1)), np.nan)


def _between(row: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Read the quantiles between their nodes, bilinearly."""
    table = _quantiles()
    top, left = (np.minimum(at.astype(int), end - 2) for at, end in ((row, _RADII), (place, _SHARES)))
    down, right = row - top, place - left
    upper = table[top, left] * (1 - right) + table[top, left + 1] * right
    lower = table[top + 1, left] * (1 - right) + table[top + 1, left + 1] * right
    return upper * (1 - down) + lower * down


def predicted_masses(planet_radius: np.ndarray, seed: int = 42) -> np.ndarray:
    """Median mass of a catalogued radius, and one drawn mass for each of its draws.

    Parameters
    ----------
    planet_radius : ndarray of shape (..., 1 + n_draws) [Earth radii]
        The catalogued value first.
    seed : int

    Returns
    -------
    ndarray of shape (..., 1 + n_draws) [Earth masses]
    """
    shares = uniforms_of("predicted_mass", planet_radius.shape[-1] - 1, seed)
    return mass_at(planet_radius, np.concatenate([[0.5], shares]))


def mass_for_metrics(planet_radius: ArrayLike) -> np.ndarray:
    """Mass [Earth masses] that the spectroscopy metrics take where none is measured.

    M = 0.9718 R^3.58 below 1.23 Earth radii, 1.436 R^1.70 up to 14.26, NaN above.

    Examples
    --------
    >>> float(mass_for_metrics(2.0).round(2))
    4.67
    """
    radius = np.asarray(planet_radius, dtype=float)
    positive = np.where((radius > 0) & (radius < DEGENERATE_RADIUS), radius, np.nan)
    return np.where(positive < TERRAN_RADIUS, 0.9718 * positive**3.58, 1.436 * positive**1.70)
