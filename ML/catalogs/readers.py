"""Any table that a person may bring: CSV of every kind, IPAC, Parquet; plain or gzipped; whole or in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa

from ML.catalogs.cells import CellTyper
from ML.catalogs.delimited import open_delimited
from ML.catalogs.ipac import looks_like_ipac, open_ipac
from ML.catalogs.layout import FRAME, TEXT, Layout
from ML.catalogs.limits import (
    STREAMING_LIMITS,
    ParsedTable,
    ProblemList,
    RowProblem,
    TableLimits,
    TextRows,
)
from ML.catalogs.parquet import ParquetTable, open_parquet, without_gaps
from ML.catalogs.streams import PARQUET_MAGIC, TextStream, first_bytes, open_text
from ML.exceptions import UnreadableTableError

__all__ = ["STREAMING_LIMITS", "ParsedTable", "RowProblem", "TableLimits", "iterate_table", "read_table"]

_ROWS_PER_BATCH = 5_000
_CHARACTERS_PER_BATCH = 32 * 1024 * 1024
_SNIFFED_LINES = 400

TextBatch = tuple[list[int], "list[pa.Array]"]


def read_table(path: Path, filename: str, limits: TableLimits | None = None) -> ParsedTable:
    """Read a whole table.

    Parameters
    ----------
    path : Path
        The file; its content, not its name, tells the format.
    filename : str
        Name to use in messages.
    limits : TableLimits, optional
        Bounds that keep memory small.

    Returns
    -------
    ParsedTable
        Numbers as int64 or float64, everything else as text; ±infinity and cells that are no numbers are missing
        and listed as problems. Digits-only columns that a float would round, or with leading zeros, stay text.

    Raises
    ------
    UnreadableTableError
        Not a table; the message names line, column and value where there are such.
    TableTooLargeError
        Beyond a limit.
    """
    limits = limits or TableLimits()
    problems = ProblemList(limits.problems)
    with as_table_error(filename):
        limits.check_size(path.stat().st_size, filename)
        if first_bytes(path).startswith(PARQUET_MAGIC):
            return _read_parquet(open_parquet(path, filename, limits), problems)
        with open_text(path, filename, limits) as stream:
            return _read_text(stream, filename, limits, problems)


def iterate_table(
    path: Path, filename: str, limits: TableLimits = STREAMING_LIMITS, rows_per_chunk: int = _ROWS_PER_BATCH
) -> Iterator[pd.DataFrame]:
    """Read a table in chunks, for files larger than memory.

    Parameters
    ----------
    path, filename, limits
        As in :func:`read_table`; here ``limits.cells`` bounds each chunk.
    rows_per_chunk : int
        Rows of a chunk at most; wide tables and long cells make it fewer.

    Yields
    ------
    pandas.DataFrame
        Rows in order. The index, ``line``, is the physical line of each row (row number for Parquet);
        ``attrs["first_line"]`` is the first of them and ``attrs["problems"]`` a tuple of :class:`RowProblem`,
        with their true number in ``attrs["problem_count"]``. A column keeps the type that its first cells gave it.
    """
    with as_table_error(filename):
        limits.check_size(path.stat().st_size, filename)
        if first_bytes(path).startswith(PARQUET_MAGIC):
            yield from _iterate_parquet(path, filename, limits, rows_per_chunk)
            return
        with open_text(path, filename, limits) as stream:
            yield from _iterate_text(stream, filename, limits, rows_per_chunk)


@contextmanager
def as_table_error(filename: str) -> Iterator[None]:
    """Turn what libraries raise on broken bytes into an error that a person can act on."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise UnreadableTableError(
            f"{filename} cannot be read as a table: {reason}. Check that it is complete, or save it as CSV anew."
        ) from error


# --- text -------------------------------------------------------------------------------------------------------


def text_layout(path: Path, filename: str, limits: TableLimits) -> tuple[Layout, int]:
    """Find out how a text table is written, and the physical line of its first row.

    Raises
    ------
    UnreadableTableError
        Not a table, or one without rows.
    """
    problems = ProblemList(limits.problems)
    with open_text(path, filename, limits) as stream:
        table = _open_rows(stream, limits, problems)
        lines, columns = next(_batches(table, limits, _ROWS_PER_BATCH), ([], []))
        if not lines:
            _refuse_unusable(0, filename, problems)
        typer = _typer(table)
        typed = {
            name: typer.convert(name, cells, lines, problems) for name, cells in zip(table.names, columns, strict=True)
        }
        layout = Layout(
            kind=TEXT if table.format == "csv" else FRAME,
            filename=filename,
            names=list(table.names),
            delimiter=table.delimiter,
            encoding=stream.encoding,
            errors=stream.errors,
            missing=sorted(table.missing),
            text_columns=sorted(table.text_columns),
            decimal_comma=table.decimal_comma,
            numeric=typer.numeric,
            whole=[name for name, cells in typed.items() if pa.types.is_integer(cells.type)],
        )
        return layout, lines[0]


def _open_rows(stream: TextStream, limits: TableLimits, problems: ProblemList) -> TextRows:
    """Open the stream as IPAC where its first content line stands between bars, else as delimited text."""
    lines = iter(stream.lines)
    seen: list[tuple[int, str]] = []
    for numbered in lines:
        seen.append(numbered)
        text = numbered[1]
        if len(seen) >= _SNIFFED_LINES or (text.strip() and text[0] not in "\\|"):
            break
    rest = _chained(seen, lines)
    if looks_like_ipac([text for _, text in seen]):
        return open_ipac(rest, limits)
    return open_delimited(rest, limits, problems)


