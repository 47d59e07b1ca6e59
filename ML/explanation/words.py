"""Explanations in words: sentences for a person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ML.features.words import Words, describe
from ML.results import Contribution
from ML.trained_model import TrainedModel

Value = float | str | None

_WORTH_SAYING = 1 / 3
"""Share of the largest contribution from which another is named in the sentence."""
_NOTHING = "and no single column decides it"
_MOST_REASONS, _MOST_OBJECTIONS = 3, 2


def words_of(model: TrainedModel, names: Sequence[str]) -> list[Words]:
    """Return the words for input columns and engineered features."""
    return [describe(model.plan.features, name) for name in names]


def shown(value: Value, unit: str) -> str:
    """Return a value with honest digits and its unit."""
    text = value if isinstance(value, str) else f"{value:.4g}"
    return f"{text}{' ' if unit else ''}{unit}"


def effect(words: Words, value: Value, part: float, name: str) -> str:
    """Say what one column does to the score of a class."""
    does = "raises" if part > 0 else "lowers" if part < 0 else "does not change"
    if value is None:
        return f"{words.label} is missing; its stand-in {does} the score of {name}"
    return f"{words.label} {shown(value, words.unit)} {does} the score of {name}"


def summary(predicted: str, answer: float, parts: Sequence[Contribution]) -> str:
    """Say in one sentence why a class was answered.

    Parameters
    ----------
    predicted : str
        Name of the class.
    answer : float
        Its probability.
    parts : sequence of Contribution
        Largest first.
    """
    least = _WORTH_SAYING * max((abs(part.probability) for part in parts), default=0.0)
    weighty = [part for part in parts if abs(part.probability) >= least]
    reasons = [_fact(part) for part in weighty if part.probability > 0][:_MOST_REASONS]
    objections = [_fact(part) for part in weighty if part.probability < 0][:_MOST_OBJECTIONS]
    against = f"although {_listed(objections)} speak{_s(objections)} against it" if objections else ""
    why = f"mostly because of {_listed(reasons)}" if reasons else "as for most objects" if objections else _NOTHING
    return f"{predicted} with a probability of {_percent(answer)}, {', '.join(filter(None, (why, against)))}."


def _fact(part: Contribution) -> str:
    label = part.label or part.feature
    return f"the missing {label}" if part.value is None else f"{label} {shown(part.value, part.unit)}"


def _s(entries: list[str]) -> str:
    return "s" if len(entries) == 1 else ""


def _listed(entries: list[str]) -> str:
    return entries[0] if len(entries) == 1 else f"{', '.join(entries[:-1])} and {entries[-1]}"


def _percent(share: float) -> str:
    percent = 100 * share
    digits = 1 if np.abs(percent - 50) > 49 else 0  # noqa: PLR2004  # 99.4 % is not 99 %
    return f"{percent:.{digits}f} %"
