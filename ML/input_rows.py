"""Rows offered for prediction: checked against the training columns, and told apart where they are unusual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ML.exceptions import InvalidRowsError
from ML.results import TrainingColumn, Warnings, remark

_MOST_PROBLEMS = 20
_MOST_NAMES = 8


def check_rows(frame: pd.DataFrame, columns: Sequence[TrainingColumn]) -> pd.DataFrame:
    """Return the columns that the model reads, in its order: floats for numbers, text for categories.

    Raises
    ------
    InvalidRowsError
        A column is missing or stands twice (names expected and found), or a cell is not a finite number (names row
        from 1, column and value; ``details["cells"]`` lists the first 20).
    """
    names = [column.name for column in columns]
    _check_names(frame, names)
    numeric = [column.name for column in columns if column.kind == "number"]
    table = pd.DataFrame(_numbers(frame, numeric), columns=numeric, index=frame.index)
    if len(numeric) == len(names):
        return table
    words = {name: _words(frame[name]) for name in names if name not in set(numeric)}
    return pd.concat([table, pd.DataFrame(words, index=frame.index)], axis=1)[names]


def _check_names(frame: pd.DataFrame, names: list[str]) -> None:
    held = [str(name) for name in frame.columns]
    missing = [name for name in names if name not in set(held)]
    twice = [name for name in names if held.count(name) > 1] if len(held) != len(set(held)) else []
    if missing or twice:
        raise InvalidRowsError(
            _names_fault(missing, twice, names, held), missing=missing, duplicated=twice, expected=names, found=held
        )


def _names_fault(missing: list[str], twice: list[str], names: list[str], held: list[str]) -> str:
    if not missing:
        return f"The rows hold {_listed(twice)} more than once. Keep one column of each name."
    return (
        f"The rows have no column {_listed(missing)}. Expected {len(names)} columns ({_listed(names)}); "
        f"found {_listed(held) or 'none'}. Add the missing ones; their cells may be empty."
    )


def _numbers(frame: pd.DataFrame, names: list[str]) -> np.ndarray:
    chosen = frame[names]
    try:
        values = chosen.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        values = np.column_stack([_parsed(chosen[name]) for name in names])
    problems = [_cell(chosen, row, position) for row, position in np.argwhere(np.isinf(values))[:_MOST_PROBLEMS]]
    if problems:
        raise _not_numbers(problems)
    return values


def _parsed(cells: pd.Series) -> np.ndarray:
    """Read numbers from cells of any kind: blank text is missing, other text that is no number becomes infinite."""
    stripped = cells.map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
    blank = stripped.isna() | (stripped == "")
    numbers = pd.to_numeric(stripped.where(~blank), errors="coerce").astype(float)
    return np.where(blank, np.nan, numbers.fillna(np.inf).to_numpy())


def _cell(frame: pd.DataFrame, row: int, position: int) -> dict[str, Any]:
    return {"row": int(row) + 1, "column": str(frame.columns[position]), "value": str(frame.iat[row, position])}


def _not_numbers(problems: list[dict[str, Any]]) -> InvalidRowsError:
    first = problems[0]
    more = "" if len(problems) == 1 else f" ({len(problems)} such cells were found at least.)"
    return InvalidRowsError(
        f"Row {first['row']}, column {first['column']}: {first['value'][:60]!r} is not a finite number. "
        f"Write a number, or leave the cell empty.{more}",
        cells=problems,
    )


def _words(cells: pd.Series) -> pd.Series:
    text = cells.astype("str").str.strip()
    return text.where(cells.notna() & (text != ""))


def unusual_cells(checked: pd.DataFrame, columns: Sequence[TrainingColumn]) -> tuple[np.ndarray, np.ndarray]:
    """Return where cells are empty, and where they hold what no training row held: two arrays of the table's shape."""
    missing, outside = np.zeros(checked.shape, dtype=bool), np.zeros(checked.shape, dtype=bool)
    if all(column.kind == "number" for column in columns):
        values = checked.to_numpy()
        low = np.array([column.minimum for column in columns], dtype=float)
        high = np.array([column.maximum for column in columns], dtype=float)
        return np.isnan(values), (values < low) | (values > high)
    for position, column in enumerate(columns):
        cells = checked.iloc[:, position]
        missing[:, position] = cells.isna()
        outside[:, position] = cells.notna() & ~_was_trained_on(cells, column)
    return missing, outside


def _was_trained_on(cells: pd.Series, column: TrainingColumn) -> pd.Series:
    if column.kind != "number":
        return cells.isin(column.categories)
    low, high = np.array([column.minimum, column.maximum], dtype=float)
    return (cells >= low) & (cells <= high)


def row_warnings(checked: pd.DataFrame, columns: Sequence[TrainingColumn]) -> list[Warnings]:
    """Put into words what is unusual in each checked row."""
    missing, outside = unusual_cells(checked, columns)
    remarks: list[Warnings] = [[] for _ in range(len(missing))]
    for row in np.flatnonzero(missing.any(axis=1)).tolist():
        remarks[row].append(_missing_remark(missing[row], columns))
    for row in np.flatnonzero(outside.any(axis=1)).tolist():
        remarks[row].append(_outside_remark(outside[row], columns, checked, row))
    return remarks


def _missing_remark(missing: np.ndarray, columns: Sequence[TrainingColumn]) -> dict[str, str]:
    names = [columns[position].name for position in np.flatnonzero(missing).tolist()]
    return missing_remark(names, len(columns), "Typical training values stand in for them.")


def missing_remark(names: Sequence[str], total: int, consequence: str) -> dict[str, str]:
    """Name the inputs that are missing, and what that leads to."""
    return remark("missing_inputs", f"{len(names)} of {total} inputs are missing: {_listed(names)}. {consequence}")


def _outside_remark(
    outside: np.ndarray, columns: Sequence[TrainingColumn], checked: pd.DataFrame, row: int
) -> dict[str, str]:
    held = np.flatnonzero(outside).tolist()
    facts = [_outside_fact(columns[position], checked.iat[row, position]) for position in held]
    return remark("outside_training_range", f"Outside what the model was trained on: {_listed(facts, '; ')}.")


def _outside_fact(column: TrainingColumn, value: Any) -> str:
    if column.kind != "number":
        return f"{column.name} {str(value)[:60]!r} was not among the training rows"
    return f"{column.name} {value:.6g} (trained on {column.minimum:.6g} to {column.maximum:.6g})"


def _listed(names: Sequence[str], between: str = ", ") -> str:
    more = len(names) - _MOST_NAMES
    return between.join(names[:_MOST_NAMES]) + (f"{between}and {more} more" if more > 0 else "")
