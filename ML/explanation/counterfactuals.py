"""The smallest plausible change of a row that would change the answer.

Only table columns that a person could doubt are changed, at most three together; engineered features follow, because
every tried row goes through the whole pipeline. First the values are moved within their measurement errors; then to
values that training objects hold, within the middle 98 % of them and the column's plausible limits. Of what changes the
answer, the least distance in robust units counts (Wachter et al. 2018, arXiv:1711.00399; on few columns and plausible
values: Mothilal et al. 2020, arXiv:1905.07697); the change is then made as short as it can be. Nothing is random.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pandas as pd

from ML.exceptions import InvalidFieldsError, InvalidRowsError
from ML.explanation.changes import Change, Counterfactual, told_change, told_none
from ML.explanation.moves import Move, Moves
from ML.explanation.ranges import Room
from ML.input_rows import check_rows
from ML.trained_model import TrainedModel

__all__ = ["Change", "Counterfactual", "counterfactual"]

MOST_COLUMNS = 3
"""Columns that are changed together at most."""

_FEW_STEPS = 9
_BEAM, _PARTNERS = 8, 12
_ERROR_COLUMNS = 6


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
        _Search(Moves(model, checked.iloc[[row]].reset_index(drop=True), known, target, threshold)).run(most_columns)
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
    def __init__(self, moves: Moves) -> None:
        self.moves = moves

    def run(self, most_columns: int) -> Counterfactual:
        if self.moves.target == self.moves.chosen:
            return told_none(self.moves, f"It is {self.moves.model.classes[self.moves.chosen]} already.")
        if not self.moves.rooms:
            return told_none(self.moves, "The row holds no number that could be changed.")
        best = self.within_errors(most_columns) or self.anywhere(most_columns)
        if best is None:
            several = "1 column" if most_columns == 1 else f"up to {most_columns} columns"
            return told_none(
                self.moves,
                f"No change of {several} within the training range was found that would make it {self.wanted()}.",
            )
        return told_change(self.moves, self.moves.shrunk(best))

    def wanted(self) -> str:
        return "another class" if self.moves.target is None else self.moves.model.classes[self.moves.target]

    def within_errors(self, most_columns: int) -> Move | None:
        """Move values by one error up or down, the columns that are strongest alone first."""
        ends = {k: self.error_ends(room) for k, room in self.moves.rooms.items() if room.error is not None}
        singles = [{k: value} for k, values in ends.items() for value in values]
        if not singles:
            return None
        gains, changed = self.moves.judge(singles)
        if changed.any() or most_columns == 1:
            return self.moves.nearest(singles, changed)
        order = np.argsort(-gains, kind="stable").tolist()
        strong = list(dict.fromkeys(next(iter(singles[place])) for place in order))[:_ERROR_COLUMNS]
        for size in range(2, most_columns + 1):
            moves = [
                dict(zip(columns, values, strict=True))
                for columns in combinations(strong, size)
                for values in product(*(ends[k] for k in columns))
            ]
            best = self.moves.nearest(moves, self.moves.judge(moves)[1]) if moves else None
            if best is not None:
                return best
        return None

    def error_ends(self, room: Room) -> list[float]:
        value, error = self.moves.value(room.position), room.error or 0.0
        ends = (max(room.low, value - error), min(room.high, value + error))
        return [end for end in ends if end != value]

    def anywhere(self, most_columns: int) -> Move | None:
        """Move one column to values of training objects; then further ones from where that helped most."""
        moves = [{k: float(step)} for k, room in self.moves.rooms.items() for step in room.steps]
        best: Move | None = None
        for size in range(1, most_columns + 1):
            if not moves:
                return best
            gains, changed = self.moves.judge(moves)
            found = self.moves.nearest(moves, changed)
            if found is not None:
                found = self.moves.shrunk(found)
                best = found if best is None else min(best, found, key=self.moves.price)
            if size < most_columns:
                moves = list(self.further(moves, gains, best))
        return best

    def further(self, moves: list[Move], gains: np.ndarray, best: Move | None) -> Iterator[Move]:
        """Yield the moves that helped most for their length, each with one more column, if that can still pay."""
        lengths = np.array([self.moves.price(move) for move in moves])
        worth = gains / (1.0 + lengths)
        order = np.argsort(-worth, kind="stable").tolist()
        columns = list(dict.fromkeys(k for place in order for k in moves[place]))[:_PARTNERS]
        for place in order[:_BEAM]:
            for k in columns:
                if k in moves[place]:
                    continue
                for step in _some(self.moves.rooms[k].steps):
                    move = {**moves[place], k: float(step)}
                    if best is None or self.moves.price(move) < 2 * self.moves.price(best):
                        yield move


def _some(steps: np.ndarray) -> np.ndarray:
    """Return a few of the values, spread over all."""
    return steps[np.unique(np.linspace(0, len(steps) - 1, _FEW_STEPS).astype(int))] if len(steps) else steps
