"""Where a search looks for better hyperparameters, as data; whoever searches turns it into draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = ("uniform", "log", "int", "log_int", "categorical")


@dataclass(frozen=True, slots=True)
class Search:
    """Values of one hyperparameter that are worth trying.

    Attributes
    ----------
    kind : {"uniform", "log", "int", "log_int", "categorical"}
        How values are drawn: evenly, evenly in the logarithm, the same for whole numbers, or one of ``choices``.
    low, high : float or None
        Inclusive bounds of the numeric kinds.
    choices : tuple
        Values of the categorical kind.
    """

    kind: str
    low: float | None = None
    high: float | None = None
    choices: tuple[Any, ...] = ()

    def holds(self, value: Any) -> bool:
        """Tell whether ``value`` can be drawn."""
        if self.kind == "categorical":
            return value in self.choices
        return self.low is not None and self.high is not None and self.low <= value <= self.high


def uniform(low: float, high: float) -> Search:
    """Any number from ``low`` to ``high``."""
    return Search("uniform", low, high)


def log(low: float, high: float) -> Search:
    """Any number from ``low`` to ``high``, each factor as likely as another."""
    return Search("log", low, high)


def whole(low: int, high: int) -> Search:
    """Any whole number from ``low`` to ``high``."""
    return Search("int", low, high)


def log_whole(low: int, high: int) -> Search:
    """Any whole number from ``low`` to ``high``, each factor as likely as another."""
    return Search("log_int", low, high)


def one_of(*choices: Any) -> Search:
    """One of these values."""
    return Search("categorical", choices=choices)
