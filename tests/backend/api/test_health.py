"""Health over HTTP, on the real parts."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis

from backend.app import create_app
from backend.assembly import Services
from backend.config import Settings
from backend.records import utc_now


def test_without_a_worker_the_platform_is_ready_but_degraded(client: Any) -> None:
    answer = client.get("/api/health")
    assert answer.status_code == 200
    assert answer.json["data"]["status"] == "degraded"
    parts = {part["name"]: part["state"] for part in answer.json["data"]["parts"]}
    assert parts == {
        "api": "ok",
        "database": "ok",
        "redis": "ok",
        "workers": "degraded",
        "storage": "ok",
        "model_cache": "ok",
        "clock": "ok",
    }


def test_a_worker_that_announced_itself_is_named(client: Any, services: Services) -> None:
    services.board.announce_worker("w@here", {"name": "w@here", "pid": 7, "heartbeat_at": utc_now().isoformat()})
    workers = next(part for part in client.get("/api/health").json["data"]["parts"] if part["name"] == "workers")
    assert workers["state"] == "ok"
    assert workers["details"]["queue_depth"] == 0
    (worker,) = workers["details"]["workers"]
    assert (worker["name"], worker["pid"]) == ("w@here", 7)
    assert 0 <= worker["heartbeat_age_s"] < 15


@pytest.mark.parametrize("address", ["/api/health", "/api/health/ready"])
def test_without_redis_it_is_503_naming_redis_while_the_process_lives(settings: Settings, address: str) -> None:
    app = create_app(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}))
    client = app.test_client()
    answer = client.get(address)
    assert (answer.status_code, answer.json["code"]) == (503, "part_unavailable")
    assert "redis is down" in answer.json["error"]
    states = {part["name"]: part["state"] for part in answer.json["details"]["parts"]}
    assert (states["redis"], states["database"]) == ("down", "ok")
    assert client.get("/api/health/live").json["data"]["status"] == "ok"
    services: Services = app.extensions["services"]
    assert isinstance(services.redis, Redis)
    services.transactions.engine.dispose()
    services.redis.close()
