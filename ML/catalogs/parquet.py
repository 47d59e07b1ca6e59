"""Parquet files read with distrust: the footer is checked first, then what really comes is counted while it comes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ML.catalogs.cells import MISSING_WORDS, finite
from ML.catalogs.headers import check_names
from ML.catalogs.limits import MEGABYTE, ProblemList, TableLimits
from ML.constants import EXACT_INTEGER_LIMIT
from ML.exceptions import UnreadableTableError

_CELLS_PER_BATCH = 1_000_000
_FOOTER_LIMIT = 64 * MEGABYTE
_FOOTER_ITEMS = 1_000_000
_FIRST_MOMENT, _LAST_MOMENT = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The years 1 to 9999 [µs since 1970], which is what Python can write."""


@dataclass(slots=True)
class ParquetTable:
    """An opened Parquet file whose footer has passed the limits."""

    file: pq.ParquetFile
    filename: str
    limits: TableLimits
    names: tuple[str, ...]
    rows: int
    size: int

    def batches(
        self, rows_per_batch: int, problems: ProblemList, groups: Sequence[int] | None = None
    ) -> Iterator[pa.Table]:
        """Typed batches in order: whole numbers, float64, text or dates; as many rows as the footer promised.

        ``groups`` names consecutive row groups to read; None reads all.
        """
        size = max(1, min(rows_per_batch, _CELLS_PER_BATCH // len(self.names)))
        before, promised = self._span(groups)
        done = decoded = 0
        for batch in self.file.iter_batches(batch_size=size, row_groups=None if groups is None else list(groups)):
            batch.validate(full=True)
            decoded += sum(_decoded_size(column) for column in batch.columns)
            self.limits.check_decompressed(decoded)
            self.limits.check_unpacked(decoded, self.size)
            yield self._typed(batch, before + done, problems)
            done += batch.num_rows
            if done > promised:
                raise self._lying(done, promised)
        if done != promised:
            raise self._lying(done, promised)

    def group_rows(self) -> list[int]:
        """Rows of each row group, as the footer promises them."""
        footer = self.file.metadata
        return [footer.row_group(group).num_rows for group in range(footer.num_row_groups)]

    def _span(self, groups: Sequence[int] | None) -> tuple[int, int]:
        """Return the rows before the groups, and the rows in them."""
        if groups is None:
            return 0, self.rows
        rows = self.group_rows()
        return sum(rows[: groups[0]]), sum(rows[group] for group in groups)

    def _typed(self, batch: pa.RecordBatch, done: int, problems: ProblemList) -> pa.Table:
        lines = range(done + 1, done + batch.num_rows + 1)
        columns = zip(self.names, batch.columns, strict=True)
        typed = [_typed_column(name, column, lines, self.limits, problems) for name, column in columns]
        return pa.table(typed, names=list(self.names))

    def _lying(self, found: int, promised: int) -> UnreadableTableError:
        return UnreadableTableError(
            f"{self.filename}: the footer promises {promised:,} rows, but {found:,} came. "
            "The file is damaged; write it anew."
        )


def open_parquet(path: Path | IO[Any], filename: str, limits: TableLimits) -> ParquetTable:
    """Open a Parquet file and check its footer against the limits, before any data is read.

    Raises
    ------
    UnreadableTableError
        A nested or binary column, no column or row, repeated names.
    TableTooLargeError
        More rows, columns or bytes than the limits allow.
    """
    footer = _open(path).metadata
    limits.check_columns(footer.num_columns)
    if footer.num_columns == 0 or footer.num_rows == 0:
        raise UnreadableTableError(f"{filename} has no rows. Choose a file with at least one.")
    limits.check_decompressed(sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups)))
    schema = footer.schema.to_arrow_schema()
    check_names(schema.names, filename, limits)
    for column in schema:
        _refuse_type(column, filename)
    # Dictionary-encoded text stays encoded: one long word repeated a million times takes its own size only.
    encoded = [column.name for column in schema if _is_text(column.type)]
    return ParquetTable(_open(path, encoded), filename, limits, tuple(schema.names), footer.num_rows, _size(path))


