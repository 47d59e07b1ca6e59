"""What a batch reads: bounds on a file, and where its pieces lie."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.config import Settings
from backend.services.batch_rows import MOST_PROBLEMS
from ML.catalogs.limits import MEGABYTE, TableLimits
from ML.catalogs.pieces import write_frame

MOST_ROWS = 10**9
UNPACKED_TIMES = 10
"""A packed file may unpack to so many times the size of the largest plain one."""


def batch_limits(settings: Settings) -> TableLimits:
    """Return the bounds of a prediction file; ``cells`` bounds what is held of it at a time."""
    size = settings.max_prediction_file_mb * MEGABYTE
    return TableLimits(
        bytes=size,
        decompressed_bytes=size * UNPACKED_TIMES,
        rows=MOST_ROWS,
        columns=settings.max_columns,
        cells=2_000_000,
        problems=MOST_PROBLEMS,
    )


def folder_of(prediction_id: str) -> str:
    """Return the folder of everything that a batch writes."""
    return f"predictions/{prediction_id}"


class BatchInput:
    """The files that one batch reads.

    Parameters
    ----------
    files : FileStore
    prediction_id : str
    input_path : str or None
        The table that was sent, if one was.
    """

    def __init__(self, files: FileStore, prediction_id: str, input_path: str | None) -> None:
        self._files = files
        self._input_path = input_path
        self._folder = f"{folder_of(prediction_id)}/spool"

    def open(self, spool: str) -> IO[Any]:
        """Open the table, or a piece that was written down."""
        return self._files.open(f"{self._folder}/{spool}" if spool else str(self._input_path))

    def spool(self, number: int, content: bytes | pd.DataFrame) -> str:
        """Keep a piece and return its name."""
        name = f"{number:05d}"
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / name
            if isinstance(content, bytes):
                local.write_bytes(content)
            else:
                write_frame(content, local)
            self._files.put(f"{self._folder}/{name}", local)
        return name

    def keep_table(self, table: pd.DataFrame, rows_per_group: int) -> str:
        """Keep a table that was read elsewhere as the batch's own file, and return its path."""
        path = f"{self._folder}/table.parquet"
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "table.parquet"
            table.to_parquet(local, index=False, row_group_size=rows_per_group)
            self._files.put(path, local)
        return path

    def forget_spool(self) -> None:
        """Remove what was written down."""
        self._files.delete(self._folder)
