"""Rows of a batch: which can be predicted as they stand, and what is said of the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ML.catalogs.catalogue import Column
from ML.catalogs.limits import RowProblem
from ML.exceptions import InvalidRowsError

if TYPE_CHECKING:
    from ML.training import TrainedModel

MOST_PROBLEMS = 1_000
UNREADABLE = "Not predicted: a cell of this row could not be read."


@dataclass
class BadCells:
    """Cells that are not of their column's kind: the first ones in full, all of them counted, their lines known."""

    problems: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    lines: set[int] = field(default_factory=set)

    def start_chunk(self) -> None:
        """Forget the lines of the chunk before."""
        self.lines = set()

    def add(self, found: RowProblem) -> None:
        """Note one problem."""
        self.count += 1
        self.lines.add(found.line)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(asdict(found))


def readable_rows(chunk: pd.DataFrame, features: list[Column], bad: BadCells) -> pd.DataFrame:
    """Return the chunk with every numeric feature as numbers; cells that are none are noted.

    Raises
    ------
    InvalidRowsError
        If the table lacks a column of the model; the message names what is expected and what was found.
    """
    bad.start_chunk()
    missing = [column.name for column in features if column.name not in chunk.columns]
    if missing:
        raise InvalidRowsError(
            f"The table lacks {len(missing)} of the model's {len(features)} columns: {_some(missing)}. "
            f"It has {_some(list(chunk.columns))}. Download the template and fill it in.",
            missing=missing,
            found=[str(name) for name in chunk.columns[:200]],
        )
    wanted = {column.name for column in features}
    for problem in chunk.attrs.get("problems", ()):
        if problem.column in wanted:
            bad.add(_unreadable(problem.line, problem.column, problem.value))
    numbers = {c.name: _numbers(chunk[c.name], bad) for c in features if c.kind == "number"}
    return chunk.assign(**numbers)


def _numbers(values: pd.Series, bad: BadCells) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    for line, value in values[numbers.isna() & values.notna()].items():
        bad.add(_unreadable(int(line), str(values.name), str(value)[:60]))  # type: ignore[call-overload]
    return numbers


def _unreadable(line: int, column: str, value: str) -> RowProblem:
    message = f"{value!r} is not a finite number, so this row is not predicted. Correct it or leave the cell empty."
    return RowProblem(line, column, value, message)


def predict_chunk(model: TrainedModel, chunk: pd.DataFrame, bad: BadCells) -> pd.DataFrame:
    """Return the answers for a chunk in the order of its rows, with the columns that came along."""
    names = [column.name for column in model.plan.features]
    readable = ~chunk.index.isin(list(bad.lines))
    answers = model.predict_table(chunk.loc[readable, names]).set_index(chunk.index[readable])
    answers = answers.reindex(chunk.index)
    answers.loc[~readable, "warnings"] = UNREADABLE
    kept = chunk.rename(columns={name: f"input_{name}" for name in chunk.columns if name in answers.columns})
    order = [name for name in ("object", "host") if name in kept.columns]
    rest = [name for name in kept.columns if name not in order]
    return pd.concat([kept[order], answers, kept[rest]], axis=1)


def count_classes(answers: pd.DataFrame) -> Counter[str]:
    """Return the number of rows by predicted class."""
    return Counter(answers["prediction"].dropna().astype(str))


def sort_by_score(path: Path) -> None:
    """Put a ranking's best first (rows of a catalogue fit in memory)."""
    table = pd.read_parquet(path)
    by = "score" if table["score"].notna().any() else "probability"
    table = table.sort_values(by, ascending=False, kind="stable")
    table.insert(0, "rank", range(1, len(table) + 1))
    table.to_parquet(path, compression="zstd", index=False)


def _some(names: list[Any], most: int = 8) -> str:
    shown = ", ".join(str(name)[:40] for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
