"""The admin page's call: for operators alone, everything in a few statements, never an id that opens something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event

from backend.adapters.schema import head_revision
from backend.assembly import Services
from backend.config import Settings
from backend.records import RunRecord, utc_now
from tests.operations.conftest import ADMIN, send_upload

AS_ADMIN = {"Authorization": f"Bearer {ADMIN}"}
MOST_STATEMENTS = 25


@pytest.fixture
def admin(app: Any) -> None:
    """Let the platform have an admin."""
    app.extensions["settings"].admin_token = SecretStr(ADMIN)


def fail_a_run(services: Services, session_id: str, error: dict[str, Any]) -> str:
    """Record a run of a session that failed."""
    run_id = f"run-of-{session_id}"
    with services.transactions.write() as uow:
        ended = {"state": "failed", "error": error, "finished_at": utc_now()}
        uow.runs.add(RunRecord(id=run_id, session_id=session_id, configuration={}, **ended))
    return run_id


@pytest.mark.usefixtures("admin")
def test_it_is_for_operators_alone(client: Any) -> None:
    assert client.get("/api/admin/overview").status_code == 401
    assert client.get("/api/admin/overview", headers={"Authorization": "Bearer guess"}).status_code == 401
    assert client.get("/api/admin/overview", headers=AS_ADMIN).status_code == 200


def test_without_an_admin_it_is_closed(client: Any) -> None:
    assert client.get("/api/admin/overview").status_code == 403


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_it_tells_what_is_there(client: Any, services: Services, settings: Settings) -> None:
    facts = {"name": "worker@here", "pid": 7, "concurrency": 1, "heartbeat_at": utc_now().isoformat()}
    services.board.announce_worker("worker@here", facts)
    sent = send_upload(client).json["data"]
    session_id = client.get("/select").json["data"]["session_id"]
    error = {"code": "worker_lost", "message": "The worker went silent 3 times.", "remedy": ""}
    run_id = fail_a_run(services, session_id, error)
    services.janitor.execute()
    answer = client.get("/api/admin/overview", headers=AS_ADMIN)
    told = answer.json["data"]
    assert [worker["name"] for worker in told["workers"]] == ["worker@here"]
    assert told["queue_depth"] == 0
    assert told["oldest_queued_s"] is None
    assert {"kind": "runs", "state": "failed", "count": 1} in told["jobs"]
    (failure,) = told["failures"]
    assert failure["code"] == "worker_lost"
    assert "killed" in failure["remedy"]
    kept = {entry["kind"]: entry["bytes"] for entry in told["storage"]["kinds"]}
    assert kept["uploads"] > 0
    assert kept["database"] > 0
    assert told["storage"]["used_bytes"] == sum(kept.values())
    assert told["janitor"]["finished_at"] is not None
    assert told["janitor"]["outcome"]["sessions"] == 0
    assert told["versions"]["schema_revision"] == told["versions"]["newest_revision"] == head_revision()
    assert not any(each in answer.text for each in (session_id, run_id, sent["upload_id"]))


@pytest.mark.usefixtures("admin")
def test_where_redis_is_away_the_rest_is_told(client: Any, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.redis.connection_pool, "connection_kwargs", {"host": "127.0.0.1", "port": 1})
    services.redis.connection_pool.reset()
    told = client.get("/api/admin/overview", headers=AS_ADMIN).json["data"]
    assert "Redis is away" in told["redis"]
    assert told["workers"] == []
    assert told["versions"]["platform"]


@pytest.mark.usefixtures("admin")
def test_it_costs_no_more_with_more_rows(client: Any, services: Services, new_session: Callable[..., str]) -> None:
    def statements() -> int:
        seen: list[str] = []
        listen = lambda *facts: seen.append(facts[2])  # noqa: E731
        event.listen(services.transactions.engine, "before_cursor_execute", listen)
        client.get("/api/admin/overview", headers=AS_ADMIN)
        event.remove(services.transactions.engine, "before_cursor_execute", listen)
        return len(seen)

    before = statements()
    for _ in range(5):
        fail_a_run(services, client.get("/select").json["data"]["session_id"], {"code": "time_limit", "message": "x"})
    assert statements() == before <= MOST_STATEMENTS
