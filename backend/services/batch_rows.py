"""Rows of a batch: which can be predicted as they stand, and what is said of the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ML.catalogs.catalogue import Column
from ML.catalogs.limits import RowProblem

if TYPE_CHECKING:
    from ML.training import TrainedModel

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


def readable_rows(chunk: pd.DataFrame, features: list[Column], bad: BadCells) -> pd.DataFrame:
    """Return the chunk with every numeric feature as numbers; cells that are none are noted."""
    bad.start_chunk()
    numeric = {column.name for column in features if column.kind == "number"}
    for problem in chunk.attrs.get("problems", ()):
        if problem.column in numeric and _is_about_number(problem):
            bad.add(_unreadable(problem.line, problem.column, problem.value))
        elif not _is_about_number(problem):
            bad.add(problem, is_row_bad=False)
    bad.count += chunk.attrs.get("problem_count", 0) - len(chunk.attrs.get("problems", ()))
    numbers = {c.name: _numbers(chunk[c.name], bad) for c in features if c.kind == "number"}
    return chunk.assign(**numbers)


def _is_about_number(problem: RowProblem) -> bool:
    """Tell a cell that is no number from a row that does not fit the header."""
    return "the cell is taken as missing" in problem.message


def _numbers(values: pd.Series, bad: BadCells) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    for line, value in values[numbers.isna() & values.notna()].items():
        bad.add(_unreadable(int(line), str(values.name), str(value)[:60]))  # type: ignore[call-overload]
    return numbers


def _unreadable(line: int, column: str, value: str) -> RowProblem:
    return RowProblem(line, column, value, f"{value!r} {_NO_NUMBER}")


def predict_chunk(model: TrainedModel, chunk: pd.DataFrame, bad: BadCells) -> pd.DataFrame:
    """Return the answers for a chunk in the order of its rows, with the columns that came along."""
    names = [column.name for column in model.plan.features]
    answers = _answers(model, chunk[names], bad)
    kept = chunk.rename(columns={name: f"input_{name}" for name in chunk.columns if name in answers.columns})
    order = [name for name in ("object", "host") if name in kept.columns]
    rest = [name for name in kept.columns if name not in order]
    return pd.concat([kept[order], answers, kept[rest]], axis=1)


def _answers(model: TrainedModel, inputs: pd.DataFrame, bad: BadCells) -> pd.DataFrame:
    if not bad.lines:
        return model.predict_table(inputs)
    readable = ~inputs.index.isin(list(bad.lines))
    answers = model.predict_table(inputs.loc[readable]).reindex(inputs.index)
    answers.loc[~readable, "warnings"] = UNREADABLE
    return answers


def count_classes(answers: pd.DataFrame) -> Counter[str]:
    """Return the number of rows by predicted class."""
    return Counter({str(name): int(rows) for name, rows in answers["prediction"].value_counts().items()})
