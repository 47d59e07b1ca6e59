"""A batch as a person looks at it: filtered and sorted once, then paged without reading the table again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backend.adapters.files import FileStore
from backend.errors import InvalidFieldsError
from backend.services.batch_parts import Parts, contains_text, is_text

MOST_SORTED_ROWS = 30_000_000
MOST_VIEWS = 24
_NUMBER_BYTES = 4
_FILTERS = ("prediction", "q", "threshold")


class Views:
    """Row numbers of filtered and sorted views of one batch, each kept in a small file.

    Parameters
    ----------
    files : FileStore
    folder : str
        Where the views of this batch lie; they can be made again at any time.
    parts : Parts
    score : str
        Column that a threshold is for.
    """

    def __init__(self, files: FileStore, folder: str, parts: Parts, score: str) -> None:
        self._score = score
        self._files = files
        self._folder = folder
        self._parts = parts

    def page(self, query: dict[str, Any]) -> tuple[np.ndarray, int]:
        """Return the row numbers of a page, and how many rows the whole view has."""
        start, size = (query["page"] - 1) * query["per_page"], query["per_page"]
        asked = {name: query.get(name) for name in (*_FILTERS, "sort")}
        if all(value is None or value == "" for value in asked.values()):
            return np.arange(start, max(start, min(start + size, self._parts.rows))), self._parts.rows
        asked["order"] = query.get("order", "desc") if asked["sort"] else ""
        path = f"{self._folder}/{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]}.rows"
        if not self._files.exists(path):
            self._keep(path, self._rows(asked))
        return self._read(path, start, size)

    def _read(self, path: str, start: int, size: int) -> tuple[np.ndarray, int]:
        with self._files.open(path) as file:
            total = file.seek(0, 2) // _NUMBER_BYTES
            file.seek(min(start, total) * _NUMBER_BYTES)
            return np.frombuffer(file.read(size * _NUMBER_BYTES), "<u4").astype(int), total

    def _keep(self, path: str, rows: np.ndarray) -> None:
        if len(self._files.names(self._folder)) >= MOST_VIEWS:
            self._files.delete(self._folder)
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "view.rows"
            rows.astype("<u4").tofile(local)
            self._files.put(path, local)

    def _rows(self, asked: dict[str, Any]) -> np.ndarray:
        sort = asked["sort"]
        if sort and sort not in self._parts.names:
            names = ", ".join(self._parts.names[:10])
            raise _invalid("sort", f"The rows have no column {sort!r} to sort by. Choose one of {names}…")
        if sort and self._parts.rows > MOST_SORTED_ROWS:
            raise _invalid(
                "sort", f"More than {MOST_SORTED_ROWS:,} rows are not sorted here. Download the Parquet file."
            )
        words = [field.name for field in self._parts.schema if is_text(field.type)] if asked["q"] else []
        columns = dict.fromkeys([*words, "prediction", *([self._score] if asked["threshold"] is not None else [])])
        columns |= dict.fromkeys([sort] if sort else [])
        numbers, keys, done = [], [], 0
        for table in self._parts.scan(list(columns)):
            kept = np.flatnonzero(self._mask(table, asked, words))
            numbers.append(kept + done)
            keys += [table[sort].take(kept)] if sort else []
            done += table.num_rows
        found = np.concatenate(numbers)
        return found if not sort else found[_order(keys, asked["order"])]

    def _mask(self, table: pa.Table, asked: dict[str, Any], words: list[str]) -> np.ndarray:
        mask = np.ones(table.num_rows, dtype=bool)
        if asked["prediction"] is not None:
            mask &= pc.fill_null(pc.equal(table["prediction"], asked["prediction"]), False).to_numpy()
        if asked["threshold"] is not None:
            mask &= pc.fill_null(pc.greater_equal(table[self._score], asked["threshold"]), False).to_numpy()
        return mask & contains_text(table.select(words), asked["q"]) if asked["q"] else mask


def _order(keys: list[pa.ChunkedArray], order: str) -> np.ndarray:
    """Places in the order of a column; equal ones keep theirs, missing ones are last, digits count as numbers."""
    column = pa.chunked_array([chunk for key in keys for chunk in key.chunks], keys[0].type)
    if is_text(column.type):
        column = _as_numbers(column)
    direction = "ascending" if order == "asc" else "descending"
    # Missing ones are last in either direction unless another place is asked for.
    table = pa.table({"key": column})
    return pc.sort_indices(table, [("key", direction)]).to_numpy()


def _as_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return pc.cast(column, pa.float64())
    except pa.ArrowInvalid:
        return column


def _invalid(field: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError(message, [{"field": field, "message": message}])


def no_rows(query: dict[str, Any]) -> dict[str, Any]:
    """Return the page of a batch that has no rows yet."""
    return {"columns": [], "rows": [], "page": query["page"], "per_page": query["per_page"], "total": 0}