def _chained(seen: list[tuple[int, str]], rest: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield from seen
    yield from rest


def _typer(table: TextRows) -> CellTyper:
    return CellTyper(table.missing, table.text_columns, table.decimal_comma)


def _batches(table: TextRows, limits: TableLimits, most_rows: int) -> Iterator[TextBatch]:
    rows_per_batch = max(1, min(most_rows, limits.cells // len(table.names)))
    lines: list[int] = []
    rows: list[list[str]] = []
    characters = 0
    for line, cells in table.rows:
        _refuse_long_cell(line, cells, table.names, limits)
        lines.append(line)
        rows.append(cells)
        characters += sum(map(len, cells))
        if len(rows) >= rows_per_batch or characters > _CHARACTERS_PER_BATCH:
            yield lines, _columns(rows)
            lines, rows, characters = [], [], 0
    if rows:
        yield lines, _columns(rows)


def _refuse_long_cell(line: int, cells: list[str], names: tuple[str, ...], limits: TableLimits) -> None:
    if max(map(len, cells)) > limits.cell_characters:
        for name, cell in zip(names, cells, strict=True):
            limits.check_cell(len(cell), line, name)


def _columns(rows: list[list[str]]) -> list[pa.Array]:
    return [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]


def _read_text(stream: TextStream, filename: str, limits: TableLimits, problems: ProblemList) -> ParsedTable:
    table = _open_rows(stream, limits, problems)
    lines: list[int] = []
    held: list[list[pa.Array]] = []
    for batch_lines, columns in _batches(table, limits, _ROWS_PER_BATCH):
        lines += batch_lines
        held.append(columns)
        limits.check_shape(len(lines), len(table.names))
    _refuse_unusable(len(lines), filename, problems)
    typer = _typer(table)
    typed = {}
    for number, name in enumerate(table.names):
        cells = pa.concat_arrays([columns[number].cast(pa.large_string()) for columns in held])
        typed[name] = typer.convert(name, cells, lines, problems)
    return ParsedTable(
        frame=pa.table(typed).to_pandas(),
        problems=tuple(problems.items),
        problem_count=problems.count,
        format=table.format,
        encoding=stream.encoding,
        delimiter=table.delimiter,
        compressed=stream.compressed,
        labels=table.labels,
    )


def _refuse_unusable(rows: int, filename: str, problems: ProblemList) -> None:
    if problems.dropped_rows > rows:
        first = next(problem for problem in problems.items if problem.value)
        raise UnreadableTableError(
            f"{filename}: {problems.dropped_rows:,} of {problems.dropped_rows + rows:,} rows do not fit the header. "
            f"Line {first.line}, column {first.column!r}, value {first.value!r}: {first.message}",
            line=first.line,
        )
    if rows == 0:
        raise UnreadableTableError(f"{filename} has column names but no rows. Add at least one row of values.")


def _iterate_text(
    stream: TextStream, filename: str, limits: TableLimits, rows_per_chunk: int
) -> Iterator[pd.DataFrame]:
    problems = ProblemList(limits.problems)
    table = _open_rows(stream, limits, problems)
    done = 0
    for frame in iterate_rows(table, _typer(table), limits, rows_per_chunk, problems):
        done += len(frame)
        yield frame
    if done == 0:
        _refuse_unusable(done, filename, problems)


def iterate_rows(
    table: TextRows, typer: CellTyper, limits: TableLimits, rows_per_chunk: int, problems: ProblemList
) -> Iterator[pd.DataFrame]:
    """Type the rows of a text table in chunks, as :func:`iterate_table` yields them."""
    done = 0
    for lines, columns in _batches(table, limits, rows_per_chunk):
        done += len(lines)
        limits.check_rows(done)
        typed = {
            name: typer.convert(name, cells, lines, problems) for name, cells in zip(table.names, columns, strict=True)
        }
        yield chunk_frame(pa.table(typed), lines, problems)
        _forget(problems)


def chunk_frame(table: pa.Table, lines: list[int] | range, problems: ProblemList) -> pd.DataFrame:
    """Return rows indexed by physical line, with the problems found in them beside."""
    frame = without_gaps(table).to_pandas()
    frame.index = pd.Index(lines, name="line")
    frame.attrs = {
        "first_line": lines[0],
        "problems": tuple(problems.items),
        "problem_count": problems.count,
    }
    return frame


def _forget(problems: ProblemList) -> None:
    """Start anew for the next chunk, so that each chunk tells its own problems only."""
    problems.items, problems.count = [], 0


# --- Parquet ----------------------------------------------------------------------------------------------------


def _read_parquet(table: ParquetTable, problems: ProblemList) -> ParsedTable:
    table.limits.check_shape(table.rows, len(table.names))
    batches = list(table.batches(_ROWS_PER_BATCH, problems))
    return ParsedTable(
        frame=without_gaps(pa.concat_tables(batches)).to_pandas(),
        problems=tuple(problems.items),
        problem_count=problems.count,
        format="parquet",
        encoding="",
        delimiter="",
    )


def _iterate_parquet(path: Path, filename: str, limits: TableLimits, rows_per_chunk: int) -> Iterator[pd.DataFrame]:
    table = open_parquet(path, filename, limits)
    limits.check_rows(table.rows)
    problems = ProblemList(limits.problems)
    done = 0
    for batch in table.batches(rows_per_chunk, problems):
        yield chunk_frame(batch, range(done + 1, done + batch.num_rows + 1), problems)
        done += batch.num_rows
        _forget(problems)
