"""Delimited text (CSV and its kin): finds the delimiter, skips comment lines, checks each row's width."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from ML.catalogs.headers import check_names, column_comments, is_number
from ML.catalogs.limits import ProblemList, TableLimits, TextRows
from ML.exceptions import UnreadableTableError

_DELIMITERS = (",", "\t", ";", "|", " ")
_SAMPLE_LINES = 20
_EXCEL_HINT = re.compile(r'^"?sep=(?P<delimiter>[,;|\t ])"?$', re.IGNORECASE)


@dataclass(slots=True)
class _LineFeed:
    """Line texts for the csv module; remembers the physical line on which the record being read begins."""

    lines: Iterator[tuple[int, str]]
    begin: int = 0
    fresh: bool = True

    def __iter__(self) -> Iterator[str]:
        for number, text in self.lines:
            if self.fresh:
                self.begin, self.fresh = number, False
            yield text.strip(" ") + "\n"


def open_delimited(lines: Iterable[tuple[int, str]], limits: TableLimits, problems: ProblemList) -> TextRows:
    """Read comments and header of a delimited text and return its rows, still unread.

    Parameters
    ----------
    lines : iterable of (int, str)
        Numbered lines without their line ends.
    limits : TableLimits
        Bounds to hold.
    problems : ProblemList
        Where rows of the wrong width are noted while the rows are read.
    """
    source = iter(lines)
    comments, first = _skip_comments(source, limits)
    hint = _EXCEL_HINT.match(first[1])
    if hint:
        first = next(source, (first[0], ""))
    sample = [first, *islice(source, _SAMPLE_LINES)]
    delimiter = hint["delimiter"] if hint else detect_delimiter([text for _, text in sample])
    if header_in_comment(comments, sample[0][1], delimiter):
        sample.insert(0, (sample[0][0] - 1, comments[-1].lstrip("#")))
    feed = _LineFeed(chain(sample, source))
    records = _records(feed, delimiter)
    line, header = next(records, (first[0], []))
    names = _names(header, line, problems)
    check_names(names, f"Line {line}", limits)
    return TextRows(
        names=tuple(names),
        rows=_rows(records, names, problems),
        labels=column_comments(comments),
        delimiter=delimiter,
        decimal_comma=delimiter == ";",
    )


def continue_delimited(
    lines: Iterable[tuple[int, str]], names: list[str], delimiter: str, problems: ProblemList
) -> Iterator[tuple[int, list[str]]]:
    """Yield ``(line, cells)`` of rows whose header was read elsewhere; parameters as in :func:`open_delimited`."""
    return _rows(_records(_LineFeed(iter(lines)), delimiter), names, problems)


def detect_delimiter(sample: list[str]) -> str:
    """Return the delimiter that splits the header and gives the most rows the header's width; a comma if none does."""
    scores = {delimiter: _score(sample, delimiter) for delimiter in _DELIMITERS[:-1]}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] == (0.0, 0):
        return " " if _score(sample, " ")[0] == 1.0 else ","
    return best


def _score(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        rows = list(csv.reader([text.strip(" ") for text in sample], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return 0.0, 0
    widths = [len(row) for row in rows if row]
    if not widths or widths[0] < 2:  # noqa: PLR2004 - one cell means that this delimiter splits nothing
        return 0.0, 0
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def _skip_comments(lines: Iterator[tuple[int, str]], limits: TableLimits) -> tuple[list[str], tuple[int, str]]:
    comments: list[str] = []
    characters = 0
    for count, (number, text) in enumerate(lines):
        limits.check_preamble(count, characters)
        characters += len(text) if text.startswith("#") else 0
        if text.startswith("#"):
            comments.append(text)
        elif text.strip():
            return comments, (number, text)
    raise UnreadableTableError("The file has no header line: it is empty or all comments. Add column names and rows.")


def header_in_comment(comments: list[str], first: str, delimiter: str) -> bool:
    """Tell whether the last comment names the columns: as many words as the first row has cells, some of them numbers.

    exoplanet.eu's catalogue and ``numpy.savetxt`` write their header so.
    """
    if not comments or column_comments(comments[-1:]):
        return False
    names, cells = (_cells(text, delimiter) for text in (comments[-1].lstrip("#"), first))
    return (
        len(names) == len(cells) > 1
        and all(names)
        and not any(is_number(name) for name in names)
        and any(is_number(cell) for cell in cells)
    )


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        record = next(csv.reader([text.strip(" ")], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in record]


def _records(feed: _LineFeed, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Parsed records, each with the physical line on which it begins."""
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        feed.fresh = True
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTableError(
                f"Line {feed.begin}: {error}; a quote mark is probably not closed. "
                "Close the quotes, and double those inside a quoted cell.",
                line=feed.begin,
            ) from error
        yield feed.begin, [cell.strip() for cell in record]


def _names(header: list[str], line: int, problems: ProblemList) -> list[str]:
    while header and not header[-1]:
        header = header[:-1]
    names = []
    for number, name in enumerate(header, 1):
        if not name:
            problems.add(line, f"column_{number}", "", f"Column {number} has no name; it is called column_{number}.")
        names.append(name or f"column_{number}")
    return names


def _rows(
    records: Iterator[tuple[int, list[str]]], names: list[str], problems: ProblemList
) -> Iterator[tuple[int, list[str]]]:
    for line, record in records:
        cells = _fit(line, record, names, problems) if any(record) else None
        if cells is not None:
            yield line, cells


def _fit(line: int, cells: list[str], names: list[str], problems: ProblemList) -> list[str] | None:
    surplus = cells[len(names) :]
    if any(surplus):
        message = (
            f"The row has {len(cells)} cells, the header {len(names)}; the row is left out. "
            "Quote cells that hold the delimiter."
        )
        problems.add(line, names[-1], next(filter(None, surplus)), message)
        problems.dropped_rows += 1
        return None
    lacking = len(names) - len(cells)
    if lacking > 0:
        message = f"The row ends after {len(cells)} of {len(names)} cells; the rest is taken as missing. Complete it."
        problems.add(line, names[len(cells)], "", message)
    return cells[: len(names)] + [""] * lacking
