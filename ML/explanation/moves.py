"""A row whose values are moved: what the model says of each move, what it costs, and how small it can be made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ML.explanation.ranges import rooms
from ML.trained_model import TrainedModel

_STEPS = 41
_PARTS, _ROUNDS = 16, 3
_ROUNDING = 1.1
_EACH_MORE = 0.5
"""Robust units that a further column must save to be worth changing."""

Move = dict[int, float]
"""New values by position of the column in the row."""


class Moves:
    """Moves of one row.

    Parameters
    ----------
    model : TrainedModel
    row : DataFrame of shape (1, n_columns)
        As the model reads it.
    known : DataFrame of shape (n_reference, n_columns)
        Training objects, as the model reads them.
    target : str or None
        Class to be reached; None is any other.
    threshold : float or None
        Score from which the positive class is predicted.

    Attributes
    ----------
    rooms : dict of int to Room
        Where each column that may be changed can go, by its position.
    before : ndarray of shape (1, n_classes)
        Probabilities of the row as it stands.
    chosen : int
        Its class.
    target : int or None
    tried : int
        Rows that were put to the model.
    """

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

    def value(self, position: int) -> float:
        """Return the row's own value of a column."""
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
        """Return the length of a move in robust units, with what each further column must save."""
        parts = [float(self.rooms[k].distance(self.value(k), value)) for k, value in move.items()]
        return sum(parts) + _EACH_MORE * (len(parts) - 1)

    def nearest(self, moves: list[Move], changed: np.ndarray) -> Move | None:
        """Return the shortest of the moves that change the answer."""
        usable = [moves[place] for place in np.flatnonzero(changed).tolist()]
        return min(usable, key=self.price) if usable else None

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
        """Tell whether a move changes the answer."""
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
