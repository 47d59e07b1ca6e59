"""What the header of a table must be, and what NASA's header comments say about its columns."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ML.catalogs.limits import TableLimits
from ML.exceptions import UnreadableTableError

_COLUMN_COMMENT = re.compile(r"^[#\\]\s*COLUMN\s+(?P<name>\w+):(?P<text>.*)$")
_UNIT = re.compile(r"\s*\[(?P<unit>[^\]]*)\]")
_TAG = re.compile(r"</?\w+>")


def column_comments(lines: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Label and unit of each column that ``# COLUMN name: Label [unit]`` lines describe."""
    matches = (_COLUMN_COMMENT.match(line) for line in lines)
    return {match["name"]: _label_and_unit(match["text"]) for match in matches if match}


def _label_and_unit(text: str) -> tuple[str, str]:
    unit = _UNIT.search(text)
    return _plain(_UNIT.sub("", text, count=1)), unit["unit"] if unit else ""


def _plain(label: str) -> str:
    return _TAG.sub("", html.unescape(label)).strip()


def check_names(names: Sequence[str], where: str, limits: TableLimits) -> None:
    """Refuse a header with too many, too long or repeated names, or one that looks like data (``where`` says it)."""
    limits.check_columns(len(names))
    _refuse_long(names, where, limits)
    _refuse_numbers(names, where)
    _refuse_repeated(names, where)


def _refuse_long(names: Sequence[str], where: str, limits: TableLimits) -> None:
    for number, name in enumerate(names, 1):
        if len(name) > limits.name_characters:
            raise UnreadableTableError(
                f"{where}, column {number}: the column name {name[:40]!r}… has {len(name):,} characters; "
                f"at most {limits.name_characters} are allowed. Give the column a shorter name.",
                column=number,
            )


def _refuse_repeated(names: Sequence[str], where: str) -> None:
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        shown = ", ".join(repr(name) for name in repeated[:10])
        raise UnreadableTableError(
            f"{where}: column names appear more than once: {shown}. Each column needs its own name; "
            "rename or remove the others.",
            columns=repeated[:10],
        )


def _refuse_numbers(names: Sequence[str], where: str) -> None:
    if all(is_number(name) for name in names):
        raise UnreadableTableError(
            f"{where}: the first row holds values ({', '.join(names[:3])}…), not column names. "
            "Add a first line that names the columns.",
        )


def is_number(text: str) -> bool:
    """Tell whether a cell holds a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
