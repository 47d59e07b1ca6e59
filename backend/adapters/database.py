"""The database: SQLite in WAL mode, or PostgreSQL by ``DATABASE_URL``."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeftError

READ_ONLY_STATE = "25006"
PATIENCE_S = 15.0
CONNECT_WITHIN_S = 5
NOTICES_SILENCE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""Of a network that swallows packets, the client hears after about 20 s; libpq's own default is hours."""
POOL = {"pool_pre_ping": True, "pool_size": 10, "pool_timeout": 10}


def make_engine(url: str, patience_s: float | None = None) -> Engine:
    """Return an engine.

    Parameters
    ----------
    url : str
    patience_s : float, optional
        How long a statement waits for whoever holds a lock [s]; default 15 s on SQLite, without end on PostgreSQL.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, **POOL, connect_args=_postgres_arguments(patience_s))
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": patience_s or PATIENCE_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _postgres_arguments(patience_s: float | None) -> dict[str, Any]:
    waits = {} if patience_s is None else {"options": f"-c lock_timeout={int(patience_s * 1000)}"}
    return {"connect_timeout": CONNECT_WITHIN_S, **NOTICES_SILENCE, **waits}


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # SQLAlchemy's own BEGIN (below) replaces the driver's, which starts too late to guard read-then-write.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("glances", False):
        # One statement sees one state of the database by itself.
        return
    # A deferred transaction that reads and then writes fails at once under contention, whatever the busy timeout.
    connection.exec_driver_sql("BEGIN" if options.get("reads_only", False) else "BEGIN IMMEDIATE")


def is_absent(error: SQLAlchemyError) -> bool:
    """Tell a database without our tables from one that is away."""
    return isinstance(error, ProgrammingError) or "no such table" in why(error)


def is_away(error: SQLAlchemyError) -> bool:
    """Tell a database that cannot serve now (gone, locked, full, read-only) from a statement that is wrong."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, (OperationalError, InterfaceError, NoConnectionLeftError)) or _is_read_only(error)


def _is_read_only(error: SQLAlchemyError) -> bool:
    # A PostgreSQL that was demoted, or that recovers, answers but does not write.
    return getattr(getattr(error, "orig", None), "sqlstate", None) == READ_ONLY_STATE


def why(error: SQLAlchemyError) -> str:
    """Return what the driver says, on one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


def ping(engine: Engine) -> None:
    """Raise unless the database answers and holds the schema."""
    with engine.connect().execution_options(reads_only=True) as connection:
        connection.execute(text("SELECT version_num FROM alembic_version"))
