"""From text cells to typed columns: numbers where the cells are numbers, text that is never rounded elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.catalogs.limits import ProblemList
from ML.constants import EXACT_INTEGER_LIMIT

MISSING_WORDS = ("", "nan", "NaN", "NAN", "null", "NULL", "Null", "NA", "N/A", "n/a", "<NA>", "#N/A")
_MISSING_NUMBERS = ("none", "na", "-", "--", "---", "...", "?", "#value!", "#div/0!", "-nan", "+nan")
_DIGITS_ONLY = r"^[+-]?\d+$"
_LEADING_ZERO = r"^[+-]?0\d"
_DECIMAL_COMMA = r"^([+-]?\d*),(\d+([eE][+-]?\d+)?)$"
_NUMERIC_SHARE = 0.8
_KNOWN_NUMERIC_SHARE = 0.5
_FEW_CELLS = 20


@cache
def known_kinds() -> dict[str, str]:
    """Kind of every column that a held catalogue defines."""
    return {column.name: column.kind for name in catalogue_names() for column in get_catalogue(name).columns}


@dataclass(slots=True)
class CellTyper:
    """Decides each column's type once, from the first cells that it sees, and keeps to it in later chunks.

    Attributes
    ----------
    missing : frozenset of str
        Words that mean "no value" beside the usual ones.
    text_columns : frozenset of str
        Columns that are text whatever they hold.
    decimal_comma : bool
        Whether ``3,14`` is a number.
    checked : frozenset of str or None
        Columns of which a cell that is no number is a problem; others then stay text. None: all are checked.
    """

    missing: frozenset[str] = frozenset()
    text_columns: frozenset[str] = frozenset()
    decimal_comma: bool = False
    numeric: dict[str, bool] = field(default_factory=dict)
    checked: frozenset[str] | None = None

    def convert(self, name: str, texts: pa.Array, lines: Sequence[int], problems: ProblemList) -> pa.Array:
        """Type one column.

        Parameters
        ----------
        name : str
            Column name.
        texts : pyarrow string array of shape (n_rows,)
            Its cells without surrounding blanks.
        lines : sequence of int, shape (n_rows,)
            Physical line of each row.
        problems : ProblemList
            Where cells that are no finite number are noted.

        Returns
        -------
        pyarrow array of shape (n_rows,)
            int64, float64 or string.
        """
        cells = _without(texts, (*MISSING_WORDS, *self.missing))
        if cells.null_count == len(cells):
            return pa.nulls(len(cells), texts.type if self._is_text(name) else pa.float64())
        if self.numeric.get(name) is None:
            self.numeric[name] = self._is_numeric(name, cells)
        if not self.numeric[name]:
            return cells
        if self.checked is None or name in self.checked:
            return _to_numbers(name, self._points(cells), lines, problems)
        found = ProblemList(0)
        numbers = _to_numbers(name, self._points(cells), lines, found)
        return cells if found.count else numbers

    def _is_numeric(self, name: str, cells: pa.Array) -> bool:
        if self._is_text(name):
            return False
        kind = known_kinds().get(name)
        cells = _without(self._points(cells), _MISSING_NUMBERS, fold_case=True).drop_null()
        if not len(cells):
            return kind == "number"
        if kind is None and _must_stay_exact(cells):
            return False
        return _numeric_share(cells) >= _share_needed(kind, len(cells))

    def _is_text(self, name: str) -> bool:
        kind = known_kinds().get(name, "text" if name in self.text_columns else "number")
        return kind != "number" or self.numeric.get(name) is False

    def _points(self, cells: pa.Array) -> pa.Array:
        return pc.replace_substring_regex(cells, _DECIMAL_COMMA, r"\1.\2") if self.decimal_comma else cells


def _share_needed(kind: str | None, count: int) -> float:
    if kind is None:
        return _NUMERIC_SHARE
    return _KNOWN_NUMERIC_SHARE if count > _FEW_CELLS else 0.0


def _without(cells: pa.Array, words: Sequence[str], fold_case: bool = False) -> pa.Array:
    folded = pc.utf8_lower(cells) if fold_case else cells
    is_word = pc.is_in(folded, pa.array(list(words), cells.type))
    return pc.if_else(is_word, pa.scalar(None, cells.type), cells)


def _must_stay_exact(cells: pa.Array) -> bool:
    """Whether digits-only cells would change as numbers: leading zeros, or beyond what a 64-bit float holds."""
    if not pc.all(pc.match_substring_regex(cells, _DIGITS_ONLY)).as_py():
        return False
    if pc.any(pc.match_substring_regex(cells, _LEADING_ZERO)).as_py():
        return True
    values = _cast(cells, pa.float64())
    return values is None or pc.max(pc.abs(values)).as_py() >= EXACT_INTEGER_LIMIT


def _cast(cells: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        return pc.cast(cells, kind)
    except pa.ArrowInvalid:
        return None


def _numeric_share(cells: pa.Array) -> float:
    if _cast(cells, pa.float64()) is not None:
        return 1.0
    texts = cells.to_pylist()
    return sum(_number(text) is not None for text in texts) / len(texts)


def _number(text: str) -> float | None:
    if "_" in text:  # Python reads 1_000 as a number; no table writes it so
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _to_numbers(name: str, cells: pa.Array, lines: Sequence[int], problems: ProblemList) -> pa.Array:
    cells = _without(cells, _MISSING_NUMBERS, fold_case=True)
    whole = _cast(cells, pa.int64())
    if whole is not None and not whole.null_count:
        return whole
    values = _cast(cells, pa.float64())
    if values is None:
        values = _cast_one_by_one(name, cells, lines, problems)
    return finite(name, values, lines, problems)


def _cast_one_by_one(name: str, cells: pa.Array, lines: Sequence[int], problems: ProblemList) -> pa.Array:
    numbers: list[float | None] = []
    for position, text in enumerate(cells.to_pylist()):
        number = None if text is None else _number(text)
        if text is not None and number is None:
            message = f"{name} must be a number; the cell is taken as missing. Write 12.5, say, or leave it empty."
            problems.add(lines[position], name, text, message, in_cell=True)
        numbers.append(number)
    return pa.array(numbers, pa.float64())


def finite(name: str, values: pa.Array, lines: Sequence[int], problems: ProblemList) -> pa.Array:
    """Take ±infinity as missing, with a problem noted for each; NaN becomes missing silently."""
    numbers = values.to_numpy(zero_copy_only=False)
    for position in np.flatnonzero(np.isinf(numbers)).tolist():
        message = f"{name} is infinite; the cell is taken as missing. Write a finite number or leave it empty."
        problems.add(lines[position], name, numbers[position], message, in_cell=True)
    return pa.array(np.where(np.isfinite(numbers), numbers, np.nan), pa.float64(), from_pandas=True)
