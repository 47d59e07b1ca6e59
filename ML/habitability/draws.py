"""Monte-Carlo draws of catalogued quantities, each within its own upper and lower error.

A catalogue gives a median with the distances to its 84th and 16th percentiles. Draws keep all three: half of them lie
on either side of the value, and each side is half of a normal distribution with its own width (two-piece normal).
Quantities that cannot be negative are cut at zero and what was cut is spread over the rest.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

UPPER, LOWER = "_upper_error", "_lower_error"

SIGNED = frozenset({"stellar_luminosity", "stellar_surface_gravity", "stellar_metallicity", "declination"})
"""Quantities that may be negative; magnitudes may as well."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A number and the 16th and 84th percentile of its draws; None where it is not known.

    Attributes
    ----------
    value : float or None
        From the catalogued values themselves.
    low, high : float or None
        Equal to the value where no input has an error.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


def two_piece_normal(
    value: ArrayLike,
    upper_error: ArrayLike,
    lower_error: ArrayLike,
    uniforms: np.ndarray,
    lowest: float = -np.inf,
) -> np.ndarray:
    """Draws whose median is the value and whose 84th and 16th percentiles are an error above and below it.

    Parameters
    ----------
    value : array_like of shape (n_rows,)
    upper_error, lower_error : array_like of shape (n_rows,)
        Of either sign; a missing one is 0, so that its side is exact.
    uniforms : ndarray of shape (n_draws,)
        Numbers between 0 and 1, the same for every row.
    lowest : float
        No draw is below: the distribution is cut there.

    Returns
    -------
    ndarray of shape (n_rows, n_draws), in the unit of the value

    Examples
    --------
    >>> two_piece_normal([10.0], [2.0], [-1.0], np.array([0.1587, 0.5, 0.8413])).round(2).tolist()
    [[9.0, 10.0, 12.0]]
    """
    from scipy.special import ndtr, ndtri

    centre, above, below = (np.asarray(numbers, dtype=float)[:, None] for numbers in (value, upper_error, lower_error))
    above, below = (np.nan_to_num(np.abs(error)) for error in (above, below))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first = np.where(below > 0, ndtr((lowest - centre) / below), 0.0)
    steps = ndtri(first + uniforms * (1.0 - first))
    return centre + np.where(steps > 0, above, below) * np.where((above > 0) | (below > 0), steps, 0.0)


def uniforms_of(name: str, n: int, seed: int) -> np.ndarray:
    """Return ``n`` numbers between 0 and 1, one in each n-th of the range: the same for one name and seed."""
    generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return (generator.permutation(n) + generator.random(n)) / n


def draw(quantities: Mapping[str, Any], names: Sequence[str], n: int, seed: int) -> dict[str, np.ndarray]:
    """Catalogued values and draws around them.

    Parameters
    ----------
    quantities : mapping of str to float, None or array_like of shape (n_rows,)
        By canonical name, in canonical units, with ``<name>_upper_error`` and ``<name>_lower_error`` where known.
    names : sequence of str
        What to draw.
    n : int
        Number of draws.
    seed : int
        The same seed gives the same draws, whatever else is drawn and however many rows there are.

    Returns
    -------
    dict of str to ndarray of shape (n_rows, 1 + n)
        The first column holds the catalogued values; NaN where a value is missing.
    """
    rows = row_count(quantities, names)
    return {name: _drawn(quantities, name, rows, uniforms_of(name, n, seed)) for name in names}


def row_count(quantities: Mapping[str, Any], names: Sequence[str]) -> int:
    """Return the number of rows that the named quantities have: 1 where they are single numbers."""
    return max((np.size(quantities[name]) for name in names if name in quantities), default=1)


def column(quantities: Mapping[str, Any], name: str, rows: int) -> np.ndarray:
    """One quantity as floats of shape (rows,); NaN where it is missing or not finite."""
    numbers = np.asarray(quantities.get(name), dtype=float)
    return np.broadcast_to(np.where(np.isfinite(numbers), numbers, np.nan), (rows,))


def _drawn(quantities: Mapping[str, Any], name: str, rows: int, uniforms: np.ndarray) -> np.ndarray:
    value, upper, lower = (column(quantities, name + end, rows) for end in ("", UPPER, LOWER))
    if not np.any(np.nan_to_num(np.abs([upper, lower]))[:, np.isfinite(value)]):
        return np.broadcast_to(value[:, None], (rows, 1 + uniforms.size))
    return np.column_stack([value, two_piece_normal(value, upper, lower, uniforms, _lowest(name))])


def _lowest(name: str) -> float:
    return -np.inf if name in SIGNED or name.endswith("_magnitude") else 0.0


def has_error(quantities: Mapping[str, Any], name: str) -> bool:
    """Whether a single object's quantity comes with at least one error above zero."""
    return bool(np.nansum([abs(float(column(quantities, name + end, 1)[0])) for end in (UPPER, LOWER)]) > 0)


def spread(values: np.ndarray) -> Spread:
    """Value and percentiles of one row of shape (1 + n_draws,); draws that make no sense are left out."""
    if not np.isfinite(values[0]):
        return Spread(None)
    draws = values[1:][np.isfinite(values[1:])]
    low, high = np.percentile(draws, [15.865, 84.135]) if draws.size else (values[0], values[0])
    return Spread(float(values[0]), float(low), float(high))
