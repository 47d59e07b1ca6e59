"""Alembic's entry: runs the migrations against the URL that ``backend.adapters.database.upgrade`` passes in."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, text

import backend.access_records
import backend.registry_records
import backend.upkeep_records  # noqa: F401
from backend.adapters.database import make_engine
from backend.config import load_settings
from backend.records import Record

ADVISORY_LOCK = 8_054_153
"""Any number that nothing else in the database locks."""


def wait_for_others(connection: Connection) -> None:
    """Let one process migrate at a time; SQLite's transactions do that by themselves."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})


def leave_children(connection: Connection) -> None:
    """Keep SQLite from deleting what refers to a table while that table is made anew, which is how it is altered."""
    if connection.dialect.name == "sqlite":
        held: Any = connection.connection.driver_connection
        held.execute("PRAGMA foreign_keys=OFF")


def migrate() -> None:
    """Run the pending migrations in one transaction."""
    url = context.config.attributes.get("url") or load_settings().database
    engine = make_engine(url)
    with engine.connect() as connection:
        leave_children(connection)
        context.configure(
            connection=connection, target_metadata=Record.metadata, render_as_batch=True, transactional_ddl=True
        )
        with context.begin_transaction():
            wait_for_others(connection)
            context.run_migrations()
    engine.dispose()


migrate()
