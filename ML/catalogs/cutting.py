"""Cuts a table of any size into pieces that several workers can read at the same time, without parsing it.

Plain text is cut at line ends that are not inside quotes, in the file as it lies. A gzip file is one stream, so its
pieces are written down unpacked; a text that cannot be cut by bytes (IPAC, UTF-16, bare carriage returns) is read
once, and its pieces are kept as Parquet. Parquet is cut between row groups.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ML.catalogs.layout import FRAME, PARQUET, TEXT, Layout, Piece
from ML.catalogs.limits import STREAMING_LIMITS, TableLimits
from ML.catalogs.parquet import open_parquet
from ML.catalogs.readers import as_table_error, iterate_table, text_layout
from ML.catalogs.streams import GZIP_MAGIC, PARQUET_MAGIC, first_bytes, open_bytes
from ML.exceptions import TableTooLargeError, UnreadableTableError

ROWS_PER_PIECE = 25_000
_MOST_BYTES, _FEWEST_BYTES = 8 * 1024 * 1024, 64 * 1024
_LONGEST_RECORD = 2 * _MOST_BYTES
_BLOCK_BYTES = 1 << 20
_UTF8 = ("utf-8", "windows-1252")
_NEWLINE, _RETURN = b"\n", b"\r"

Spool = Callable[[int, "bytes | pd.DataFrame"], str]
"""Keeps the content of a piece by its number, and returns the name by which it is found."""
OnCut = Callable[[int], None]
"""Told the rows cut so far; may raise."""


@dataclass(frozen=True, slots=True)
class CutTable:
    """How the table is written, and its pieces, still to be cut."""

    layout: Layout
    pieces: Iterator[Piece]


def cut_table(
    path: Path,
    filename: str,
    spool: Spool,
    limits: TableLimits = STREAMING_LIMITS,
    rows_per_piece: int = ROWS_PER_PIECE,
) -> CutTable:
    """Read the header and the first rows of a table, and return it with its pieces.

    Parameters
    ----------
    path : Path
        The file; its content, not its name, tells the format.
    filename : str
        Name to use in messages.
    spool : callable
        Keeps pieces that do not lie readable in the file itself.
    limits : TableLimits
        Bounds; a line longer than they allow is refused without being read whole.
    rows_per_piece : int
        Rows of a piece at most, but for Parquet, whose row groups are not cut.

    Raises
    ------
    UnreadableTableError
        Not a table, also while the pieces are taken.
    TableTooLargeError
        Beyond a limit, also while the pieces are taken.
    """
    with as_table_error(filename):
        limits.check_size(path.stat().st_size, filename)
        if first_bytes(path).startswith(PARQUET_MAGIC):
            return _cut_parquet(path, filename, limits, rows_per_piece)
        layout, data_line = text_layout(path, filename, limits)
        if layout.encoding not in _UTF8 or layout.kind != TEXT or _has_bare_returns(path, filename, limits):
            return CutTable(replace(layout, kind=FRAME), _read_pieces(path, filename, spool, limits, rows_per_piece))
        compressed = first_bytes(path, 2) == GZIP_MAGIC
        pieces = _cut_text(path, layout, data_line, limits, rows_per_piece)
        return CutTable(layout, _kept(pieces, spool) if compressed else (piece for piece, _ in pieces))


# --- Parquet ----------------------------------------------------------------------------------------------------


def _cut_parquet(path: Path, filename: str, limits: TableLimits, most_rows: int) -> CutTable:
    table = open_parquet(path, filename, limits)
    limits.check_rows(table.rows)
    return CutTable(Layout(PARQUET, filename, list(table.names)), _group_pieces(table.group_rows(), most_rows))


def _group_pieces(group_rows: list[int], most_rows: int) -> Iterator[Piece]:
    """Join row groups to pieces of at most ``most_rows``; a larger group is a piece of its own."""
    held = Piece(0, 0, 1)
    for group, rows in enumerate(group_rows):
        if held.groups and held.rows + rows > most_rows:
            yield held
            held = Piece(held.number + 1, 0, held.first_line + held.rows)
        held = replace(held, rows=held.rows + rows, groups=[*held.groups, group])
    yield held


# --- text that is read once -------------------------------------------------------------------------------------


def _read_pieces(path: Path, filename: str, spool: Spool, limits: TableLimits, rows: int) -> Iterator[Piece]:
    for number, frame in enumerate(iterate_table(path, filename, limits, rows)):
        yield Piece(number, len(frame), int(frame.index[0]), spool=spool(number, frame))


# --- text that is cut by bytes ----------------------------------------------------------------------------------


def _has_bare_returns(path: Path, filename: str, limits: TableLimits) -> bool:
    """Tell whether lines end in a carriage return alone, as old Macintosh files do (seen in the first block)."""
    with open_bytes(path, filename, limits) as stream:
        block = stream.read(_BLOCK_BYTES)
    return _bare_returns(block.rstrip(_RETURN))


def _bare_returns(content: bytes) -> bool:
    return content.count(_RETURN) != content.count(b"\r\n")


def _kept(pieces: Iterator[tuple[Piece, bytes]], spool: Spool) -> Iterator[Piece]:
    for piece, content in pieces:
        yield replace(piece, offset=0, spool=spool(piece.number, content))


def _cut_text(
    path: Path, layout: Layout, data_line: int, limits: TableLimits, most_rows: int
) -> Iterator[tuple[Piece, bytes]]:
    with as_table_error(layout.filename), open_bytes(path, layout.filename, limits) as stream:
        cutter = _Cutter(stream, layout, limits, most_rows)
        cutter.skip_lines(data_line - 1)
        yield from cutter.pieces()


class _Cutter:
    """Takes pieces off a stream; holds one of them and a block at a time."""

    def __init__(self, stream: io.BufferedReader, layout: Layout, limits: TableLimits, most_rows: int) -> None:
        self._stream = stream
        self._layout = layout
        self._limits = limits
        self._most_rows = most_rows
        self._quoted = quoted_cells(layout.delimiter)
        self._held = b""
        self._offset, self._line, self._rows = 0, 1, 0
        self._piece_bytes = _MOST_BYTES

    def skip_lines(self, count: int) -> None:
        """Pass over header and comments."""
        for _ in range(count):
            self._offset += len(self._stream.readline())
            self._line += 1

    def pieces(self) -> Iterator[tuple[Piece, bytes]]:
        """Yield pieces with their content to the end of the stream."""
        number = 0
        while content := self._next():
            lines = content.count(_NEWLINE) + (not content.endswith(_NEWLINE))
            self._rows += lines
            self._limits.check_rows(self._rows)
            yield Piece(number, lines, self._line, self._offset, len(content)), content
            number, self._line, self._offset = number + 1, self._line + lines, self._offset + len(content)

    def _next(self) -> bytes:
        wanted = self._piece_bytes
        while True:
            ended = self._fill(wanted)
            if not self._held:
                return b""
            self._refuse_long_lines()
            end = len(self._held) if ended else self._last_end()
            end = self._shortened(end)
            if end:
                content, self._held = self._held[:end], self._held[end:]
                self._piece_bytes = self._fitting(content)
                return content
            # One record that is longer than a piece, by line ends in its quotes.
            if wanted >= _LONGEST_RECORD:
                raise self._never_closed()
            wanted = min(2 * wanted, _LONGEST_RECORD)

    def _fill(self, wanted: int) -> bool:
        """Hold at least ``wanted`` bytes; True at the end of the stream."""
        blocks, size = [self._held], len(self._held)
        while size < wanted:
            block = self._stream.read(_BLOCK_BYTES)
            if not block:
                break
            blocks.append(block)
            size += len(block)
            self._refuse_endless(blocks, size)
        self._held = b"".join(blocks)
        return size < wanted

    def _refuse_endless(self, blocks: list[bytes], size: int) -> None:
        if size > self._limits.line_characters and not any(_NEWLINE in block for block in blocks):
            raise self._too_long(0)

    def _refuse_long_lines(self) -> None:
        most, start = self._limits.line_characters, 0
        while len(self._held) - start > most:
            end = self._held.rfind(_NEWLINE, start, start + most + 1)
            if end < 0:
                raise self._too_long(start)
            start = end + 1

    def _too_long(self, start: int) -> TableTooLargeError:
        line = self._line + self._held.count(_NEWLINE, 0, start)
        most = self._limits.line_characters
        where = f"{self._layout.filename}, line {line}"
        return TableTooLargeError(
            f"{where}: longer than {most:,} characters. Check that the file has line ends.",
            limit=most,
            line=line,
        )

    def _never_closed(self) -> UnreadableTableError:
        return UnreadableTableError(
            f"{self._layout.filename}, line {self._line}: a quote mark is probably not closed. "
            "Close the quotes, and double those inside a quoted cell.",
            line=self._line,
        )

    def _last_end(self, before: int | None = None) -> int:
        """End of the last line that does not end inside quotes, or 0."""
        end = self._held.rfind(_NEWLINE, 0, before) + 1
        if b'"' not in self._held:
            return end
        for match in reversed(list(self._quoted.finditer(self._held))):
            opened = match.start("cell")
            if end <= opened:
                continue
            if end > match.end():
                return end
            end = self._held.rfind(_NEWLINE, 0, opened) + 1
        return end

    def _shortened(self, end: int) -> int:
        """Return an end that leaves at most the wanted number of lines."""
        if self._held.count(_NEWLINE, 0, end) <= self._most_rows:
            return end
        ends = np.flatnonzero(np.frombuffer(self._held, np.uint8, end) == ord(_NEWLINE))
        return self._last_end(int(ends[self._most_rows - 1]) + 1) or end

    def _fitting(self, content: bytes) -> int:
        """Bytes of a piece of the wanted rows, were its lines as long as those seen last."""
        per_line = len(content) / max(content.count(_NEWLINE), 1)
        return int(np.clip(per_line * self._most_rows, _FEWEST_BYTES, _MOST_BYTES))


def quoted_cells(delimiter: str) -> re.Pattern[bytes]:
    """Pattern of a cell in quotes (group ``cell``) that begins where a cell can; it may end with the text."""
    between = re.escape(delimiter.encode())
    return re.compile(rb"(?:\A|[\n" + between + rb"])[ ]*+(?P<cell>\"(?:[^\"]++|\"\")*+(?:\"|\Z))")


def count_cut(pieces: Iterable[Piece], on_cut: OnCut) -> list[Piece]:
    """Take all pieces, telling after each how many rows there are so far."""
    taken, rows = [], 0
    for piece in pieces:
        taken.append(piece)
        rows += piece.rows
        on_cut(rows)
    return taken
