"""The database: SQLite in WAL mode, or PostgreSQL by ``DATABASE_URL``."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from backend.config import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
BUSY_TIMEOUT_MS = 15_000
CONNECT_WITHIN_S = 5


def make_engine(url: str) -> Engine:
    """Return an engine; SQLite connections get WAL, foreign keys and a busy timeout."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": CONNECT_WITHIN_S})
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # SQLAlchemy's own BEGIN (below) replaces the driver's, which starts too late to guard read-then-write.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: Any) -> None:
    # A deferred transaction that reads and then writes fails at once under contention, whatever the busy timeout.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def upgrade(settings: Settings) -> None:
    """Bring the database to the newest schema."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = settings.database
    command.upgrade(config, "head")


def ensure_schema(settings: Settings) -> None:
    """Make the tables where there are none yet, so that each part also starts alone."""
    engine = make_engine(settings.database)
    try:
        ping(engine)
    except (OperationalError, ProgrammingError):
        upgrade(settings)
    finally:
        engine.dispose()


def ping(engine: Engine) -> None:
    """Raise unless the database answers and holds the schema."""
    with engine.connect().execution_options(reads_only=True) as connection:
        connection.execute(text("SELECT version_num FROM alembic_version"))
