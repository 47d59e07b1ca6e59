"""How large a table may be, and what is reported about cells that could not be read as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from ML.exceptions import TableTooLargeError

MEGABYTE = 1024 * 1024
_UNASKED_BYTES = 64 * MEGABYTE
"""So much may be unpacked of any file: a small table of equal cells packs well."""


@dataclass(frozen=True, slots=True)
class TableLimits:
    """Bounds that keep a reader's memory small, whatever a file claims or hides.

    Attributes
    ----------
    bytes : int
        Size of the file as it came [bytes].
    decompressed_bytes : int
        Size after decompression [bytes]; counted while it streams.
    unpacked_times : int
        A packed file unpacks to no more than so many times its own size; the first 64 MB are not asked.
    preamble_lines : int
        Most comments and blank lines before the header.
    rows, columns, cells : int
        Size of the table; ``cells`` bounds rows × columns where the whole table is held.
    cell_characters, name_characters, line_characters : int
        Longest cell, longest column name and longest line [characters].
    problems : int
        Most problems listed; the rest is only counted.
    """

    bytes: int = 200 * MEGABYTE
    decompressed_bytes: int = 512 * MEGABYTE
    unpacked_times: int = 200
    preamble_lines: int = 20_000
    rows: int = 200_000
    columns: int = 2_000
    cells: int = 50_000_000
    cell_characters: int = 10_000
    name_characters: int = 200
    line_characters: int = 4 * MEGABYTE
    problems: int = 200

    def check_size(self, size: int, what: str = "The file") -> None:
        """Refuse more than ``bytes``."""
        if size > self.bytes:
            raise _too_large(f"{what} has {size:,} bytes", self.bytes, "bytes", "Split it or leave columns out")

    def check_decompressed(self, size: int) -> None:
        """Refuse more than ``decompressed_bytes``."""
        if size > self.decompressed_bytes:
            raise _too_large(
                "The file unpacks to more than that", self.decompressed_bytes, "decompressed bytes", "Split it"
            )

    def check_unpacked(self, size: int, packed: int) -> None:
        """Refuse a packed file that unpacks to far more than tables do."""
        if size > max(self.unpacked_times * packed, _UNASKED_BYTES):
            fact = f"The file of {packed:,} bytes unpacks to more than {self.unpacked_times} times that"
            raise _too_large(fact, self.unpacked_times, "times its size", "Send the table as it is, not packed,")

    def check_preamble(self, lines: int, characters: int) -> None:
        """Refuse a file whose header does not come."""
        if lines > self.preamble_lines or characters > self.line_characters:
            fact = f"The file begins with {lines:,} comments or blank lines ({characters:,} characters) or more"
            raise _too_large(fact, self.preamble_lines, "lines before the header", "Remove them")

    def check_shape(self, rows: int, columns: int) -> None:
        """Refuse too many rows or columns, or too many cells to hold at once."""
        self.check_columns(columns)
        self.check_rows(rows)
        if rows * columns > self.cells:
            cells = f"The table has {rows * columns:,} cells or more ({columns:,} columns)"
            raise _too_large(cells, self.cells, "cells", "Keep fewer rows or columns")

    def check_rows(self, rows: int) -> None:
        """Refuse too many rows."""
        if rows > self.rows:
            raise _too_large(f"The table has {rows:,} rows or more", self.rows, "rows", "Keep fewer rows")

    def check_columns(self, columns: int) -> None:
        """Refuse too many columns."""
        if columns > self.columns:
            raise _too_large(f"The table has {columns:,} columns", self.columns, "columns", "Keep those you need")

    def check_cell(self, length: int, line: int, column: str) -> None:
        """Refuse a cell that is too long."""
        if length > self.cell_characters:
            where = f"Line {line}, column {column!r}: the cell has {length:,} characters"
            raise _too_large(where, self.cell_characters, "characters in a cell", "Shorten it or leave the column out")


STREAMING_LIMITS = TableLimits(
    bytes=5 * 1024 * MEGABYTE, decompressed_bytes=50 * 1024 * MEGABYTE, rows=100_000_000, cells=2_000_000
)
"""For :func:`ML.catalogs.readers.iterate_table`: large files, while ``cells`` bounds each chunk."""


def _too_large(fact: str, limit: int, unit: str, remedy: str) -> TableTooLargeError:
    message = f"{fact}; the limit is {limit:,} {unit}. {remedy} and try again."
    return TableTooLargeError(message, limit=limit, unit=unit)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell or row that could not be taken as it stands.

    Attributes
    ----------
    line : int
        Physical line of the file, from 1.
    column, value, message : str
    in_cell : bool
        Whether a cell was taken as missing; else the row does not fit the header.
    """

    line: int
    column: str
    value: str
    message: str
    in_cell: bool = False


@dataclass(slots=True)
class ProblemList:
    """Problems found so far: the first ``limit`` in full, how many there were, and how many rows were left out."""

    limit: int
    items: list[RowProblem] = field(default_factory=list)
    count: int = 0
    dropped_rows: int = 0

    def add(self, line: int, column: str, value: object, message: str, *, in_cell: bool = False) -> None:
        """Note one problem; a long value is cut."""
        self.count += 1
        if len(self.items) < self.limit:
            self.items.append(RowProblem(line, column, _shortened(value), message, in_cell))


def _shortened(value: object, length: int = 60) -> str:
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


@dataclass(frozen=True, slots=True)
class TextRows:
    """A table of text cells that is still being read: names, then ``(line, cells)`` pairs, as wide as the names.

    Attributes
    ----------
    names : tuple of str
        Column names.
    rows : iterator of (int, list of str)
        Physical line of each row, and its cells.
    missing : frozenset of str
        Words that this format declares to mean "no value".
    text_columns : frozenset of str
        Columns that this format declares to be text.
    labels : dict
        Label and unit of columns, where the file's own header tells them.
    format, delimiter : str
        ``"csv"`` or ``"ipac"``, and the character between cells ("" for fixed widths).
    decimal_comma : bool
        Whether numbers may be written with a decimal comma.
    """

    names: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    missing: frozenset[str] = frozenset()
    text_columns: frozenset[str] = frozenset()
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    format: str = "csv"
    delimiter: str = ","
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table as it was read: the frame, what could not be read, and what was detected.

    ``labels`` holds ``{column: (label, unit)}`` where the file's header tells them (NASA's does);
    ``problem_count`` counts all problems, ``problems`` lists the first of them.
    """

    frame: pd.DataFrame
    problems: tuple[RowProblem, ...] = ()
    problem_count: int = 0
    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    compressed: bool = False
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
