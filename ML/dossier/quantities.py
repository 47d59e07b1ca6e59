"""A number of the dossier with its name, unit, error and origin: what a page needs to print it honestly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ML.catalogs.catalogue import TABLES, Column, read_columns
from ML.habitability.draws import spread
from ML.habitability.system import System


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number.

    Attributes
    ----------
    name, label, unit : str
        Canonical name, words for a person, and unit ("" for none).
    value, low, high : float or None
        The value, and the 16th and 84th percentile of its draws; None where it is not known.
    source : str
        How it is known: as catalogued, or by which formula from what.
    """

    name: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    source: str


@cache
def definitions() -> dict[str, Column]:
    """Columns of the schema that the missions share, by name."""
    return {column.name: column for column in read_columns(TABLES / "common.csv")}


def quantity(name: str, values: np.ndarray, source: str, label: str = "", unit: str | None = None) -> Quantity:
    """Make a quantity of one row of values of shape (1 + n_draws,), named as in the common schema unless told."""
    column = definitions().get(name)
    found = spread(values)
    return Quantity(
        name,
        label or (column.label if column else name),
        (column.unit if column else "") if unit is None else unit,
        found.value,
        found.low,
        found.high,
        source if found.value is not None else "",
    )


def known(system: System, name: str) -> Quantity:
    """Make a quantity of what is known of the first object, by whatever route."""
    return quantity(name, system.known[name][0], system.source(name))
