"""A migrated SQLite database, without the other parts of the platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.adapters.database import make_engine
from backend.adapters.schema import upgrade
from backend.config import Settings
from backend.unit_of_work import Transactions


@pytest.fixture
def transactions(tmp_path: Path) -> Iterator[Transactions]:
    settings = Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path), database_url=None)
    upgrade(settings)
    made = Transactions(make_engine(settings.database))
    yield made
    made.engine.dispose()
