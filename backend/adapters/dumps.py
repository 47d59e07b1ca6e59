"""The rows of a database as JSON lines: the same from SQLite and PostgreSQL, and readable by either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, Integer, MetaData, Table, func, insert, null, select, text

ROWS_AT_ONCE = 500
REVISIONS = "alembic_version"


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees the database as it is at one moment, while others go on writing."""
    options: dict[str, Any] = {"reads_only": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables as they are, those first that others refer to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != REVISIONS]


def dump_table(connection: Connection, table: Table, target: Path) -> int:
    """Write a table's rows, one JSON array each in the order of its columns; returns how many."""
    count = 0
    keys = list(table.primary_key.columns)
    rows = connection.execution_options(stream_results=True).execute(select(table).order_by(*keys))
    with target.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps([column.name for column in table.columns]) + "\n")
        for row in rows.yield_per(ROWS_AT_ONCE):
            handle.write(json.dumps([_written(value) for value in row], ensure_ascii=False) + "\n")
            count += 1
    return count


def load_table(connection: Connection, table: Table, source: Path) -> int:
    """Insert the rows that ``dump_table`` wrote; returns how many."""
    count = 0
    with source.open(encoding="utf-8") as handle:
        columns = [table.columns[name] for name in json.loads(next(handle))]
        batch: list[dict[str, Any]] = []
        for line in handle:
            batch.append({c.name: _read(c, value) for c, value in zip(columns, json.loads(line), strict=True)})
            count += 1
            if len(batch) == ROWS_AT_ONCE:
                _insert(connection, table, batch)
                batch = []
        _insert(connection, table, batch)
    _go_on_counting(connection, table)
    return count


def _insert(connection: Connection, table: Table, batch: list[dict[str, Any]]) -> None:
    # Rows with and without a value differ as statements, so that an absent JSON value stays absent.
    by_absence: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in batch:
        absent = frozenset(name for name, value in row.items() if value is None)
        by_absence.setdefault(absent, []).append({name: value for name, value in row.items() if name not in absent})
    for absent, rows in by_absence.items():
        connection.execute(insert(table).values(dict.fromkeys(sorted(absent), null())), rows)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(column: Any, value: Any) -> Any:
    is_moment = isinstance(column.type, DateTime) and value is not None
    return datetime.fromisoformat(value) if is_moment else value


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    (key, *more) = table.primary_key.columns
    if connection.dialect.name != "postgresql" or more or not isinstance(key.type, Integer):
        return
    last = connection.scalar(select(func.max(key)))
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, key.name)))
    if last is not None and sequence is not None:
        connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
