"""Physics of a transit on a circular orbit: separation, duration and its inverses, and the light curve.

With k the planet's and star's radius ratio, a the orbital distance in stellar radii, b the impact parameter and
θ = 2πt/P, the centres are z = √(a² sin²θ + b² cos²θ) stellar radii apart at a time t from mid-transit, and the
transit lasts as long as z < 1 + k.

References
----------
Winn, J. N. 2010, arXiv:1001.2010 (equations 5, 7 and 14). Agol, E., Luger, R., & Foreman-Mackey, D. 2020, AJ 159, 123,
doi:10.3847/1538-3881/ab4fee (the light curve, as computed by exoplanet-core).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ML.constants import HOURS_PER_DAY

_ROUNDING = 1e-9


def _floats(*values: ArrayLike) -> list[np.ndarray]:
    return [np.asarray(value, dtype=float) for value in values]


def _square_sine(period: np.ndarray, duration: np.ndarray) -> np.ndarray:
    """Squared sine of half the angle that the planet moves in transit; NaN for more than half an orbit."""
    angle = np.pi * duration / (HOURS_PER_DAY * period)
    return np.sin(np.where((angle > 0) & (angle < np.pi / 2), angle, np.nan)) ** 2


def transit_duration(
    orbital_period: ArrayLike, scaled_semi_major_axis: ArrayLike, impact_parameter: ArrayLike, radius_ratio: ArrayLike
) -> np.ndarray:
    """Time [hours] from first to last contact, P/π arcsin √(((1 + k)² − b²) / (a² − b²)).

    Parameters
    ----------
    orbital_period : array_like [days]
    scaled_semi_major_axis : array_like [stellar radii]
    impact_parameter, radius_ratio : array_like

    Returns
    -------
    ndarray [hours]
        NaN where there is no transit, or where the orbit would lie inside the star.
    """
    period, a, b, k = _floats(orbital_period, scaled_semi_major_axis, impact_parameter, radius_ratio)
    chord, square = (1.0 + k) ** 2 - b**2, a**2 - b**2
    with np.errstate(divide="ignore", invalid="ignore"):
        sine = np.sqrt(np.where((chord > 0) & (square >= chord), chord / square, np.nan))
    return period * HOURS_PER_DAY / np.pi * np.arcsin(sine)


def scaled_axis_from_duration(
    orbital_period: ArrayLike, duration: ArrayLike, impact_parameter: ArrayLike, radius_ratio: ArrayLike
) -> np.ndarray:
    """Orbital distance [stellar radii] at which a transit lasts that long [hours]; the inverse of the duration."""
    period, hours, b, k = _floats(orbital_period, duration, impact_parameter, radius_ratio)
    chord = (1.0 + k) ** 2 - b**2
    return np.sqrt(b**2 + np.where(chord > 0, chord, np.nan) / _square_sine(period, hours))


def impact_from_duration(
    orbital_period: ArrayLike, duration: ArrayLike, scaled_semi_major_axis: ArrayLike, radius_ratio: ArrayLike
) -> np.ndarray:
    """Impact parameter at which a transit lasts that long [hours]; NaN where even a central one is shorter."""
    period, hours, a, k = _floats(orbital_period, duration, scaled_semi_major_axis, radius_ratio)
    square_sine = _square_sine(period, hours)
    square = ((1.0 + k) ** 2 - a**2 * square_sine) / (1.0 - square_sine)
    return np.sqrt(np.where(square >= -_ROUNDING, np.maximum(square, 0.0), np.nan))


def separation(
    time: ArrayLike, orbital_period: ArrayLike, scaled_semi_major_axis: ArrayLike, impact_parameter: ArrayLike
) -> np.ndarray:
    """Distance between the centres [stellar radii] at a time [hours] from mid-transit."""
    hours, period, a, b = _floats(time, orbital_period, scaled_semi_major_axis, impact_parameter)
    angle = 2.0 * np.pi * hours / (HOURS_PER_DAY * period)
    return np.hypot(a * np.sin(angle), b * np.cos(angle))


def light_curve(centre_distance: ArrayLike, radius_ratio: ArrayLike, u1: float = 0.0, u2: float = 0.0) -> np.ndarray:
    """Brightness of the star, 1 outside transit, for a planet at that distance [stellar radii] from its centre.

    Parameters
    ----------
    centre_distance, radius_ratio : array_like
        Broadcast against each other.
    u1, u2 : float
        Quadratic limb darkening; 0 is a uniform disc.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> float(light_curve(0.0, 0.1).round(12))
    0.99
    """
    from exoplanet_core import quad_limbdark_light_curve

    z, k = np.broadcast_arrays(*_floats(centre_distance, radius_ratio))
    return 1.0 + np.reshape(quad_limbdark_light_curve(u1, u2, z, k), z.shape)
