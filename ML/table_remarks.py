"""Remarks on the rows of a large table, as text: rows that are alike are put into words once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from ML.input_rows import row_warnings, unusual_cells
from ML.results import TrainingColumn, Warnings

Remark = Callable[[pd.DataFrame, pd.DataFrame], list[Warnings]]
"""Says all that is unusual in each row, given as the model reads it and as it came."""
Domain = Callable[[pd.DataFrame], list[Warnings]]
"""Says which rows are of a mission that the model never saw."""


def table_remarks(
    checked: pd.DataFrame, frame: pd.DataFrame, columns: Sequence[TrainingColumn], every: Remark, domain: Domain | None
) -> np.ndarray:
    """Return for each row what ``every`` says of it, as text.

    Parameters
    ----------
    checked : DataFrame of shape (n_rows, n_columns)
        As the model reads it, see :func:`ML.input_rows.check_rows`.
    frame : DataFrame of shape (n_rows, …)
        As it came.
    columns : sequence of TrainingColumn
        Of ``checked``.
    every, domain : callable
        ``every`` is asked only of rows with a value that no training row had. Of the others, what is said depends on
        which cells are missing, and on what ``domain`` says.

    Returns
    -------
    ndarray of str of shape (n_rows,)
        Empty where there is nothing to say.
    """
    missing, outside = unusual_cells(checked, columns)
    texts = np.full(len(checked), "", dtype=object)
    is_outside = outside.any(axis=1)
    rows = np.flatnonzero(is_outside)
    texts[rows] = [_text(said) for said in every(checked.iloc[rows], frame.iloc[rows])] if len(rows) else []
    lacking = np.flatnonzero(missing.any(axis=1) & ~is_outside)
    texts[lacking] = _of_patterns(missing[lacking], checked.iloc[lacking], columns)
    usual = np.flatnonzero(~is_outside)
    for row, said in zip(usual, domain(frame.iloc[usual]) if domain and len(usual) else [], strict=False):
        if said:
            texts[row] = f"{texts[row]} {_text(said)}".strip()
    return texts


def _of_patterns(missing: np.ndarray, checked: pd.DataFrame, columns: Sequence[TrainingColumn]) -> np.ndarray:
    if not len(checked):
        return np.empty(0, dtype=object)
    packed = np.ascontiguousarray(np.packbits(missing, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, pattern = np.unique(keys, return_index=True, return_inverse=True)
    said = np.array([_text(entries) for entries in row_warnings(checked.iloc[first], columns)], dtype=object)
    return said[pattern]


def _text(said: Warnings) -> str:
    return " ".join(entry["text"] for entry in said)
