"""A batch's table as a person looks at it: searched, sorted, page by page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from backend.errors import InvalidFieldsError


def no_rows(query: dict[str, Any]) -> dict[str, Any]:
    """Return the page of a batch that has no rows yet."""
    return {"columns": [], "rows": [], "page": query["page"], "per_page": query["per_page"], "total": 0}


def search(table: pd.DataFrame, text: str | None, prediction: str | None) -> pd.DataFrame:
    """Return the rows that hold a text, and are predicted to be of a class."""
    if prediction is not None:
        table = table[table["prediction"] == prediction]
    if not text:
        return table
    words = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    hits = [table[name].astype("str").str.contains(text, case=False, regex=False) for name in words]
    return table[pd.concat(hits, axis=1).any(axis=1)] if hits else table


def sort(table: pd.DataFrame, column: str | None, order: str) -> pd.DataFrame:
    """Return the rows in the order of a column; missing values last."""
    if column is None:
        return table
    if column not in table.columns:
        message = f"The rows have no column {column!r} to sort by. Choose one of {', '.join(table.columns[:10])}…"
        raise InvalidFieldsError(message, [{"field": "sort", "message": message}])
    return table.sort_values(column, ascending=order == "asc", kind="stable", na_position="last")
