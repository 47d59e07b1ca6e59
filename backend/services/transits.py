"""Transits drawn from numbers alone, for those who want to see what each number does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_ERRORS = 1
"""Draws: numbers that are chosen have no errors, so one is as many as are needed."""


def drawn_transit(numbers: Mapping[str, Any]) -> Any:
    """Return the curve of a transit with these numbers.

    Parameters
    ----------
    numbers : mapping
        Canonical quantities in canonical units, and the ``mission`` whose pass band sees it.

    Returns
    -------
    ML.dossier.curve.TransitCurve
    """
    from ML.dossier.curve import transit_curve

    quantities = {name: value for name, value in numbers.items() if name != "mission"}
    return transit_curve(quantities, numbers["mission"], draws=NO_ERRORS)
