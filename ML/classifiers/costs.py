"""How long a fit takes, relative to another: a measured ratio and the powers by which it grows.

The unit is one fit of LightGBM at its defaults on the training rows of one fold of Kepler DR25: 5,005 rows, 71 columns.
``python -m tests.reports.family_costs`` measures ratios and powers; docs/families.md holds its last table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

REFERENCE_ROWS = 5005
REFERENCE_COLUMNS = 71
REFERENCE_FIT_S = 0.6
"""Seconds of that fit with one thread of the machine on which it was measured."""


class Cost(Protocol):
    """What tells the cost of a fit."""

    def expected(self, rows: int, columns: int, values: Mapping[str, Any], defaults: Mapping[str, Any]) -> float:
        """Return the expected cost in fits of LightGBM at its defaults on the reference table."""


@dataclass(frozen=True, slots=True)
class CostLaw:
    """Cost of a fit as a product of powers.

    Attributes
    ----------
    relative : float
        Cost at the defaults on the reference table, in fits of LightGBM.
    rows, columns : float
        Powers with which the cost grows with the table.
    settings : mapping of str to float
        Power with which it grows with a numeric hyperparameter, relative to its default.
    factors : mapping of str to mapping
        Factor of each value of a categorical hyperparameter, relative to its default's.
    """

    relative: float
    rows: float = 1.0
    columns: float = 1.0
    settings: Mapping[str, float] = field(default_factory=dict)
    factors: Mapping[str, Mapping[Any, float]] = field(default_factory=dict)

    def expected(self, rows: int, columns: int, values: Mapping[str, Any], defaults: Mapping[str, Any]) -> float:
        """Return the expected cost in fits of LightGBM at its defaults on the reference table.

        Parameters
        ----------
        rows, columns : int
            Size of the training table after encoding.
        values, defaults : mapping
            Every hyperparameter of the family as chosen, and as it comes.
        """
        cost = self.relative * (max(rows, 1) / REFERENCE_ROWS) ** self.rows
        cost *= (max(columns, 1) / REFERENCE_COLUMNS) ** self.columns
        for name, power in self.settings.items():
            cost *= (values[name] / defaults[name]) ** power
        for name, factor in self.factors.items():
            cost *= factor.get(values[name], 1.0) / factor.get(defaults[name], 1.0)
        return cost


@dataclass(frozen=True, slots=True)
class EnsembleCost:
    """Cost of fitting chosen families on inner folds and then on every row.

    Attributes
    ----------
    members : mapping of str to callable
        For each member, its expected cost at its defaults for (rows, columns).
    """

    members: Mapping[str, Callable[[int, int], float]]

    def expected(self, rows: int, columns: int, values: Mapping[str, Any], defaults: Mapping[str, Any]) -> float:
        """Return the expected cost in fits of LightGBM at its defaults on the reference table."""
        folds = 0 if values["weighting"] == "equal" else values["folds"]
        inner_rows = rows * (folds - 1) // folds if folds else 0
        chosen = [cost for name, cost in self.members.items() if values[name]]
        return sum(folds * cost(inner_rows, columns) + cost(rows, columns) for cost in chosen)


@dataclass(frozen=True, slots=True)
class AutoCost:
    """Cost of a fit that takes as long as it may, or tries as many members as are asked for.

    Attributes
    ----------
    candidates : mapping of str to (callable, mapping)
        For each member in the order in which it is tried, its expected cost for (rows, columns, settings), and its
        settings.
    """

    candidates: Mapping[str, tuple[Callable[[int, int, Mapping[str, Any]], float], Mapping[str, Any]]]

    def expected(self, rows: int, columns: int, values: Mapping[str, Any], defaults: Mapping[str, Any]) -> float:
        """Return the expected cost in fits of LightGBM at its defaults on the reference table."""
        if not values["max_members"]:
            return float(values["time_budget"]) / REFERENCE_FIT_S
        folds, chosen = values["folds"], list(self.candidates.values())
        rounds = (list(chosen) * (1 + values["max_members"] // len(chosen)))[: values["max_members"]]
        inner_rows = rows * (folds - 1) // folds
        return sum(
            folds * cost(inner_rows, columns, settings) + cost(rows, columns, settings) for cost, settings in rounds
        )
