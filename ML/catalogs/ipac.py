r"""IPAC tables: ``\`` comment lines, up to four header lines between bars, then cells of fixed width.

References
----------
IPAC table format definition, https://irsa.ipac.caltech.edu/applications/DDGEN/Doc/ipac_tbl.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from ML.catalogs.headers import check_names, column_comments
from ML.catalogs.limits import TableLimits, TextRows
from ML.exceptions import UnreadableTableError

_TEXT_TYPES = ("c", "char", "date")
_MOST_HEADER_LINES = 4


def looks_like_ipac(first_lines: list[str]) -> bool:
    """Whether these first lines of a file open an IPAC table: comments, then a line between bars."""
    content = [line for line in first_lines if line.strip() and not line.startswith("\\")]
    opens = bool(content) and content[0].startswith("|") and content[0].rstrip().endswith("|")
    twice = len(content) > 1 and content[1].startswith("|") and _bars(content[0]) == _bars(content[1])
    return opens and (twice or len(content) < len(first_lines))


def open_ipac(lines: Iterable[tuple[int, str]], limits: TableLimits) -> TextRows:
    """Read the header of an IPAC table and return its rows, still unread.

    Parameters
    ----------
    lines : iterable of (int, str)
        Numbered lines without their line ends.
    limits : TableLimits
        Bounds to hold.
    """
    numbered = iter(lines)
    comments, header, first = _read_header(numbered, limits)
    bars = _bars(header[0][1])
    fields = [_fields(text, bars) for _, text in header]
    names = fields[0]
    if not all(names):
        raise UnreadableTableError(
            f"Line {header[0][0]}: a column between bars has no name. Name each column between its bars.",
            line=header[0][0],
        )
    check_names(names, f"Line {header[0][0]}", limits)
    types, units, nulls = (fields[index] if len(fields) > index else [""] * len(names) for index in (1, 2, 3))
    labels = column_comments(comments)
    return TextRows(
        names=tuple(names),
        rows=_rows(first, numbered, bars),
        missing=frozenset(word for word in nulls if word),
        text_columns=frozenset(name for name, kind in zip(names, types, strict=True) if kind.lower() in _TEXT_TYPES),
        labels={name: _label(name, labels, unit) for name, unit in zip(names, units, strict=True)},
        format="ipac",
        delimiter="",
    )


def _label(name: str, labels: dict[str, tuple[str, str]], unit: str) -> tuple[str, str]:
    label, commented = labels.get(name, (name, ""))
    return label, unit or commented


def _read_header(
    lines: Iterator[tuple[int, str]], limits: TableLimits
) -> tuple[list[str], list[tuple[int, str]], tuple[int, str] | None]:
    comments: list[str] = []
    header: list[tuple[int, str]] = []
    characters = 0
    for count, (number, text) in enumerate(lines):
        limits.check_preamble(count, characters)
        if text.startswith("\\"):
            characters += len(text)
            comments.append(text)
        elif text.startswith("|") and len(header) < _MOST_HEADER_LINES:
            header.append((number, text))
        elif text.strip():
            return comments, _checked(header), (number, text)
    return comments, _checked(header), None


def _checked(header: list[tuple[int, str]]) -> list[tuple[int, str]]:
    if not header or len(_bars(header[0][1])) <= 1:
        raise UnreadableTableError("The IPAC table has no header line between bars. Check that the file is complete.")
    for number, text in header[1:]:
        if _bars(text) != _bars(header[0][1]):
            raise UnreadableTableError(
                f"Line {number}: the header's bars stand elsewhere than on line {header[0][0]}. "
                "Align them or save the table as CSV.",
                line=number,
            )
    return header


def _bars(text: str) -> list[int]:
    return [position for position, character in enumerate(text) if character == "|"]


def _fields(text: str, bars: list[int]) -> list[str]:
    return [text[start + 1 : end].strip() for start, end in pairwise(bars)]


def _rows(
    first: tuple[int, str] | None, rest: Iterator[tuple[int, str]], bars: list[int]
) -> Iterator[tuple[int, list[str]]]:
    spans = list(pairwise(bars))
    for number, text in chain([first] if first else [], rest):
        if text.strip() and not text.startswith("\\"):
            yield number, [text[start:end].strip() for start, end in spans]
