"""Where planets stand in the habitable zones of their stars: by numbers, by name, and ranked."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from backend.errors import InvalidFieldsError, shorten
from backend.services.columns import rows_json
from backend.services.habitability_learned import LearnedHabitability
from backend.services.snapshots import SnapshotShelf
from backend.unknown_errors import UnknownObjectError
from ML.catalogs.canonical import canonical_table
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.mapping import common_columns
from ML.catalogs.snapshots import catalogue_columns

PLANETS, UNKNOWN = "planets", "unknown"
TABLES_KEPT = 2
BEST_FIRST = ["p_conservative", "p_optimistic", "similarity"]


class HabitabilityService:
    """Judges planets by the published limits; a model only guesses where these cannot be applied.

    Parameters
    ----------
    shelf : SnapshotShelf
    learned : LearnedHabitability
        Guesses beside it where numbers are missing.
    """

    def __init__(self, shelf: SnapshotShelf, learned: LearnedHabitability) -> None:
        self._shelf = shelf
        self._learned = learned
        self._planets = lru_cache(maxsize=TABLES_KEPT)(self._load)
        self._ranking = lru_cache(maxsize=TABLES_KEPT)(self._rank)

    def by_numbers(self, rows: list[dict[str, Any]], threshold: float | None = None) -> dict[str, Any]:
        """Return where planets given by numbers stand, with what is missing and what a model guesses.

        Raises
        ------
        InvalidFieldsError
            A quantity is not one of the common schema, or words stand where a number is needed.
        """
        from ML.habitability.assessment import assess

        problems = [problem for row in rows for problem in _problems(row)]
        if problems:
            raise InvalidFieldsError(problems[0]["message"], problems)
        assessments = [assess(row) for row in rows]
        unknown = [assessment.habitability == UNKNOWN for assessment in assessments]
        return {"assessments": assessments, "learned": self._learned.of(rows, unknown, threshold)}

    def by_name(self, name: str, snapshot_id: str | None = None, threshold: float | None = None) -> dict[str, Any]:
        """Return where one confirmed planet stands, the numbers that tell it, and what a model guesses without them.

        Raises
        ------
        UnknownObjectError
            The table holds no planet of that name; the message names similar ones.
        """
        from ML.habitability.assessment import USED, assess

        snapshot = self._shelf.find(PLANETS, snapshot_id)
        table = self._planets(snapshot.id, snapshot.sha256)
        row = _planet(table, name)
        assessment = assess(row)
        used = [quantity + end for quantity in USED for end in ("", "_upper_error", "_lower_error")]
        return {
            "dataset": PLANETS,
            "snapshot": snapshot.id,
            "object": row["object_name"],
            "host": row["host_id"],
            "quantities": {quantity: row[quantity] for quantity in used if row.get(quantity) is not None},
            "assessment": assessment,
            "learned": self._learned.of([row], [assessment.habitability == UNKNOWN], threshold)[0],
        }

    def ranking(self, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of all confirmed planets, the most probably habitable first unless sorted otherwise."""
        snapshot = self._shelf.find(PLANETS, query.get("snapshot"))
        ranked = self._ranking(snapshot.id, snapshot.sha256)
        found = _sorted(_wanted(ranked, query["habitability"], query["search"]), query["sort"], query["order"])
        start = (query["page"] - 1) * query["per_page"]
        return {
            "snapshot": snapshot.id,
            "counts": counts_of(ranked),
            "rows": rows_json(found.iloc[start:], query["per_page"]),
            **{"page": query["page"], "per_page": query["per_page"], "total": len(found)},
        }

    def _load(self, snapshot_id: str, sha256: str) -> pd.DataFrame:
        catalogue, snapshot = get_catalogue(PLANETS), self._shelf.find(PLANETS, snapshot_id)
        frame = self._shelf.load(snapshot)
        named = {
            "object_name": frame[catalogue.object_column].astype("str"),
            "host_id": frame[catalogue.host_column].astype("str").fillna(""),
        }
        return canonical_table(frame, catalogue_columns(catalogue, snapshot)).assign(**named)

    def _rank(self, snapshot_id: str, sha256: str) -> pd.DataFrame:
        from ML.habitability.assessment import assess_table

        planets = self._planets(snapshot_id, sha256)
        named = pd.DataFrame({"object": planets["object_name"], "host": planets["host_id"]})
        ranked = pd.concat([named, assess_table(planets)], axis=1)
        return ranked.sort_values(BEST_FIRST, ascending=False, kind="stable", ignore_index=True)


def counts_of(judged: pd.DataFrame) -> dict[str, int]:
    """Return how many planets are of each class at their catalogued values."""
    return {str(kind): int(count) for kind, count in judged["habitability"].value_counts().items()}


def _wanted(ranked: pd.DataFrame, habitability: str | None, text: str | None) -> pd.DataFrame:
    found = ranked if habitability is None else ranked[ranked["habitability"] == habitability]
    if not text:
        return found
    names = found["object"] + " " + found["host"]
    return found[names.str.contains(text, case=False, regex=False)]


def _sorted(ranked: pd.DataFrame, column: str | None, order: str) -> pd.DataFrame:
    if column is None:
        return ranked
    if column not in ranked:
        message = f"There is no column {shorten(column)!r} to sort by. Choose one of {', '.join(ranked.columns)}."
        raise InvalidFieldsError(message, [{"field": "sort", "message": message}])
    return ranked.sort_values(column, ascending=order == "asc", kind="stable", na_position="last")


def _planet(table: pd.DataFrame, name: str) -> dict[str, Any]:
    match = table["object_name"].map(_plain_name) == _plain_name(name)
    if not match.any():
        near = difflib.get_close_matches(name, table["object_name"].tolist(), n=3, cutoff=0.6)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Expected a name such as {table['object_name'][0]}."
        raise UnknownObjectError(f"There is no confirmed planet {shorten(name)!r} in this table. {hint}", near=near)
    return {str(key): None if pd.isna(cell) else cell for key, cell in table[match].iloc[0].items()}


def _plain_name(name: str) -> str:
    """Return a planet's name without what people write differently: case, spaces, hyphens."""
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter in "+.")


def _problems(row: dict[str, Any]) -> Iterator[dict[str, str]]:
    common = common_columns()
    for name, value in row.items():
        field = f"rows.{shorten(name)}"
        if name not in common:
            message = f"There is no quantity {shorten(name)!r}. GET /api/schema lists the names and units."
            yield {"field": field, "message": message}
        elif common[name].kind == "number" and isinstance(value, str):
            message = f"{name} is {shorten(value)!r}; expected a number in {common[name].unit}."
            yield {"field": field, "message": message}
