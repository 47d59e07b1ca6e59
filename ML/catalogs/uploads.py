"""What the columns of an uploaded table are: a survey's own definition where the name is known, else inferred."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Column, Role
from ML.catalogs.mapping_names import as_logarithm, split_words
from ML.catalogs.mapping_surveys import in_unit, spoken
from ML.catalogs.units import find_unit, known_units

NEAR_UNIQUE_SHARE = 0.9
"""Text with more distinct values than this share of its rows names the rows."""

MOSTLY_DIFFERENT_SHARE = 0.5
"""Numbers of a column that is called an id or a number name its rows from this share of distinct values on."""

MOST_CATEGORIES = 50
"""Text with more distinct values than this is free text, not a category."""

_FEW_ROWS = 20
_UNIT_IN_NAME = re.compile(r"^(?P<label>.+?)\s*[\[(](?P<unit>[^\])]{1,30})[\])]$")
_DATE = re.compile(
    r"^(\d{4}-\d{2}|(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
    r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?)$"
)
_ID_WORDS = frozenset(
    {"id", "ids", "identifier", "uid", "uuid", "rowid", "kepid", "starid", "hostid", "objid", "objectid"}
)
_CATALOGUE_WORDS = frozenset({"kic", "epic", "tic", "tid", "toi", "ctoi", "koi", "kepoi", "hip", "hd"})
_NUMBER_WORDS = frozenset({"number", "no", "nr", "name"})
_NUMBERS_ROWS = re.compile(
    r"(^|_|\s)(index|row|no|number|nr|name|unnamed)($|_|\s|:)(?!of)|^column_1$|id$", re.IGNORECASE
)

_REASONS = {
    "constant": "It holds the same value in every row, or none: there is nothing to learn from it.",
    "names rows": "Nearly every row has a value of its own: it names the rows, and a model can only memorise it.",
    "names stars": "A catalogue number: it names the object or its star, and a model can only memorise it.",
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
        In table order. Columns of a known survey keep its unit, description, role and reason; where several surveys
        use a name, that one counts whose names the table shares most. A unit in the file's header wins over both.
    """
    known, told = spoken(frame.columns), labels or {}
    return tuple(
        _as_told(known[name][1], told.get(name)) if name in known else _inferred(name, frame[name], told.get(name))
        for name in frame.columns
    )


def _as_told(column: Column, told: tuple[str, str] | None) -> Column:
    """A survey's column under the label and in the unit that the file itself gives."""
    label, spelling = told or ("", "")
    unit = find_unit(spelling)
    named = replace(column, label=label or column.label)
    if unit is None or unit.name not in known_units(column.unit):
        return named
    meant = as_logarithm(unit.name, label, column.unit)
    return named if find_unit(meant) == find_unit(column.unit) else in_unit(named, meant)


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
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return "date"
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
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
    if len(values) > 1 and _is_constant(present):
        return "constant"
    if kind == "date":
        return "date"
    if kind == "number":
        return _finding_in_numbers(name, present)
    if _near_unique(present):
        return "names rows"
    return "free text" if kind == "text" else ""


def _is_constant(present: pd.Series) -> bool:
    return present.empty or bool((present == present.iloc[0]).all())


def _finding_in_numbers(name: str, present: pd.Series) -> str:
    """Catalogue numbers by their name; running numbers by their values: gaps make them floats, yet they stay whole."""
    named = _is_catalogue_number(name)
    if len(present) <= _FEW_ROWS or not (named or _all_whole(present)):
        return ""
    distinct = int(present.nunique())
    if named and distinct > _FEW_ROWS:
        return "names stars"
    running = distinct == len(present) and float(present.max()) - float(present.min()) == len(present) - 1
    called_so = _NUMBERS_ROWS.search(name) and distinct > MOSTLY_DIFFERENT_SHARE * len(present)
    return "names rows" if _all_whole(present) and (running or called_so) else ""


def _is_catalogue_number(name: str) -> bool:
    """Whether a name is that of an identifier, such as ``TIC ID``, ``star_id`` or ``toi``; not ``koi_period``."""
    words = split_words(name)
    of_catalogue = _CATALOGUE_WORDS.issuperset(words[:1]) and _NUMBER_WORDS.issuperset(words[1:])
    return bool(words) and (words[-1] in _ID_WORDS or of_catalogue)


def _all_whole(present: pd.Series) -> bool:
    if pd.api.types.is_integer_dtype(present.dtype):
        return True
    numbers = present.to_numpy(dtype=float)
    return bool((np.mod(numbers, 1) == 0).all())
