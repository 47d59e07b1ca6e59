"""Rows of a request as a table, or a refusal that sets what was expected against what was found."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from backend.errors import InvalidFieldsError, shorten
from backend.records import RunRecord

MOST_NAMED = 20
MOST_SHOWN = 5
_ALIKE = 0.6
_NUMBERS = (float, int, type(None))


def rows_table(names: Sequence[str], rows: list[dict[str, Any]], most: int) -> pd.DataFrame:
    """Return rows as a table with every input of a model; what is not given is missing.

    Parameters
    ----------
    names : sequence of str
        Inputs of the model, in its order.
    rows : list of dict
        One object each, with a value of at least one input.
    most : int
        Rows that may be sent.

    Raises
    ------
    InvalidFieldsError
        No rows or too many, a row without any value, or columns that the model does not have; ``details`` then holds
        ``expected``, ``unknown`` and for each unknown name the ``suggestions``.
    """
    if not 1 <= len(rows) <= most:
        message = f"{len(rows)} rows were sent; expected 1 to {most}. Send a file to POST /predict for more."
        raise InvalidFieldsError(message, [{"field": "rows", "message": message}])
    _refuse_unknown(names, rows)
    _refuse_empty(names, rows)
    cells = [[row.get(name) for name in names] for row in rows]
    plain = all(type(cell) in _NUMBERS for row in cells for cell in row)
    # One block of floats is read many times faster than a column of objects each.
    return pd.DataFrame(np.array(cells, dtype=float) if plain else cells, columns=list(names))


def _refuse_unknown(names: Sequence[str], rows: list[dict[str, Any]]) -> None:
    unknown = sorted({name for row in rows for name in row}.difference(names))
    if not unknown:
        return
    suggested = {shorten(name): _like(name, names) for name in unknown[:MOST_NAMED]}
    fields = [{"field": f"rows.{name}", "message": _told(name, close)} for name, close in suggested.items()]
    told = " ".join(entry["message"] for entry in fields[:MOST_SHOWN])
    more = f" And {len(unknown) - MOST_SHOWN} more." if len(unknown) > MOST_SHOWN else ""
    raise InvalidFieldsError(
        f"{told}{more} This model has {len(names)} columns; GET /predict?session_id=… lists them.",
        fields,
        expected=list(names),
        unknown=list(suggested),
        suggestions={name: close for name, close in suggested.items() if close},
        missing=[name for name in names if not any(name in row for row in rows)],
    )


def _like(name: str, names: Sequence[str]) -> list[str]:
    by_key = {_key(known): known for known in names}
    return [by_key[key] for key in get_close_matches(_key(shorten(name, 80)), by_key, n=3, cutoff=_ALIKE)]


def _key(name: str) -> str:
    return name.casefold().replace(" ", "_").replace("-", "_")


def _told(name: str, close: list[str]) -> str:
    return f"This model has no column {name}" + (f"; did you mean {' or '.join(close)}?" if close else ".")


def _refuse_empty(names: Sequence[str], rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        if all(value is None or value == "" for value in row.values()):
            message = f"Row {number} holds no value. Give at least one of {len(names)} columns, such as {names[0]}."
            raise InvalidFieldsError(message, [{"field": f"rows.{number - 1}", "message": message}])


def refuse_other_run(run_id: str | None, run: RunRecord) -> None:
    """Refuse rows that were made for another run than the one that would answer them."""
    if run_id is None or run_id == run.id:
        return
    message = (
        f"These rows are for run {shorten(run_id)!r}, but this session's model is of run {run.id!r}, and its columns "
        "may differ. Read the form again with GET /predict?session_id=…, or leave run_id out."
    )
    raise InvalidFieldsError(message, [{"field": "run_id", "message": message}], expected=run.id, found=shorten(run_id))


def refuse_threshold_without_positive_class(threshold: float | None, run: RunRecord) -> None:
    """Refuse a threshold for a model that has no class to prefer."""
    if threshold is not None and (run.result or {})["positive_class"] is None:
        message = "A threshold needs a task with two classes; this model has more. Leave threshold out."
        raise InvalidFieldsError(message, [{"field": "threshold", "message": message}])
