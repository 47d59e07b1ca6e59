"""Habitability of every row of a table that somebody brings."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

import pandas as pd

from backend.errors import InvalidFieldsError
from backend.services.columns import rows_json
from backend.services.export import csv_pieces
from backend.services.habitability import counts_of
from backend.services.habitability_learned import LearnedHabitability
from backend.services.uploads import copy_within, display_name, read_checked
from ML.catalogs.limits import MEGABYTE, ParsedTable, TableLimits
from ML.catalogs.mapping import propose
from ML.catalogs.mapping_apply import apply_mapping
from ML.catalogs.uploads import describe_columns

LIMITS = TableLimits(bytes=50 * MEGABYTE, rows=5_000, columns=2_000)
"""Of a table that is judged while its sender waits: about a millisecond a row."""
SHOWN_ROWS = 500
PREFIX = "habitability_"
RANKED_BY = [f"{PREFIX}p_{kind}" for kind in ("conservative", "optimistic", "unknown")]
"""Shares of the draws that put a planet before others; what is not known may still turn out well."""
LIGHT = {"insolation_flux", "stellar_luminosity", "stellar_radius", "semi_major_axis", "orbital_period"}
SIZE = {"planet_radius", "planet_mass"}


class HabitabilityTables:
    """Judges the planets of a table, whose columns and units are recognised by their names and values.

    Parameters
    ----------
    temporary : Path
        Folder for tables while they are read.
    learned : LearnedHabitability
        Scores every row beside.
    """

    def __init__(self, temporary: Path, learned: LearnedHabitability) -> None:
        self._temporary = temporary
        self._learned = learned

    def judge(self, stream: IO[bytes], filename: str) -> dict[str, Any]:
        """Return the most probably habitable rows, the count of each class, and which columns were read as what.

        Raises
        ------
        UnreadableTableError, TableTooLargeError, InvalidFieldsError
            The message says where and what to do.
        """
        parsed, recognised = self._read(stream, filename)
        table = self._judged(parsed, recognised)
        return {
            "recognised": [{"column": own, **proposal} for own, proposal in recognised.items()],
            "counts": counts_of(table.rename(columns=lambda name: str(name).removeprefix(PREFIX))),
            "columns": [str(name) for name in table.columns],
            "rows": rows_json(table.sort_values(RANKED_BY, ascending=False, kind="stable"), SHOWN_ROWS),
            "total": len(table),
        }

    def csv(self, stream: IO[bytes], filename: str) -> Iterator[str]:
        """Return the whole table with the places beside its own columns, as CSV."""
        return csv_pieces(iter([self._judged(*self._read(stream, filename))]))

    def _judged(self, parsed: ParsedTable, recognised: dict[str, dict[str, str]]) -> pd.DataFrame:
        """Return the table with its own columns, those of ``assess_table``, and the learned score."""
        from ML.habitability.assessment import assess_table

        columns = describe_columns(parsed.frame, parsed.labels)
        units = {own: one["unit"] for own, one in recognised.items() if one["unit"]}
        names = {own: one["canonical"] for own, one in recognised.items()}
        mapped, _ = apply_mapping(parsed.frame, columns, names, units)
        judged = assess_table(mapped)
        judged["learned_score"] = pd.Series(self._learned.scores(mapped), index=judged.index, dtype=float)
        return pd.concat([parsed.frame, judged.add_prefix(PREFIX)], axis=1)

    def _read(self, stream: IO[bytes], filename: str) -> tuple[ParsedTable, dict[str, dict[str, str]]]:
        name = display_name(filename)
        self._temporary.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._temporary) as folder:
            received = Path(folder) / "received"
            copy_within(stream, received, LIMITS.bytes)
            parsed = read_checked(received, name, LIMITS)
        found = propose(describe_columns(parsed.frame, parsed.labels), parsed.frame)
        recognised = {own: {"canonical": one.canonical, "unit": one.unit} for own, one in found.items()}
        _refuse_without({one["canonical"] for one in recognised.values()})
        return parsed, recognised


def _refuse_without(canonical: Collection[str]) -> None:
    missing = [words for words, names in (("light", LIGHT), ("size", SIZE)) if names.isdisjoint(canonical)]
    if missing:
        expected = {"light": "insolation, or the star and the orbit", "size": "the planet's radius or mass"}
        told = " and ".join(f"no column for its {word} ({expected[word]})" for word in missing)
        message = f"The table has {told}. Name columns as GET /api/schema lists them, such as planet_radius."
        raise InvalidFieldsError(message, [{"field": "file", "message": message}])
