"""Alembic's entry: runs the migrations against the URL that ``backend.adapters.database.upgrade`` passes in."""

from __future__ import annotations

from alembic import context

from backend.adapters.database import make_engine
from backend.config import load_settings
from backend.records import Record


def migrate() -> None:
    """Run the pending migrations in one transaction."""
    url = context.config.attributes.get("url") or load_settings().database
    engine = make_engine(url)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Record.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


migrate()
