"""Reads one piece of a table that was cut: by Arrow where the piece is in order, cell by cell where it is not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ML.catalogs.cells import MISSING_WORDS, CellTyper, finite
from ML.catalogs.delimited import continue_delimited
from ML.catalogs.layout import PARQUET, TEXT, Layout, Piece
from ML.catalogs.limits import STREAMING_LIMITS, ProblemList, RowProblem, TableLimits, TextRows
from ML.catalogs.parquet import open_parquet
from ML.catalogs.readers import as_table_error, chunk_frame, iterate_rows
from ML.catalogs.streams import numbered_lines

_CONTROL = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D} | {0x7F})
_PROBLEMS = b"problems"

Open = Callable[[str], IO[bytes]]
"""Opens the table's own file (empty name) or a spooled piece, for reading bytes anywhere in it."""


def read_piece(
    layout: Layout, piece: Piece, open_file: Open, limits: TableLimits = STREAMING_LIMITS
) -> Iterator[pd.DataFrame]:
    """Read a piece, as :func:`ML.catalogs.readers.iterate_table` would have read it in its place.

    Parameters
    ----------
    layout : Layout
        How the table is written.
    piece : Piece
        Which part.
    open_file : callable
        Opens the table's file or a spooled piece.
    limits : TableLimits
        Bounds to hold.

    Yields
    ------
    pandas.DataFrame
        Rows in order with ``attrs`` as of ``iterate_table``, indexed by physical line where there are problems to
        tell (else lines are counted as if each row took one); in several frames only where a row group is large.
    """
    with as_table_error(layout.filename), open_file(piece.spool) as file:
        if layout.kind == PARQUET:
            yield from _read_groups(file, layout, piece, limits)
        elif layout.kind == TEXT:
            file.seek(piece.offset)
            yield _read_text(file.read(piece.length), layout, piece, limits)
        else:
            yield _read_frame(file)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Keep a frame of ``iterate_table`` as Parquet, with its lines and problems."""
    plain = frame.reset_index(names=_line_name(list(frame.columns)))
    # What a reader noted beside the table (problems of rows) is told elsewhere, and Arrow cannot write it.
    plain.attrs = {}
    table = pa.Table.from_pandas(plain, preserve_index=False)
    problems = json.dumps([asdict(problem) for problem in frame.attrs["problems"]]).encode()
    pq.write_table(table.replace_schema_metadata({_PROBLEMS: problems}), path, compression="zstd")


def _read_frame(file: IO[bytes]) -> pd.DataFrame:
    table = pq.read_table(file)
    problems = tuple(RowProblem(**entry) for entry in json.loads(table.schema.metadata[_PROBLEMS]))
    frame = table.replace_schema_metadata(None).to_pandas()
    frame = frame.set_index(frame.columns[0]).rename_axis("line")
    frame.attrs = {"first_line": int(frame.index[0]), "problems": problems, "problem_count": len(problems)}
    return frame


def _line_name(columns: Sequence[str]) -> str:
    name = "line"
    while name in columns:
        name += "_"
    return name


def _read_groups(file: IO[bytes], layout: Layout, piece: Piece, limits: TableLimits) -> Iterator[pd.DataFrame]:
    table = open_parquet(file, layout.filename, limits)
    problems = ProblemList(limits.problems)
    line = piece.first_line
    for batch in table.batches(limits.cells // len(layout.names), problems, piece.groups):
        yield chunk_frame(batch, range(line, line + batch.num_rows), problems)
        line += batch.num_rows
        problems = ProblemList(limits.problems)


# --- text -------------------------------------------------------------------------------------------------------


def _read_text(content: bytes, layout: Layout, piece: Piece, limits: TableLimits) -> pd.DataFrame:
    problems = ProblemList(limits.problems)
    table = None
    if _is_plain(content, layout):
        table = _by_arrow(content, layout, piece, problems)
    if table is None:
        return _cell_by_cell(content, layout, piece, limits)
    return chunk_frame(table, range(piece.first_line, piece.first_line + table.num_rows), problems)


def _is_plain(content: bytes, layout: Layout) -> bool:
    """Tell whether Arrow reads the piece as it is meant: no blanks before quotes, no control characters, UTF-8."""
    if layout.encoding != "utf-8" or layout.delimiter == " " or len(content.translate(None, _CONTROL)) < len(content):
        return False
    return b'"' not in content or not (layout.delimiter.encode() + b' "' in content or b'\n "' in content)


def _by_arrow(content: bytes, layout: Layout, piece: Piece, problems: ProblemList) -> pa.Table | None:
    """Return the piece's rows; None where a row is not as wide as the header, or lines cannot be told from rows."""
    table = None if layout.decimal_comma else _parsed(content, layout, _number_types(layout))
    texts = _parsed(content, layout, {}) if table is None else table
    if texts is None or texts.num_rows == 0 or _holds_empty_row(texts):
        return None
    lines = range(piece.first_line, piece.first_line + texts.num_rows)
    columns = [_typed(texts[name].combine_chunks(), name, layout, lines, problems) for name in layout.names]
    if texts.num_rows != piece.rows and problems.count:
        return None
    return pa.table(columns, names=layout.names)


