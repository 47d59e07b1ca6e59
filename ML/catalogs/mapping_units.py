"""In which unit a column is: what is told of it, weighed against its values.

A told unit is believed unless the values speak clearly against it. Values speak by their middle: the decimal logarithm
of a column's median lies near that of catalogued objects, so a wrong unit shows as a shift by its conversion factor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ML.catalogs.catalogue import Column
from ML.catalogs.mapping_tables import OTHER_UNITS, TYPICAL, TypicalValues
from ML.catalogs.units import convert, find_unit

TOLD_SHARE = 0.98
"""How far a told unit is believed before the values are seen."""

CANONICAL_SHARE = 0.7
"""How far the common schema's unit is expected where none is told."""

_MOST_VALUES = 10_000
_NORMAL_90 = 3.29
_SURVEYS_DIFFER = 0.25
_LEAST_FIT = 1e-12
_FEW_PLAUSIBLE = 0.5


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """The unit that fits best.

    Attributes
    ----------
    unit : str
        Name of the unit.
    probability : float
        Of it against the others that were considered.
    plausible : float
        Share of the values inside the canonical column's plausible range, read so; NaN without values.
    middle : float
        Median read so, in the canonical unit; NaN without values.
    against : tuple of (str, float)
        The unit that fits next best and the median read in it, in the canonical unit; ("", NaN) if there is none.
    """

    unit: str
    probability: float
    plausible: float = np.nan
    middle: float = np.nan
    against: tuple[str, float] = ("", np.nan)

    @property
    def implausible(self) -> bool:
        """Whether most values lie outside the plausible range even so."""
        return self.plausible < _FEW_PLAUSIBLE


def choose_unit(column: Column, values: np.ndarray, told: Sequence[str]) -> UnitChoice:
    """Weigh what is told against the values.

    Parameters
    ----------
    column : Column
        The canonical column.
    values : ndarray of float of shape (n_rows,)
        As the table holds them; NaN where missing.
    told : sequence of str
        Units that name, header or surveys give, all converting to the canonical one; empty if none is told.
    """
    numbers = _few(values[np.isfinite(values)])
    prior = _prior(column, told)
    read = {unit: _read(numbers, unit, column) for unit in prior}
    weights = {unit: share * _fit(read[unit], column) for unit, share in prior.items()}
    order = sorted(weights, key=lambda unit: -weights[unit])
    best, total = order[0], sum(weights.values())
    against = (order[1], _middle(read[order[1]])) if len(order) > 1 else ("", np.nan)
    return UnitChoice(best, weights[best] / total, _inside(read[best], column), _middle(read[best]), against)


def _few(numbers: np.ndarray) -> np.ndarray:
    return numbers[:: max(1, len(numbers) // _MOST_VALUES)]


def _prior(column: Column, told: Sequence[str]) -> dict[str, float]:
    first = tuple(told) or (column.unit,)
    typical = TYPICAL.get(column.name)
    worth = typical.units if typical else OTHER_UNITS.get(column.name, ())
    rest = [unit for unit in worth if unit not in first]
    share = (TOLD_SHARE if told else CANONICAL_SHARE) if rest else 1.0
    return {unit: share / len(first) for unit in first} | {unit: (1 - share) / len(rest) for unit in rest}


def _read(numbers: np.ndarray, unit: str, column: Column) -> np.ndarray:
    """Return the values in the canonical unit, should they be in ``unit``; what does not convert is NaN."""
    with np.errstate(all="ignore"):
        read = convert(numbers, unit, column.unit)
    return np.where(np.isfinite(read), read, np.nan)


def _middle(read: np.ndarray) -> float:
    held = read[~np.isnan(read)]
    return float(np.median(held)) if held.size else np.nan


def _fit(read: np.ndarray, column: Column) -> float:
    if not read.size:
        return 1.0
    typical = TYPICAL.get(column.name)
    inside = max(_inside(read, column), _LEAST_FIT)
    return inside if typical is None else max(inside * _typicality(read, typical), _LEAST_FIT)


def _inside(read: np.ndarray, column: Column) -> float:
    if not read.size:
        return np.nan
    low = -np.inf if column.plausible_low is None else column.plausible_low
    high = np.inf if column.plausible_high is None else column.plausible_high
    return float(((read >= low) & (read <= high)).mean())


def _typicality(read: np.ndarray, typical: TypicalValues) -> float:
    """Return how near the middle lies to that of catalogued objects, 0 to 1: a normal law of its logarithm."""
    held = read[read > 0]
    if not held.size:
        return _LEAST_FIT
    low, high = np.log10(typical.low), np.log10(typical.high)
    width = (high - low) / _NORMAL_90 * np.sqrt(1 / held.size + _SURVEYS_DIFFER)
    return float(np.exp(-0.5 * ((np.log10(np.median(held)) - (low + high) / 2) / width) ** 2))


def conversion_text(unit: str, canonical_unit: str) -> str:
    """Put into words what a conversion does to a number; empty where it changes nothing."""
    first, second = find_unit(unit), find_unit(canonical_unit)
    if unit == canonical_unit or first is None or second is None or first == second:
        return ""
    one, two = convert(np.array([1.0, 2.0]), unit, canonical_unit)
    if first.offset or second.offset:
        return f"{'+' if one > 1 else '−'} {abs(one - 1):,.7g}"
    if first.dims_by is not None or not np.isclose(two, 2 * one):
        return f"from {first.name} to {second.name}"
    inverse = 1 / one
    return f"÷ {inverse:,.7g}" if one < 1 and np.isclose(inverse, round(inverse), rtol=1e-9) else f"× {one:,.7g}"


def titles(units: Mapping[str, str]) -> str:
    """List units with the surveys that use them: ``percent (K2), ppm (TESS)``."""
    return ", ".join(f"{unit} ({title})" for unit, title in units.items())
