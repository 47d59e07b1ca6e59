"""What would have to be different for another answer: the facts, and how they are put into words."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ML.explanation.moves import Move, Moves
from ML.explanation.words import shown
from ML.results import Warnings, remark


@dataclass(frozen=True, slots=True)
class Change:
    """One changed column.

    Attributes
    ----------
    feature, label, unit, group : str
    before, after : float
        In ``unit``.
    robust_units : float
        Distance in interquartile ranges of the training objects divided by 1.349, of the logarithm for columns that
        span decades.
    errors : float or None
        Distance in measurement errors of the value, where the row holds them.
    text : str
    """

    feature: str
    label: str
    unit: str
    group: str
    before: float
    after: float
    robust_units: float
    errors: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have to be different for another answer.

    Attributes
    ----------
    found : bool
        Whether such a change was found; False is no proof that there is none.
    predicted_class : str
        The answer as the row stands.
    other_class : str or None
        The answer after the change.
    probability_before, probability_after : float or None
        Probability of ``other_class``; without a change, of the class that was looked for.
    within_errors : bool
        Whether every change lies within the measurement error of its value.
    distance : float or None
        Sum of the changes in robust units.
    changes : tuple of Change
        The largest first.
    text : str
        The same in a sentence.
    tried : int
        Rows that were put to the model.
    warnings : list of dict
    """

    found: bool
    predicted_class: str
    other_class: str | None
    probability_before: float | None
    probability_after: float | None
    within_errors: bool
    distance: float | None
    changes: tuple[Change, ...]
    text: str
    tried: int
    warnings: Warnings = field(default_factory=list)


def told_change(moves: Moves, move: Move) -> Counterfactual:
    """Return a change that works, as facts and in a sentence."""
    table = moves.row.copy()
    for k, value in move.items():
        table.isetitem(k, [value])
    after = moves.model.probabilities(table)
    other = int(moves.model.choose(after, moves.threshold)[0])
    changes = sorted((_change(moves, k, value) for k, value in move.items()), key=lambda change: -change.robust_units)
    within = all(change.errors is not None and change.errors <= 1 + 1e-9 for change in changes)
    now, then = moves.model.classes[moves.chosen], moves.model.classes[other]
    parts = " and ".join(change.text for change in changes)
    doubt = "; that is within the measurement errors, so the answer hangs on them" if within else ""
    return Counterfactual(
        found=True,
        predicted_class=now,
        other_class=then,
        probability_before=float(moves.before[0, other]),
        probability_after=float(after[0, other]),
        within_errors=within,
        distance=float(sum(change.robust_units for change in changes)),
        changes=tuple(changes),
        text=f"It would be {then} instead of {now} with {parts}{doubt}.",
        tried=moves.tried,
        warnings=_remarks(moves),
    )


def _change(moves: Moves, k: int, after: float) -> Change:
    room, before = moves.rooms[k], moves.value(k)
    column, errors = room.column, None if room.error is None else abs(after - before) / room.error
    label = column.label or column.name
    return Change(
        feature=column.name,
        label=label,
        unit=column.unit,
        group=column.group,
        before=before,
        after=after,
        robust_units=float(room.distance(before, after)),
        errors=errors,
        text=f"{label} {shown(after, column.unit)} instead of {_digits(before)}",
    )


def told_none(moves: Moves, text: str) -> Counterfactual:
    """Return that no change was found, and why."""
    known = None if moves.target is None else float(moves.before[0, moves.target])
    return Counterfactual(
        found=False,
        predicted_class=moves.model.classes[moves.chosen],
        other_class=None,
        probability_before=known,
        probability_after=None,
        within_errors=False,
        distance=None,
        changes=(),
        text=text,
        tried=moves.tried,
        warnings=_remarks(moves),
    )


def _remarks(moves: Moves) -> Warnings:
    empty = [moves.model.feature_names[k] for k in np.flatnonzero(moves.row.isna().to_numpy()[0]).tolist()]
    if not empty:
        return []
    text = f"{len(empty)} empty cells were left empty; values for them could change the answer as well."
    return [remark("missing_inputs", text)]


def _digits(value: float) -> str:
    return f"{value:.4g}"
