"""Health that looks at what it needs: the schema, the clocks, how long jobs wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from backend.assembly import Services
from backend.records import RunRecord, utc_now


def parts(client: Any) -> dict[str, Any]:
    answer = client.get("/api/health").json
    report = answer["data"] or answer["details"]
    return {part["name"]: part for part in report["parts"]}


def announce(services: Services, ahead_s: float = 0.0) -> None:
    """Say that a worker is alive, whose clock may be ahead."""
    moment = utc_now() + timedelta(seconds=ahead_s)
    facts = {"name": "worker@here", "concurrency": 1, "heartbeat_at": moment.isoformat()}
    services.board.announce_worker("worker@here", facts)


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_a_schema_that_was_not_migrated_is_down_with_its_remedy(client: Any, services: Services) -> None:
    assert parts(client)["database"]["state"] == "ok"
    with services.transactions.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    assert client.get("/api/health/ready").status_code == 503
    assert "backend.stack migrate" in parts(client)["database"]["reason"]
    assert client.get("/api/health/live").status_code == 200
    with services.transactions.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert parts(client)["database"]["state"] == "ok", "a newer release migrated; this one still works with it"


def test_a_job_that_waits_too_long_is_told(client: Any, services: Services, new_session: Any) -> None:
    announce(services)
    client.post("/training", json={"session_id": new_session()})
    assert parts(client)["workers"]["state"] == "ok"
    with services.transactions.engine.begin() as connection:
        connection.execute(update(RunRecord).values(queued_at=utc_now() - timedelta(hours=1)))
    told = parts(client)["workers"]
    assert told["state"] == "degraded"
    assert told["details"]["oldest_queued_s"] >= 3600
    assert "Start more workers" in told["reason"]


def test_a_clock_that_is_ahead_is_told(client: Any, services: Services) -> None:
    announce(services)
    assert parts(client)["clock"]["state"] == "ok"
    announce(services, ahead_s=90)
    told = parts(client)["clock"]
    assert told["state"] == "degraded"
    assert "worker@here by +" in told["reason"]
