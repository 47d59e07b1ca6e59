"""Lines and figures: every request and job can be told apart, nothing that opens a session is written down."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from backend.adapters import logs
from backend.adapters.counters import INFINITE, Counters
from backend.assembly import Services
from backend.errors import PlaygroundError
from tests.operations.scrape import figures, look_again, sample


class Lines(logging.Handler):
    """Keeps lines as they would be written."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.setFormatter(logs.FORMATTERS[style]())
        self.addFilter(logs._Remember())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=["json"])
def lines(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What is written to the log meanwhile."""
    handler, backend = Lines(request.param), logging.getLogger("backend")
    level = backend.level
    backend.addHandler(handler)
    backend.setLevel("DEBUG")
    yield handler.lines
    backend.removeHandler(handler)
    backend.setLevel(level)


def test_a_request_has_an_id_that_comes_back(client: Any) -> None:
    made = client.get("/api/health/live").headers["X-Request-ID"]
    assert len(made) == 32
    assert client.get("/api/health/live", headers={"X-Request-ID": "mine-1"}).headers["X-Request-ID"] == "mine-1"
    hostile = client.get("/api/health/live", headers={"X-Request-ID": 'x" injected="1'}).headers["X-Request-ID"]
    assert "injected" not in hostile


def test_a_refused_request_has_one_as_well(client: Any, lines: list[str]) -> None:
    answer = client.post("/training", json={"session_id": "no-such-session"}, headers={"X-Request-ID": "lost"})
    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] == "lost"
    told = json.loads(lines[-1])
    assert (told["request"], told["status"], told["route"]) == ("lost", 404, "/training")
    assert told["duration_ms"] >= 0


def test_no_line_holds_what_opens_a_session(client: Any, lines: list[str], new_session: Callable[..., str]) -> None:
    session_id = new_session()
    client.get(f"/api/sessions/{session_id}")
    client.get(f"/training?session_id={session_id}")
    client.get(f"/nowhere/{session_id}")
    assert len(lines) >= 4
    assert session_id not in "\n".join(lines)
    told = [json.loads(line) for line in lines]
    assert {logs.tag(session_id)} == {line["session"] for line in told if "session" in line}
    assert any(line.get("route") == "/api/sessions/<session_id>" for line in told)


@pytest.mark.parametrize("lines", ["text"], indirect=True)
def test_people_read_the_same(client: Any, lines: list[str]) -> None:
    client.get("/api/datasets", headers={"X-Request-ID": "for-people"})
    assert "GET /api/datasets 200" in lines[-1]
    assert lines[-1].endswith("[request=for-people]")


def test_an_error_is_one_line_with_its_traceback() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "", 0, "broke: %s", ("it",), sys.exc_info())
    line = logs.JsonFormatter().format(record)
    assert "\n" not in line
    assert "ValueError: two" in json.loads(line)["exception"]


def test_the_message_to_a_worker_names_the_request(client: Any, services: Services, new_session: Any) -> None:
    session_id = new_session()
    client.post("/training", json={"session_id": session_id}, headers={"X-Request-ID": "asked-for-it"})
    message = json.loads(services.redis.lrange("jobs", 0, -1)[0])
    assert message["headers"]["request_id"] == "asked-for-it"


def test_a_job_is_told_and_counted(client: Any, services: Services, lines: list[str], trained_session: str) -> None:
    prediction = {"session_id": trained_session, "source": "undecided"}
    answer = client.post("/predict", json=prediction)
    assert answer.status_code in {202, 409}
    told = [json.loads(line) for line in lines if "Ended runs" in line]
    assert told[0]["session"] == logs.tag(trained_session)
    assert told[0]["kind"] == "runs"
    assert told[0]["run"] == told[0]["job"]
    found = figures(client)
    assert sample(found, "jobs_ended_total", kind="runs", state="done") == 1
    assert sample(found, "jobs", kind="runs", state="done") == 1
    assert sample(found, "job_seconds_count", kind="runs") == 1
    phases = {
        labels["phase"] for name, pairs in found if name == "playground_phase_seconds_sum" for labels in [dict(pairs)]
    }
    assert {"reading", "folds", "final_fit", "importance", "saving"} <= phases
    spent = sum(v for (name, _), v in found.items() if name == "playground_phase_seconds_sum")
    assert 0 < spent <= sample(found, "job_seconds_sum", kind="runs") + 0.01
    assert sample(found, "storage_bytes", kind="runs") > 0
    assert sample(found, "sessions") == 1


def test_a_failure_is_counted_by_its_reason(services: Services, client: Any, new_session: Any) -> None:
    run_id = client.post("/training", json={"session_id": new_session()}).json["data"]["run_id"]

    def fails(*_: Any) -> dict[str, Any]:
        error = PlaygroundError("This table cannot be trained.")
        error.code = "untrainable_table"
        raise error

    services.training_job._runner.run("runs", run_id, (), fails)
    assert sample(figures(client), "failures_total", kind="runs", reason="untrainable_table") == 1


def test_requests_are_counted_by_route_never_by_id(client: Any) -> None:
    for each in ("one", "two", "three"):
        client.get(f"/api/sessions/{each}")
    client.open("/api/datasets", method="PROPFIND")
    found = figures(client)
    labels = {"method": "GET", "route": "/api/sessions/<session_id>"}
    assert sample(found, "http_requests_total", **labels, status="404") == 3
    assert sample(found, "http_request_duration_seconds_count", **labels) == 3
    routes = {value for _, pairs in found for name, value in pairs if name == "route"}
    assert not routes & {"/api/sessions/one", "/api/sessions/two"}
    assert (
        sample(found, "http_requests_total", method="OTHER", route="unmatched", status="405")
        + sample(found, "http_requests_total", method="OTHER", route="/api/datasets", status="405")
        == 1
    )


def test_caches_are_counted(client: Any, trained_session: str) -> None:
    for _ in range(3):
        assert client.get(f"/predict?session_id={trained_session}").status_code == 200
        rows = {"session_id": trained_session, "rows": [{"koi_period": 10.0, "koi_depth": 100.0}]}
        client.post("/predict", json=rows)
    found = figures(client)
    assert sample(found, "cache_lookups_total", cache="models", outcome="hit") > 0
    assert sample(found, "cache_lookups_total", cache="tables", outcome="miss") == 1


def test_a_part_that_is_away_is_told_as_such(client: Any, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sample(figures(client), "part_up", part="redis") == 1
    monkeypatch.setattr(services.redis.connection_pool, "connection_kwargs", {"host": "127.0.0.1", "port": 1})
    services.redis.connection_pool.reset()
    look_again(services)
    found = figures(client)
    assert ("playground_part_up", (("part", "redis"),)) in found
    assert sample(found, "part_up", part="redis") == 0
    assert sample(found, "part_up", part="database") == 1
    assert ("playground_queue_depth", ()) not in found


def test_many_scrapes_cost_as_much_as_one(client: Any, services: Services) -> None:
    from sqlalchemy import event

    seen: list[str] = []
    figures(client)
    event.listen(services.transactions.engine, "before_cursor_execute", lambda *facts: seen.append(facts[2]))
    for _ in range(5):
        figures(client)
    assert not seen


def test_only_the_local_network_is_told(client: Any) -> None:
    far = {"REMOTE_ADDR": "9.9.9.9"}
    assert client.get("/metrics", environ_overrides=far).status_code == 403
    for address in ("127.0.0.1", "10.1.2.3", "192.168.0.7", "::1"):
        assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": address}).status_code == 200
    through_a_proxy = client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert through_a_proxy.status_code == 403
    assert through_a_proxy.json["code"] == "metrics_closed"


def test_with_a_token_only_who_has_it(app: Any, client: Any) -> None:
    app.extensions["settings"].metrics_token = SecretStr("a-token-for-prometheus")
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 403
    assert figures(client, Authorization="Bearer a-token-for-prometheus")


def test_workers_counts_add_up_and_survive_a_lost_redis(services: Services) -> None:
    counters = Counters(services.redis)
    for seconds in (0.2, 3.0, 99_999.0):
        from backend.adapters.counters import observed

        counters.add(observed("job_seconds", {"kind": "runs"}, seconds))
    found = {(name, labels.get("le")): value for name, labels, value in counters.read()}
    assert found["job_seconds_count", None] == 3
    assert found["job_seconds_bucket", INFINITE] == 1
    services.redis.flushdb()
    assert counters.read() == []
