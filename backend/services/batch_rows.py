"""Rows of a batch: which can be predicted as they stand, and what is said of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ML.catalogs.catalogue import Column
from ML.catalogs.limits import RowProblem

if TYPE_CHECKING:
    from backend.services.batch_model import TableModel

MOST_PROBLEMS = 1_000
UNREADABLE = "Not predicted: a cell of this row could not be read."
_NO_NUMBER = "is not a finite number, so this row is not predicted. Correct it or leave the cell empty."


@dataclass
class BadCells:
    """Cells that are not of their column's kind: the first ones in full, all of them counted, their lines known."""

    problems: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    lines: set[int] = field(default_factory=set)

    def start_chunk(self) -> None:
        """Forget the lines of the chunk before."""
        self.lines = set()

    def add(self, found: RowProblem, is_row_bad: bool = True) -> None:
        """Note one problem, and whether its row cannot be predicted."""
        self.count += 1
        if is_row_bad:
            self.lines.add(found.line)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(asdict(found))


def readable_rows(chunk: pd.DataFrame, features: Sequence[Column], bad: BadCells) -> pd.DataFrame:
    """Return the chunk with every numeric feature as numbers; cells that are none are noted."""
    bad.start_chunk()
    numeric = {column.name for column in features if column.kind == "number"}
    for problem in chunk.attrs.get("problems", ()):
        if not problem.in_cell:
            bad.add(problem, is_row_bad=False)
        elif problem.column in numeric:
            bad.add(_unreadable(problem.line, problem.column, problem.value))
    bad.count += chunk.attrs.get("problem_count", 0) - len(chunk.attrs.get("problems", ()))
    numbers = {c.name: _numbers(chunk[c.name], bad) for c in features if c.kind == "number"}
    return chunk.assign(**numbers)


def _numbers(values: pd.Series, bad: BadCells) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    # As text: pandas takes a date for the number of its nanoseconds.
    numbers = pd.to_numeric(values.astype("str").where(values.notna()), errors="coerce").astype("float64")
    for line, value in values[numbers.isna() & values.notna()].items():
        bad.add(_unreadable(int(line), str(values.name), str(value)[:60]))  # type: ignore[call-overload]
    return numbers


def _unreadable(line: int, column: str, value: str) -> RowProblem:
    return RowProblem(line, column, value, f"{value!r} {_NO_NUMBER}")


def predict_chunk(model: TableModel, chunk: pd.DataFrame, bad: BadCells) -> pd.DataFrame:
    """Return the answers for a chunk in the order of its rows, with the columns that came along."""
    answers = _answers(model, chunk, bad)
    kept = chunk.rename(columns={name: f"input_{name}" for name in chunk.columns if name in answers.columns})
    order = [name for name in ("object", "host") if name in kept.columns]
    rest = [name for name in kept.columns if name not in order]
    return pd.concat([kept[order], answers, kept[rest]], axis=1)


def _answers(model: TableModel, chunk: pd.DataFrame, bad: BadCells) -> pd.DataFrame:
    # Columns that the table lacks are empty to a model that reads them.
    inputs = chunk.reindex(columns=[column.name for column in model.model.plan.features])
    readable = ~inputs.index.isin(list(bad.lines))
    if readable.all():
        return _marked(model, model.model.predict_table(inputs))
    answers = _marked(model, model.model.predict_table(inputs.loc[readable])).reindex(inputs.index)
    answers.loc[~readable, "warnings"] = UNREADABLE
    return answers


def _marked(model: TableModel, answers: pd.DataFrame) -> pd.DataFrame:
    """Say beside each answer if it is of another model than the run's: a downloaded table has no head to say it."""
    if not model.is_reduced:
        return answers
    total = len(model.given) + len(model.missing)
    return answers.assign(answered_by=f"a reduced model of {len(model.given)} of {total} columns")


def count_classes(answers: pd.DataFrame) -> Counter[str]:
    """Return the number of rows by predicted class."""
    return Counter({str(name): int(rows) for name, rows in answers["prediction"].value_counts().items()})