def _size(path: Path | IO[Any]) -> int:
    return path.stat().st_size if isinstance(path, Path) else path.seek(0, os.SEEK_END)


def _open(path: Path | IO[Any], encoded: list[str] | None = None) -> pq.ParquetFile:
    return pq.ParquetFile(
        path,
        read_dictionary=encoded,
        thrift_string_size_limit=_FOOTER_LIMIT,
        thrift_container_size_limit=_FOOTER_ITEMS,
        buffer_size=MEGABYTE,
    )


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _is_plain(kind: pa.DataType) -> bool:
    dates = pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_time(kind)
    return bool(_is_text(kind) or _is_number(kind) or dates or pa.types.is_boolean(kind) or pa.types.is_null(kind))


def _refuse_type(column: pa.Field, filename: str) -> None:
    if not _is_plain(column.type):
        raise UnreadableTableError(
            f"{filename}: column {column.name!r} holds {str(column.type)[:60]}; numbers, text and dates can be read. "
            "Flatten the column or leave it out.",
            column=column.name,
        )


def _decoded_size(column: pa.Array) -> int:
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
    return (pc.sum(lengths).as_py() or 0) + 8 * len(column)


def _typed_column(name: str, column: pa.Array, lines: range, limits: TableLimits, problems: ProblemList) -> pa.Array:
    kind = column.type
    if _is_text(kind):
        return _plain_text(name, column, lines, limits)
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "True", "False")
    if pa.types.is_integer(kind):
        return column if pa.types.is_uint64(kind) else pc.cast(column, pa.int64())
    if _is_number(kind) or pa.types.is_null(kind):
        return finite(name, pc.cast(column, pa.float64(), safe=False), lines, problems)
    return pc.cast(column, pa.string()) if pa.types.is_time(kind) else _dates(name, column, lines, problems)


def _dates(name: str, column: pa.Array, lines: range, problems: ProblemList) -> pa.Array:
    """Take dates that no calendar of ours holds as missing, with a problem noted for each."""
    # Nanoseconds are cut off knowingly; a longer unit would overflow without a word.
    has_nanoseconds = pa.types.is_timestamp(column.type) and column.type.unit == "ns"
    moments = pc.cast(column, pa.timestamp("us"), safe=not has_nanoseconds)
    numbers = pc.cast(moments, pa.int64())
    outside = pc.fill_null(pc.or_(pc.less(numbers, _FIRST_MOMENT), pc.greater(numbers, _LAST_MOMENT)), False)
    for position in np.flatnonzero(outside.to_numpy(zero_copy_only=False)).tolist():
        message = f"{name} is a date outside the years 1 to 9999; the cell is taken as missing. Correct it."
        problems.add(lines[position], name, f"{numbers[position].as_py()} µs since 1970", message)
    return pc.if_else(outside, pa.scalar(None, moments.type), moments)


def _plain_text(name: str, column: pa.Array, lines: range, limits: TableLimits) -> pa.Array:
    words = column.dictionary if pa.types.is_dictionary(column.type) else column
    longest = pc.max(pc.utf8_length(words)).as_py() or 0
    limits.check_cell(longest, lines[0], name)
    cells = pc.utf8_trim_whitespace(pc.cast(column, pa.string()))
    return pc.if_else(pc.is_in(cells, pa.array(MISSING_WORDS)), pa.scalar(None, pa.string()), cells)


def without_gaps(table: pa.Table) -> pa.Table:
    """Whole numbers with missing cells as float64, or as text where a float would round them."""
    for number, column in enumerate(table.columns):
        if pa.types.is_integer(column.type) and column.null_count:
            largest = pc.max(pc.abs(pc.cast(column, pa.float64(), safe=False))).as_py() or 0.0
            kind = pa.string() if largest >= EXACT_INTEGER_LIMIT else pa.float64()
            table = table.set_column(number, table.field(number).name, pc.cast(column, kind))
    return table
