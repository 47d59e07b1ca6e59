"""Every revision up and down, on both databases, with rows in every table: nothing of what stays is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Connection, DateTime, Engine, Float, Integer, Table, insert, select

from backend.adapters.database import make_engine
from backend.adapters.dumps import tables_of
from backend.adapters.schema import MIGRATIONS, head_revision, move_to, revision
from backend.config import Settings

REVISIONS = [each.revision for each in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def empty(tmp_path: Any, database_url: str | None) -> Iterator[tuple[str, Engine]]:
    """An empty database."""
    settings = Settings(
        _env_file=None, flask_env="testing", upload_dir=str(tmp_path / "data"), database_url=database_url
    )
    engine = make_engine(settings.database)
    yield settings.database, engine
    engine.dispose()


def value_of(column: Any, row: int, keys: dict[str, Any]) -> Any:
    """Make a value for a column, that of a row referred to where the column refers to one."""
    for foreign in column.foreign_keys:
        return keys[foreign.column.table.name]
    values: list[tuple[type, Callable[[], Any]]] = [
        (JSON, lambda: {"data_source": {"upload_id": "u"}, "row": row}),
        (Boolean, lambda: True),
        (DateTime, lambda: datetime(2026, 1, 2, 3, 4, 5 + row)),
        (Integer, lambda: row + 1),
        (Float, lambda: row + 0.1),
    ]
    made = next((make for kind, make in values if isinstance(column.type, kind)), lambda: f"{column.name}-{row}")
    return made()


def fill(connection: Connection, rows: int = 2) -> None:
    """Put rows into every table that has none."""
    keys: dict[str, Any] = {}
    for table in tables_of(connection):
        (key, *_) = table.primary_key.columns
        held = connection.execute(select(table)).first()
        for number in range(0 if held else rows):
            values = {column.name: value_of(column, number, keys) for column in table.columns}
            if any(column.foreign_keys for column in table.primary_key.columns) and number:
                continue
            connection.execute(insert(table).values(values))
        keys[table.name] = connection.execute(select(key)).scalars().first()


def content(engine: Engine) -> Rows:
    """Return every row of every table."""
    with engine.connect() as connection:
        return {table.name: _rows(connection, table) for table in tables_of(connection)}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    ordered = select(table).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def common(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """Return both with the tables and columns alone that both have."""
    pairs: list[Rows] = [{}, {}]
    for name in before.keys() & after.keys():
        shared = set(before[name][0]) & set(after[name][0]) if before[name] and after[name] else set()
        for kept, rows in zip(pairs, (before[name], after[name]), strict=True):
            kept[name] = [{word: row[word] for word in sorted(shared)} for row in rows]
    return pairs[0], pairs[1]


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_up_and_down_with_rows_in_every_table(empty: tuple[str, Engine]) -> None:
    url, engine = empty
    for step in REVISIONS:
        before = content(engine)
        move_to(url, step)
        held, kept = common(before, content(engine))
        assert held == kept, f"up to {step}"
        assert held.keys() == before.keys(), f"up to {step} removes no table"
        with engine.begin() as connection:
            fill(connection)
    for step in [*reversed(REVISIONS[:-1]), "base"]:
        before = content(engine)
        move_to(url, step)
        after = content(engine)
        held, kept = common(before, after)
        assert held == kept, f"down to {step}"
        assert after.keys() == held.keys()
    assert content(engine) == {}
    move_to(url, "head")
    assert revision(engine) == head_revision() == REVISIONS[-1]


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_the_records_are_what_the_migrations_make(empty: tuple[str, Engine]) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from backend.records import Record

    url, engine = empty
    move_to(url, "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Record.metadata) == []
