"""The database: migrations make what the records declare; SQLite is set up for many writers."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from backend.adapters.database import is_away, make_engine, ping
from backend.adapters.schema import upgrade
from backend.config import Settings
from backend.errors import PartUnavailableError
from backend.records import Record, RunRecord, SessionRecord
from backend.unit_of_work import Transactions


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path / "data"), database_url=None)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    upgrade(settings)
    made = make_engine(settings.database)
    yield made
    made.dispose()


def test_the_migrations_make_exactly_what_the_records_declare(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Record.metadata) == []


def test_upgrading_twice_does_no_harm(settings: Settings, engine: Engine) -> None:
    with Transactions(engine).write() as uow:
        uow.sessions.add(SessionRecord(id="kept"))
    upgrade(settings)
    with Transactions(engine).read() as uow:
        assert uow.sessions.get("kept").state == "created"


def test_a_connection_has_wal_foreign_keys_and_patience(engine: Engine) -> None:
    with engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")}
        patience = connection.execute(text("PRAGMA busy_timeout")).scalar()
    assert found == {"journal_mode": "wal", "foreign_keys": 1}
    assert patience is not None
    assert patience >= 5_000


def test_a_run_without_its_session_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), Transactions(engine).write() as uow:
        uow.runs.add(RunRecord(id="r", session_id="nobody's"))


def test_many_writers_who_read_first_lose_nothing(engine: Engine) -> None:
    transactions = Transactions(engine)
    with transactions.write() as uow:
        uow.sessions.add(SessionRecord(id="s", selection={"count": 0}))

    def add_one() -> None:
        for _ in range(10):
            with transactions.write() as uow:
                record = uow.sessions.get("s")
                record.selection = {"count": record.selection["count"] + 1}

    threads = [threading.Thread(target=add_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transactions.read() as uow:
        assert uow.sessions.get("s").selection == {"count": 60}


def test_reading_goes_on_while_another_writes(engine: Engine) -> None:
    transactions = Transactions(engine)
    with transactions.write() as uow:
        uow.sessions.add(SessionRecord(id="s", name="before"))
    with transactions.write() as writer, transactions.read() as reader:
        writer.sessions.get("s").name = "after"
        assert reader.sessions.get("s").name == "before"


def test_ping_wants_an_answer_and_the_schema(engine: Engine, tmp_path: Path) -> None:
    ping(engine)
    empty = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with pytest.raises(OperationalError, match="alembic_version"):
        ping(empty)
    empty.dispose()


def test_a_database_that_is_away_is_told_as_a_part_that_is_away(tmp_path: Path) -> None:
    away = make_engine(f"sqlite:///{tmp_path}")
    with pytest.raises(PartUnavailableError, match="The database is away"), Transactions(away).read() as uow:
        uow.sessions.get("s")
    away.dispose()


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.errors.DiskFull("could not extend file: No space left on device"), True),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute UPDATE in a read-only transaction"), True),
        (psycopg.errors.AdminShutdown("terminating connection due to administrator command"), True),
        (psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"), True),
        (psycopg.errors.UndefinedColumn('column "nothing" does not exist'), False),
        (psycopg.errors.NotNullViolation("null value in a column"), False),
        (sqlite3.OperationalError("database or disk is full"), True),
        (sqlite3.OperationalError("database is locked"), True),
        (sqlite3.IntegrityError("UNIQUE constraint failed"), False),
    ],
    ids=lambda value: str(value) if isinstance(value, Exception) else "",
)
def test_a_database_that_cannot_serve_now_is_told_from_a_wrong_statement(error: Exception, away: bool) -> None:
    kind = psycopg if isinstance(error, psycopg.Error) else sqlite3
    seen = DBAPIError.instance("UPDATE", {}, error, kind.Error)
    assert isinstance(seen, DBAPIError)
    assert is_away(seen) is away
