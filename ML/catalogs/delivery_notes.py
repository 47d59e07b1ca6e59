"""Notes on what became of a delivery: nothing is changed or left out without a count and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """What was dropped, merged or converted on the way: a stable word, how many, and a sentence with the number."""

    code: str
    count: int
    text: str


def listed(names: Sequence[object]) -> str:
    """Names in one line, cut after a dozen."""
    shown = ", ".join(map(str, names[:_MOST_NAMES]))
    return shown if len(names) <= _MOST_NAMES else f"{shown} and {len(names) - _MOST_NAMES} more"
