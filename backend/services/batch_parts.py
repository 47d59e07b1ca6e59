"""The answers of a batch where they lie: parts in order, of which only the rows and columns asked for are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from backend.adapters.files import FileStore


class Parts:
    """Parquet parts that are one table; where their columns differ in type, the wider type holds for all.

    Parameters
    ----------
    files : FileStore
    parts : list of dict
        ``path``, ``rows``, ``counts`` by class, and ``columns`` as ``[name, type]``.
    """

    def __init__(self, files: FileStore, parts: list[dict[str, Any]]) -> None:
        self._files = files
        self.parts = parts
        self.starts = np.concatenate([[0], np.cumsum([part["rows"] for part in parts])]).astype(int)
        self.schema = common_schema([part["columns"] for part in parts])

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.starts[-1])

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return list(self.schema.names)

    def scan(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows in order, a row group at a time."""
        for part in self.parts:
            with self._files.open(part["path"]) as handle, pq.ParquetFile(handle) as file:
                for group in range(file.metadata.num_row_groups):
                    yield self._cast(file.read_row_group(group, columns=_listed(columns)))
        if not self.parts:
            yield self.schema.empty_table()

    def take(self, numbers: np.ndarray, columns: Sequence[str]) -> pa.Table:
        """Return rows by their number (from 0), in the order asked for."""
        found, order = [self._cast(self._empty(columns))], [np.zeros(0, dtype=int)]
        of_part = np.searchsorted(self.starts, numbers, side="right") - 1
        for place in np.unique(of_part).tolist():
            asked = np.flatnonzero(of_part == place)
            found.append(self._take_of(place, numbers[asked] - self.starts[place], columns))
            order.append(asked)
        return pa.concat_tables(found).take(np.argsort(np.concatenate(order)))

    def _take_of(self, place: int, numbers: np.ndarray, columns: Sequence[str]) -> pa.Table:
        with self._files.open(self.parts[place]["path"]) as handle, pq.ParquetFile(handle) as file:
            footer = file.metadata
            sizes = [footer.row_group(group).num_rows for group in range(footer.num_row_groups)]
            starts = np.concatenate([[0], np.cumsum(sizes)])
            of_group = np.searchsorted(starts, numbers, side="right") - 1
            groups = np.unique(of_group)
            before = np.concatenate([[0], np.cumsum([sizes[group] for group in groups])])
            within = before[np.searchsorted(groups, of_group)] + numbers - starts[of_group]
            return self._cast(file.read_row_groups(groups.tolist(), columns=_listed(columns)).take(within))

    def _empty(self, columns: Sequence[str]) -> pa.Table:
        return pa.schema([self.schema.field(name) for name in columns]).empty_table()

    def _cast(self, table: pa.Table) -> pa.Table:
        return table.cast(pa.schema([self.schema.field(name) for name in table.column_names]))


def _listed(columns: Sequence[str] | None) -> list[str] | None:
    return None if columns is None else list(columns)


def common_schema(columns: list[list[list[str]]]) -> pa.Schema:
    """Return one schema for parts: numbers stay numbers where all are, else the column is text."""
    kinds: dict[str, str] = {}
    for entries in columns:
        for name, kind in entries:
            kinds[name] = _wider(kinds.get(name, kind), kind)
    return pa.schema([(name, _arrow_type(kind)) for name, kind in kinds.items()])


def _arrow_type(kind: str) -> pa.DataType:
    """Return the type of this name; moments have names that Arrow writes and does not read."""
    unit = kind.removeprefix("timestamp[").removesuffix("]")
    return pa.timestamp(unit) if unit in {"us", "ms", "ns"} else pa.type_for_alias(kind)


_NUMBERS = {"int64", "uint64", "double"}


def _wider(one: str, other: str) -> str:
    if one == other:
        return one
    if "null" in {one, other}:
        return other if one == "null" else one
    return "double" if {one, other} <= _NUMBERS else "large_string"


def contains_text(table: pa.Table, text: str) -> np.ndarray:
    """Tell which rows hold a text in any of their columns, whatever its case."""
    hits = np.zeros(table.num_rows, dtype=bool)
    for column in table.columns:
        found = pc.match_substring(column, text, ignore_case=True)
        hits |= pc.fill_null(found, False).to_numpy()
    return hits


def is_text(kind: pa.DataType) -> bool:
    """Tell text from numbers and dates."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