def _parsed(content: bytes, layout: Layout, numbers: dict[str, pa.DataType]) -> pa.Table | None:
    kinds = {name: numbers.get(name, pa.string()) for name in layout.names}
    try:
        return pacsv.read_csv(
            pa.BufferReader(content),
            # One block: a row is then never judged by a part of it.
            pacsv.ReadOptions(column_names=layout.names, use_threads=False, block_size=max(len(content) + 1, 1 << 16)),
            pacsv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True),
            pacsv.ConvertOptions(
                column_types=kinds,
                null_values=[*MISSING_WORDS, *layout.missing],
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None


def _number_types(layout: Layout) -> dict[str, pa.DataType]:
    whole = set(layout.whole)
    return {name: pa.int64() if name in whole else pa.float64() for name in layout.names if layout.numeric.get(name)}


def _holds_empty_row(table: pa.Table) -> bool:
    """Tell whether a row has no cell that is filled: the cell-by-cell reader knows which of them are rows at all."""
    rows: pa.Array | None = None
    for column in table.columns:
        empty = pc.is_in(column, _empty()) if pa.types.is_string(column.type) else pc.is_null(column)
        rows = empty if rows is None else pc.and_(rows, empty)
        if not pc.any(rows).as_py():
            return False
    return True


@cache
def _empty() -> pa.Array:
    return pa.array(MISSING_WORDS)


def _typed(cells: pa.Array, name: str, layout: Layout, lines: range, problems: ProblemList) -> pa.Array:
    if pa.types.is_integer(cells.type):
        return cells
    if pa.types.is_floating(cells.type):
        is_checked = layout.checked is None or name in layout.checked
        return finite(name, cells, lines, problems) if is_checked else cells
    return _typer(layout).convert(name, pc.utf8_trim_whitespace(cells), lines, problems)


def _typer(layout: Layout) -> CellTyper:
    missing, words = frozenset(layout.missing), frozenset(layout.text_columns)
    checked = None if layout.checked is None else frozenset(layout.checked)
    return CellTyper(missing, words, layout.decimal_comma, dict(layout.numeric), checked)


def _cell_by_cell(content: bytes, layout: Layout, piece: Piece, limits: TableLimits) -> pd.DataFrame:
    problems = ProblemList(limits.problems)
    lines = numbered_lines(
        io.BytesIO(content), layout.filename, limits, layout.encoding, layout.errors, piece.first_line
    )
    table = TextRows(
        names=tuple(layout.names),
        rows=continue_delimited(lines, layout.names, layout.delimiter, problems),
        missing=frozenset(layout.missing),
        text_columns=frozenset(layout.text_columns),
        delimiter=layout.delimiter,
        decimal_comma=layout.decimal_comma,
    )
    frames = list(iterate_rows(table, _typer(layout), limits, piece.rows, problems))
    if not frames:
        frames = [pd.DataFrame({name: pd.Series(dtype="float64") for name in layout.names}).rename_axis("line")]
        frames[0].attrs = {"first_line": piece.first_line, "problems": (), "problem_count": 0}
    return _joined(frames, problems)


def _joined(frames: list[pd.DataFrame], left: ProblemList) -> pd.DataFrame:
    """Join the chunks of a piece; ``left`` are problems of rows after the last that was kept."""
    found: list[Any] = [frame.attrs for frame in frames]
    found.append({"problems": tuple(left.items), "problem_count": left.count})
    for frame in frames:
        # pandas compares the attributes of what it joins.
        frame.attrs = {}
    joined = pd.concat(frames) if len(frames) > 1 else frames[0]
    joined.attrs = {
        "first_line": found[0]["first_line"],
        "problems": tuple(problem for attributes in found for problem in attributes["problems"]),
        "problem_count": sum(attributes["problem_count"] for attributes in found),
    }
    return joined
