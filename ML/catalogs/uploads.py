"""What the columns of an uploaded table are: a survey's own definition where the name is known, else inferred."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pandas as pd
from pandas.api import types

from ML.catalogs.catalogue import Column, Role, catalogue_names, get_catalogue

NEAR_UNIQUE_SHARE = 0.9
"""Text with more distinct values than this share of its rows names the rows."""

MOSTLY_DIFFERENT_SHARE = 0.5
"""Whole numbers of a column that is called an id name its rows from this share of distinct values on."""

MOST_CATEGORIES = 50
"""Text with more distinct values than this is free text, not a category."""

_FEW_ROWS = 20
_UNIT_IN_NAME = re.compile(r"^(?P<label>.+?)\s*[\[(](?P<unit>[^\])]{1,30})[\])]$")
_DATE = re.compile(r"^\d{4}-\d{2}(-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$")
_ID_NAME = re.compile(r"(^|_|\s)(id|index|row|no|number|nr|name|rowid|unnamed)($|_|\s|:)|^column_1$|id$", re.IGNORECASE)

_REASONS = {
    "constant": "It holds the same value in every row, or none: there is nothing to learn from it.",
    "names rows": "Nearly every row has a value of its own: it names the rows, and a model can only memorise it.",
    "free text": "Free text with many different values; a classifier of tables cannot use it.",
    "date": "A date, not a property of the object: it tells when a row was written.",
}


def describe_columns(frame: pd.DataFrame, labels: Mapping[str, tuple[str, str]] | None = None) -> tuple[Column, ...]:
    """Define every column of an uploaded table.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As :func:`ML.catalogs.readers.read_table` returns it.
    labels : mapping of str to (str, str), optional
        Label and unit that the file's own header gives (``ParsedTable.labels``).

    Returns
    -------
    tuple of Column
        In table order. Columns of a known survey keep its unit, description, role and reason.
    """
    known = _known_columns()
    return tuple(known.get(name) or _inferred(name, frame[name], (labels or {}).get(name)) for name in frame.columns)


@cache
def _known_columns() -> dict[str, Column]:
    return {column.name: column for name in catalogue_names() for column in get_catalogue(name).columns}


def _inferred(name: str, values: pd.Series, told: tuple[str, str] | None) -> Column:
    label, unit = told or _label_and_unit(name)
    kind = _kind(values)
    finding = _finding(name, values, kind)
    return Column(
        name=name,
        label=label,
        unit=unit,
        description=f"Column of the uploaded table: {label}.",
        role=Role.IDENTIFIER if finding else Role.FEATURE,
        reason=_REASONS.get(finding, ""),
        kind=kind,
        group="bookkeeping" if finding else "",
    )


def _label_and_unit(name: str) -> tuple[str, str]:
    match = _UNIT_IN_NAME.match(name)
    return (match["label"], match["unit"]) if match else (name, "")


def _kind(values: pd.Series) -> str:
    if types.is_datetime64_any_dtype(values.dtype):
        return "date"
    if types.is_numeric_dtype(values.dtype) and not types.is_bool_dtype(values.dtype):
        return "number"
    texts = values.dropna().astype("str")
    if len(texts) and texts.str.match(_DATE).all():
        return "date"
    return "category" if texts.nunique() <= MOST_CATEGORIES and not _near_unique(texts) else "text"


def _near_unique(values: pd.Series) -> bool:
    return len(values) > _FEW_ROWS and values.nunique() > NEAR_UNIQUE_SHARE * len(values)


def _finding(name: str, values: pd.Series, kind: str) -> str:
    """Word for what makes a column no feature; empty if nothing does."""
    present = values.dropna()
    if present.nunique() <= 1 and len(values) > 1:
        return "constant"
    if kind == "date":
        return "date"
    if kind == "number":
        return "names rows" if _numbers_rows(name, present) else ""
    if _near_unique(present):
        return "names rows"
    return "free text" if kind == "text" else ""


def _numbers_rows(name: str, present: pd.Series) -> bool:
    """Whole numbers that count the rows, or mostly different ones in a column that is called an id."""
    if not types.is_integer_dtype(present.dtype) or len(present) <= _FEW_ROWS:
        return False
    running = present.is_unique and int(present.max()) - int(present.min()) == len(present) - 1
    return running or bool(_ID_NAME.search(name) and present.nunique() > MOSTLY_DIFFERENT_SHARE * len(present))
