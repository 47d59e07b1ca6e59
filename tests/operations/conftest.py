"""The real parts, as the backend's tests have them, and what the tests of operation look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.assembly import Services
from backend.config import Settings
from tests.backend.conftest import (  # noqa: F401 - fixtures
    app,
    client,
    database_url,
    new_session,
    postgres_url,
    redis_url,
    services,
    settings,
    trained_session,
)

ADMIN = "an-admin-token-of-these-tests"


@pytest.fixture
def stored(settings: Settings) -> Callable[[], set[str]]:  # noqa: F811
    """List every file under the data folder, but the database's own."""
    root = Path(settings.data_root)

    def listing() -> set[str]:
        found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
        return {name for name in found if not name.startswith(("playground.sqlite3", "secret_key"))}

    return listing


@pytest.fixture
def progress_keys(services: Services) -> Callable[[], set[str]]:  # noqa: F811
    """List what is shown of progress."""
    return lambda: set(services.redis.scan_iter("progress:*"))


@pytest.fixture
def table_rows(services: Services) -> Callable[[], dict[str, int]]:  # noqa: F811
    """Count the rows of every table."""
    from sqlalchemy import func, select

    from backend.records import Record

    def counted() -> dict[str, int]:
        with services.transactions.engine.connect() as connection:
            return {
                name: connection.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Record.metadata.tables.items()
            }

    return counted


def csv_rows(count: int = 60) -> bytes:
    """Return a table of two numbers and a class."""
    lines = [f"{number % 11},{number % 7},{'planet' if number % 3 else 'other'}" for number in range(count)]
    return "\n".join(["a,b,kind", *lines]).encode()


def send_upload(client: Any, content: bytes | None = None) -> Any:  # noqa: F811
    """Upload a table and return the answer."""
    import io

    return client.post("/api/upload", data={"file": (io.BytesIO(content or csv_rows()), "own.csv")})
