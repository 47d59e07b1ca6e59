"""Health: each part is told as it is, and the whole is as well as its worst part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import ConnectionError as RedisConnectionError

from backend.adapters.database import make_engine
from backend.adapters.files import FileStore
from backend.adapters.schema import upgrade
from backend.config import Settings
from backend.records import utc_now
from backend.services.health import HealthService, project_version
from backend.unit_of_work import Transactions


@dataclass
class FakeBoard:
    alive: list[dict[str, Any]] = field(default_factory=list)
    is_away: bool = False
    ahead: timedelta = timedelta(0)

    def ping(self) -> None:
        if self.is_away:
            raise RedisConnectionError("Error 111 connecting to the server")

    def clock(self) -> datetime:
        self.ping()
        return utc_now() + self.ahead

    def workers(self) -> list[dict[str, Any]]:
        self.ping()
        return self.alive


class FakeQueue:
    def depth(self) -> int:
        return 3


@dataclass
class FakeFiles:
    free: int | None

    def free_bytes(self) -> int | None:
        return self.free

    def check(self) -> None:
        raise PermissionError("403 for the bucket")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path), database_url=None)


@pytest.fixture
def board() -> FakeBoard:
    heartbeat = (utc_now() - timedelta(seconds=4)).isoformat()
    return FakeBoard([{"name": "worker@here", "heartbeat_at": heartbeat}])


@pytest.fixture
def transactions(settings: Settings) -> Iterator[Transactions]:
    upgrade(settings)
    made = Transactions(make_engine(settings.database))
    yield made
    made.engine.dispose()


def report(transactions: Any, board: Any, settings: Settings, files: Any = None, **more: Any) -> dict[str, Any]:
    files = files or FileStore(settings.data_root)
    told = HealthService(transactions, board, FakeQueue(), files, settings, **more).report()  # type: ignore[arg-type]
    return {**told, "parts": {part["name"]: part for part in told["parts"]}}


def test_all_is_well(transactions: Transactions, board: FakeBoard, settings: Settings) -> None:
    told = report(transactions, board, settings, model_cache=lambda: {"held": 1})
    assert told["status"] == "ok"
    assert told["version"] == project_version()
    assert set(told["parts"]) == {"api", "database", "redis", "workers", "clock", "storage", "model_cache"}
    assert all(part["reason"] is None and part["latency_ms"] >= 0 for part in told["parts"].values())
    workers = told["parts"]["workers"]["details"]
    assert workers["queue_depth"] == 3
    assert workers["workers"][0]["name"] == "worker@here"
    assert 4 <= workers["workers"][0]["heartbeat_age_s"] < 60
    assert told["parts"]["model_cache"]["details"] == {"held": 1}


def test_no_worker_is_degraded_with_the_remedy(transactions: Transactions, settings: Settings) -> None:
    told = report(transactions, FakeBoard(), settings)
    assert (told["status"], told["parts"]["workers"]["state"]) == ("degraded", "degraded")
    assert "celery -A backend.worker worker" in told["parts"]["workers"]["reason"]


def test_without_redis_it_is_down_and_the_workers_are_unknown(transactions: Transactions, settings: Settings) -> None:
    told = report(transactions, FakeBoard(is_away=True), settings)
    assert (told["status"], told["parts"]["redis"]["state"]) == ("down", "down")
    assert "111" in told["parts"]["redis"]["reason"]
    assert told["parts"]["workers"]["state"] == "degraded"
    assert "Unknown" in told["parts"]["workers"]["reason"]
    assert told["parts"]["database"]["state"] == "ok"


def test_without_the_database_it_is_down(board: FakeBoard, settings: Settings, tmp_path: Path) -> None:
    away = Transactions(make_engine(f"sqlite:///{tmp_path}"))
    told = report(away, board, settings)
    assert (told["status"], told["parts"]["database"]["state"]) == ("down", "down")
    assert told["parts"]["database"]["reason"] == "unable to open database file"
    away.engine.dispose()


def test_little_space_is_degraded_with_the_number(
    transactions: Transactions, board: FakeBoard, settings: Settings
) -> None:
    told = report(transactions, board, settings, FakeFiles(free=200_000_000))
    assert (told["status"], told["parts"]["storage"]["state"]) == ("degraded", "degraded")
    assert "200 MB" in told["parts"]["storage"]["reason"]


def test_an_object_store_is_asked_for_real(transactions: Transactions, board: FakeBoard, settings: Settings) -> None:
    told = report(transactions, board, settings, FakeFiles(free=None))
    assert (told["status"], told["parts"]["storage"]["state"]) == ("down", "down")
    assert "403" in told["parts"]["storage"]["reason"]
