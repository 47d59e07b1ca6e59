"""One platform for all hostile requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.backend.conftest import redis_url  # noqa: F401 - the fixture
from tests.hostile.ground import Ground, hostile_ground


@pytest.fixture(scope="session")
def ground(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:  # noqa: F811
    """A platform that holds something of everything."""
    with hostile_ground(tmp_path_factory.mktemp("hostile"), redis_url) as made:
        yield made
