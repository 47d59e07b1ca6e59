"""What a model guesses of planets whose defining numbers are missing: the promoted ``habitability`` model's score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from backend.errors import PlaygroundError
from backend.services.served import Served
from backend.services.served_models import ServedModels
from ML.catalogs.catalogue import Column, get_catalogue
from ML.catalogs.mapping import common_columns
from ML.catalogs.units import convert

MODEL, CATALOGUE, POSITIVE = "habitability", "planets", "HABITABLE"
DEFAULT_THRESHOLD = 0.5
GUESS = "Guessed from {given} of {all} other columns: a place to look, never a place that is known."
COMPUTED = "The defining numbers are known: the computed place stands, the guess only shows what the rest would say."
NO_MODEL = "No habitability model is promoted yet; GET /api/registry shows whether one is in training."


class LearnedHabitability:
    """Asks the promoted model.

    Parameters
    ----------
    served : ServedModels
    """

    def __init__(self, served: ServedModels) -> None:
        self._served = served

    def of(
        self, rows: Sequence[Mapping[str, Any]], unknown: Sequence[bool], threshold: float | None
    ) -> list[dict[str, Any]]:
        """Return score and class of each row, by canonical names and units.

        Parameters
        ----------
        rows : sequence of mapping
        unknown : sequence of bool
            Whether the computed place of the row is unknown.
        threshold : float or None
            Score from which a planet is called habitable; 0.5 where None.
        """
        try:
            # Held while it is asked: another may be promoted at this moment, with other columns.
            served = self._served.get(MODEL)
            columns = _columns(served)
            answers = served.predict([_in_columns(row, columns) for row in rows], threshold)
        except PlaygroundError as fault:
            return [{"available": False, "text": f"{NO_MODEL} ({fault.message})"} for _ in rows]
        return [
            {
                "available": True,
                "version": answers["version"],
                "score": answer["score"],
                "predicted": answer["prediction"],
                "threshold": DEFAULT_THRESHOLD if threshold is None else threshold,
                "text": _text(row, columns) if guessed else COMPUTED,
            }
            for row, answer, guessed in zip(rows, answers["predictions"], unknown, strict=True)
        ]

    def scores(self, table: pd.DataFrame) -> list[float | None]:
        """Return the score of every row of a table in canonical names and units; None where no model is promoted."""
        rows = [{str(name): _plain(cell) for name, cell in row.items()} for row in table.to_dict("records")]
        return [answer.get("score") for answer in self.of(rows, [True] * len(rows), None)]


def _columns(served: Served) -> list[Column]:
    """Columns that the model reads, as the catalogue defines them."""
    known = {column.name: column for column in get_catalogue(CATALOGUE).columns}
    return [known[column["name"]] for column in served.scorer.form["columns"] if column["name"] in known]


def _in_columns(row: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    """Return a row under the catalogue's names and in its units; what is not given is null."""
    return {column.name: _converted(row.get(column.canonical or column.name), column) for column in columns}


def _converted(value: Any, column: Column) -> Any:
    common = common_columns().get(column.canonical)
    if _plain(value) is None or column.kind != "number":
        return _plain(value)
    if common is None or common.unit == column.unit:
        return float(value)
    return float(convert([float(value)], common.unit, column.unit)[0])


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value  # noqa: PLR0124 - NaN is not equal to itself


def _text(row: Mapping[str, Any], columns: Sequence[Column]) -> str:
    given = sum(_plain(row.get(column.canonical or column.name)) is not None for column in columns)
    return GUESS.format(given=given, all=len(columns))
