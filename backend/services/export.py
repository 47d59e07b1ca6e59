"""Tables as files to take home: CSV whose cells no spreadsheet runs as formulas, streamed in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_PER_PIECE = 20_000


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


def parquet_frames(path: Path) -> Iterator[pd.DataFrame]:
    """Yield a Parquet file's table in pieces of bounded size (an empty table yields its header)."""
    with pq.ParquetFile(path) as file:
        if file.metadata.num_rows == 0:
            yield file.schema_arrow.empty_table().to_pandas()
        for batch in file.iter_batches(ROWS_PER_PIECE):
            yield batch.to_pandas()
