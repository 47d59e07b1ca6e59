"""Tables as files to take home, streamed in pieces: Parquet, and CSV whose cells no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from backend.records import utc_now

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_RISKY = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def file_name(what: str, session_id: str, kind: str, moment: datetime | None = None) -> str:
    """Return a file's name with its session and day, such as ``work_list_1a2b3c4d_2026-11-21.csv``."""
    return f"{what}_{session_id[:8]}_{(moment or utc_now()).date().isoformat()}.{kind}"


def escape_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    escaped = {name: _escape(frame[name]) for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])}
    renamed = {name: f"'{name}" for name in frame.columns if str(name).startswith(FORMULA_STARTS)}
    return frame.assign(**escaped).rename(columns=renamed)


def _escape(values: pd.Series) -> pd.Series:
    text = values.map(str, na_action="ignore")
    risky = text.str.startswith(FORMULA_STARTS).fillna(False).astype(bool)
    return text.where(~risky, "'" + text.where(risky, ""))


def csv_pieces(frames: Iterator[pd.DataFrame]) -> Iterator[str]:
    """Yield a CSV text, header first, from tables with the same columns."""
    for number, frame in enumerate(frames):
        yield escape_formulas(frame).to_csv(index=False, header=number == 0, lineterminator="\r\n")


def csv_bytes(tables: Iterator[pa.Table]) -> Iterator[bytes]:
    """Yield a CSV file, header first, from Arrow tables with the same columns."""
    options = pacsv.WriteOptions(include_header=False, quoting_style="needed")
    for number, table in enumerate(tables):
        if number == 0:
            yield _header(table.column_names)
        written = io.BytesIO()
        pacsv.write_csv(_escaped(table), written, options)
        yield written.getvalue()


def _header(names: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([f"'{n}" if n.startswith(FORMULA_STARTS) else n for n in names])
    return line.getvalue().encode()


def _escaped(table: pa.Table) -> pa.Table:
    columns = [_safe(c) if pa.types.is_string(c.type) or pa.types.is_large_string(c.type) else c for c in table.columns]
    return pa.table(columns, names=table.column_names)


def _safe(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    risky = pc.match_substring_regex(cells, _RISKY)
    if not pc.any(risky).as_py():
        return cells
    runs = pc.and_not(risky, pc.match_substring_regex(cells, _NUMBER))
    return pc.if_else(runs, pc.replace_substring_regex(cells, r"\A", "'"), cells)


def parquet_bytes(tables: Iterator[pa.Table]) -> Iterator[bytes]:
    """Yield a Parquet file from Arrow tables with the same columns, a row group for each."""
    sink = _Sink()
    first = next(tables)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), first.schema, compression="zstd") as writer:
        writer.write_table(first)
        yield sink.taken()
        for table in tables:
            writer.write_table(table)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that is taken away while it is written."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        block = bytes(content)  # type: ignore[call-overload]
        self._held.append(block)
        self._written += len(block)
        return len(block)

    def tell(self) -> int:
        return self._written

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        content, self._held = b"".join(self._held), []
        return content
