"""The smallest plausible change of a row that would change the answer.

Only table columns that a person could doubt are changed, at most three together; engineered features follow, because
every tried row goes through the whole pipeline. First the values are moved within their measurement errors; then to
values that training objects hold, within the middle 98 % of them and the column's plausible limits. Of what changes the
answer, the least distance in robust units counts (Wachter et al. 2018, arXiv:1711.00399; on few columns and plausible
values: Mothilal et al. 2020, arXiv:1905.07697); the change is then made as short as it can be. Nothing is random.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
import pandas as pd

from ML.exceptions import InvalidFieldsError, InvalidRowsError
from ML.explanation.ranges import Room, rooms
from ML.explanation.words import shown
from ML.input_rows import check_rows
from ML.results import Warnings, remark
from ML.trained_model import TrainedModel

MOST_COLUMNS = 3
"""Columns that are changed together at most."""

_STEPS, _FEW_STEPS = 41, 9
_BEAM, _PARTNERS = 8, 12
_ERROR_COLUMNS = 6
_PARTS, _ROUNDS = 16, 3
_ROUNDING = 1.1
_EACH_MORE = 0.5
"""Robust units that a further column must save to be worth changing."""

Move = dict[int, float]
"""New values by position of the column in the row."""


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


def counterfactual(
    model: TrainedModel,
    frame: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    target: str | None = None,
    threshold: float | None = None,
    most_columns: int = MOST_COLUMNS,
) -> list[Counterfactual]:
    """Look for the smallest plausible change of each row that changes its class.

    Parameters
    ----------
    model : TrainedModel
    frame : DataFrame
        Rows with every column of ``model.feature_names``; empty cells are left empty.
    reference : DataFrame
        Training objects, with the same columns: what is plausible, and how far values spread.
    target : str or None
        Class to be reached; None is any other.
    threshold : float or None
        Score from which the positive class is predicted, as in ``model.predict``.
    most_columns : int
        Columns that may be changed together, 1 to 3.

    Raises
    ------
    InvalidRowsError
        A column is missing, a cell is not a number, or there is no reference.
    InvalidFieldsError
        ``target`` is no class of the model, or ``most_columns`` is out of range.
    """
    _refuse(model, target, most_columns)
    checked, known = check_rows(frame, model.columns), check_rows(reference, model.columns)
    if len(known) == 0:
        raise InvalidRowsError("There is no training object to compare with. Give the rows of the training table.")
    return [
        _Search(model, checked.iloc[[row]].reset_index(drop=True), known, target, threshold).run(most_columns)
        for row in range(len(checked))
    ]


def _refuse(model: TrainedModel, target: str | None, most_columns: int) -> None:
    if target is not None and target not in model.classes:
        message = f"target is {target!r}; choose one of {', '.join(model.classes)}."
        raise InvalidFieldsError(message, [{"field": "target", "message": message}])
    if not 1 <= most_columns <= MOST_COLUMNS:
        message = f"most_columns is {most_columns}; choose 1 to {MOST_COLUMNS}."
        raise InvalidFieldsError(message, [{"field": "most_columns", "message": message}])


class _Search:
    def __init__(
        self, model: TrainedModel, row: pd.DataFrame, known: pd.DataFrame, target: str | None, threshold: float | None
    ) -> None:
        self.model, self.row, self.threshold, self.tried = model, row, threshold, 0
        self.rooms = {room.position: room for room in rooms(model, row.iloc[0], known, _STEPS)}
        held = row.iloc[0].to_dict()
        self.numbers = {k: float(held[room.column.name]) for k, room in self.rooms.items()}
        self.before = model.probabilities(row)
        self.chosen = int(model.choose(self.before, threshold)[0])
        self.target = None if target is None else model.classes.index(target)

    def run(self, most_columns: int) -> Counterfactual:
        if self.target == self.chosen:
            return self.none(f"It is {self.model.classes[self.chosen]} already.")
        if not self.rooms:
            return self.none("The row holds no number that could be changed.")
        best = self.within_errors(most_columns) or self.anywhere(most_columns)
        if best is None:
            several = "1 column" if most_columns == 1 else f"up to {most_columns} columns"
            return self.none(
                f"No change of {several} within the training range was found that would make it {self.wanted()}."
            )
        return self.report(self.shrunk(best))

    def wanted(self) -> str:
        return "another class" if self.target is None else self.model.classes[self.target]

    # What is tried

    def within_errors(self, most_columns: int) -> Move | None:
        """Move values by one error up or down, the columns that are strongest alone first."""
        ends = {k: self.error_ends(room) for k, room in self.rooms.items() if room.error is not None}
        singles = [{k: value} for k, values in ends.items() for value in values]
        if not singles:
            return None
        gains, changed = self.judge(singles)
        if changed.any() or most_columns == 1:
            return self.nearest(singles, changed)
        order = np.argsort(-gains, kind="stable").tolist()
        strong = list(dict.fromkeys(next(iter(singles[place])) for place in order))[:_ERROR_COLUMNS]
        for size in range(2, most_columns + 1):
            moves = [
                dict(zip(columns, values, strict=True))
                for columns in combinations(strong, size)
                for values in product(*(ends[k] for k in columns))
            ]
            best = self.nearest(moves, self.judge(moves)[1]) if moves else None
            if best is not None:
                return best
        return None

    def error_ends(self, room: Room) -> list[float]:
        value, error = self.value(room.position), room.error or 0.0
        ends = (max(room.low, value - error), min(room.high, value + error))
        return [end for end in ends if end != value]

    def anywhere(self, most_columns: int) -> Move | None:
        """Move one column to values of training objects; then further ones from where that helped most."""
        moves = [{k: float(step)} for k, room in self.rooms.items() for step in room.steps]
        best: Move | None = None
        for size in range(1, most_columns + 1):
            if not moves:
                return best
            gains, changed = self.judge(moves)
            found = self.nearest(moves, changed)
            if found is not None:
                found = self.shrunk(found)
                best = found if best is None else min(best, found, key=self.price)
            if size < most_columns:
                moves = list(self.further(moves, gains, best))
        return best

    def further(self, moves: list[Move], gains: np.ndarray, best: Move | None) -> Iterator[Move]:
        """Yield the moves that helped most for their length, each with one more column, if that can still pay."""
        lengths = np.array([self.price(move) for move in moves])
        worth = gains / (1.0 + lengths)
        order = np.argsort(-worth, kind="stable").tolist()
        columns = list(dict.fromkeys(k for place in order for k in moves[place]))[:_PARTNERS]
        for place in order[:_BEAM]:
            for k in columns:
                if k in moves[place]:
                    continue
                for step in _some(self.rooms[k].steps):
                    move = {**moves[place], k: float(step)}
                    if best is None or self.price(move) < 2 * self.price(best):
                        yield move

    # How it is judged

    def value(self, position: int) -> float:
        return self.numbers[position]

    def judge(self, moves: list[Move]) -> tuple[np.ndarray, np.ndarray]:
        """Return how much each move lowers the present class or raises the wanted one, and whether it changes it."""
        table = self.row.iloc[np.zeros(len(moves), dtype=int)].reset_index(drop=True)
        for k in sorted({k for move in moves for k in move}):
            column = np.array([move.get(k, self.value(k)) for move in moves])
            table.isetitem(k, column)
        found = self.model.probabilities(table)
        self.tried += len(moves)
        chosen = self.model.choose(found, self.threshold)
        if self.target is None:
            return self.before[0, self.chosen] - found[:, self.chosen], chosen != self.chosen
        return found[:, self.target] - self.before[0, self.target], chosen == self.target

    def price(self, move: Move) -> float:
        parts = [float(self.rooms[k].distance(self.value(k), value)) for k, value in move.items()]
        return sum(parts) + _EACH_MORE * (len(parts) - 1)

    def nearest(self, moves: list[Move], changed: np.ndarray) -> Move | None:
        usable = [moves[place] for place in np.flatnonzero(changed).tolist()]
        return min(usable, key=self.price) if usable else None

    # How a change that works is made as small as it can be

    def shrunk(self, move: Move) -> Move:
        """Take back what is not needed: whole columns, then parts of each way, then digits."""
        for k in sorted(move, key=lambda k: float(self.rooms[k].distance(self.value(k), move[k]))):
            rest = {other: value for other, value in move.items() if other != k}
            if rest and self.works(rest):
                move = rest
        for k in move:
            move = self.rounded(self.shortened(move, k), k)
        return move

    def works(self, move: Move) -> bool:
        return bool(self.judge([move])[1][0])

    def shortened(self, move: Move, k: int) -> Move:
        """Go back towards the row's value as far as the answer stays changed: in parts of the way, then of a part."""
        room, near = self.rooms[k], self.value(k)
        for _ in range(_ROUNDS):
            way = (np.geomspace if room.logarithmic else np.linspace)(near, move[k], _PARTS + 1)
            tries = [{**move, k: float(value)} for value in way[1:-1]]
            changed = np.append(self.judge(tries)[1], True)
            first = int(np.argmax(changed))
            move, near = [*tries, move][first], float(way[first])
        return move

    def rounded(self, move: Move, k: int) -> Move:
        """Use the fewest digits with which the answer stays changed and the value in its range."""
        room = self.rooms[k]
        values = [float(f"{move[k]:.{digits}g}") for digits in (2, 3, 4, 5)]
        tries = [{**move, k: value} for value in values if room.low <= value <= room.high and value != self.value(k)]
        changed = self.judge(tries)[1].tolist() if tries else []
        near = (move for move, works in zip(tries, changed, strict=True) if works)
        most = _ROUNDING * self.price(move)
        return next((rounded for rounded in near if self.price(rounded) <= most), move)

    # How it is told

    def report(self, move: Move) -> Counterfactual:
        table = self.row.copy()
        for k, value in move.items():
            table.isetitem(k, [value])
        after = self.model.probabilities(table)
        other = int(self.model.choose(after, self.threshold)[0])
        changes = sorted((self.change(k, value) for k, value in move.items()), key=lambda change: -change.robust_units)
        within = all(change.errors is not None and change.errors <= 1 + 1e-9 for change in changes)
        now, then = self.model.classes[self.chosen], self.model.classes[other]
        parts = " and ".join(change.text for change in changes)
        doubt = "; that is within the measurement errors, so the answer hangs on them" if within else ""
        return Counterfactual(
            found=True,
            predicted_class=now,
            other_class=then,
            probability_before=float(self.before[0, other]),
            probability_after=float(after[0, other]),
            within_errors=within,
            distance=float(sum(change.robust_units for change in changes)),
            changes=tuple(changes),
            text=f"It would be {then} instead of {now} with {parts}{doubt}.",
            tried=self.tried,
            warnings=self.remarks(),
        )

    def change(self, k: int, after: float) -> Change:
        room, before = self.rooms[k], self.value(k)
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

    def none(self, text: str) -> Counterfactual:
        known = None if self.target is None else float(self.before[0, self.target])
        return Counterfactual(
            found=False,
            predicted_class=self.model.classes[self.chosen],
            other_class=None,
            probability_before=known,
            probability_after=None,
            within_errors=False,
            distance=None,
            changes=(),
            text=text,
            tried=self.tried,
            warnings=self.remarks(),
        )

    def remarks(self) -> Warnings:
        empty = [self.model.feature_names[k] for k in np.flatnonzero(self.row.isna().to_numpy()[0]).tolist()]
        if not empty:
            return []
        text = f"{len(empty)} empty cells were left empty; values for them could change the answer as well."
        return [remark("missing_inputs", text)]


def _some(steps: np.ndarray) -> np.ndarray:
    """Return a few of the values, spread over all."""
    return steps[np.unique(np.linspace(0, len(steps) - 1, _FEW_STEPS).astype(int))] if len(steps) else steps


def _digits(value: float) -> str:
    return f"{value:.4g}"
