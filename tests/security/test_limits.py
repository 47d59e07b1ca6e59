"""How often a client may ask: counted in Redis by key or address, told with Retry-After, open where Redis is away."""

from __future__ import annotations

import io
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from backend.api.limits import network
from tests.security.conftest import Start

WRITES = 5


@pytest.fixture
def limited(start: Start, house: SimpleNamespace) -> SimpleNamespace:
    """A process with few writes, on the trained session's platform; no window is begun."""
    house.services.redis.flushdb()
    return start(
        beside=house,
        rate_limit_writes_per_minute=WRITES,
        rate_limit_uploads_per_minute=2,
        rate_limit_reads_per_minute=40,
        trusted_proxies=1,
        api_keys="on",
    )


def write(house: SimpleNamespace, **options: Any) -> Any:
    return house.app.test_client().patch("/api/sessions/nobody", json={"name": "n"}, **options)


def keyed(house: SimpleNamespace, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {house.services.keys.create(name, 'write')['key']}"}


def codes(house: SimpleNamespace, count: int, **options: Any) -> list[int]:
    return [write(house, **options).status_code for _ in range(count)]


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute ends while a test counts."""
    import time

    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real - real % 60 + 20)


def test_one_write_too_many_is_told_with_the_moment_to_try_again(limited, steady) -> None:
    header = keyed(limited, "busy")
    assert codes(limited, WRITES, headers=header) == [404] * WRITES
    refused = write(limited, headers=header)
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json["details"] == {
        "kind": "writes",
        "per_minute": WRITES,
        "retry_after_s": int(refused.headers["Retry-After"]),
    }
    assert f"More than {WRITES} writes" in refused.json["error"]


def test_a_key_counts_for_itself_and_reads_go_on(limited) -> None:
    busy, calm = keyed(limited, "one"), keyed(limited, "other")
    assert codes(limited, 2 * WRITES, headers=busy)[-1] == 429
    assert codes(limited, 1, headers=calm) == [404]
    assert limited.client.get("/api/models", headers=busy).status_code == 200
    assert limited.client.get("/api/health/live").status_code == 200


def test_two_processes_count_together(limited, start: Start) -> None:
    header = keyed(limited, "everywhere")
    other = start(beside=limited)
    answers = codes(limited, WRITES, headers=header) + codes(other, WRITES, headers=header)
    assert answers[-1] == 429 and answers.count(404) <= 2 * WRITES - 1


def test_files_have_a_limit_of_their_own(limited) -> None:
    header = keyed(limited, "sender")
    sent = [
        limited.client.post("/api/upload", data={"file": (io.BytesIO(b"a,b\n1,2\n"), "t.csv")}, headers=header)
        for _ in range(4)
    ]
    assert [answer.status_code for answer in sent][:2] == [201, 201]
    assert sent[-1].json["details"]["kind"] == "uploads"


def test_a_flood_of_reads_ends_in_429_as_well(limited) -> None:
    header = keyed(limited, "reader")
    answers = [limited.client.get("/api/models", headers=header) for _ in range(90)]
    assert answers[0].status_code == 200
    assert answers[-1].json["details"]["kind"] == "reads"


@pytest.fixture
def proxied(start: Start, house: SimpleNamespace) -> SimpleNamespace:
    house.services.redis.flushdb()
    return start(beside=house, rate_limit_writes_per_minute=WRITES, trusted_proxies=1)


def test_behind_a_proxy_the_address_that_it_saw_counts_and_a_forged_one_does_not(proxied) -> None:
    """The proxy appends what it saw; what stands before that, the client wrote itself."""
    forged = [
        write(proxied, headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.7"}).status_code
        for number in range(2 * WRITES)
    ]
    assert forged[0] == 404 and forged[-1] == 429
    assert codes(proxied, 1, headers={"X-Forwarded-For": "203.0.113.8"}) == [404]


def test_without_a_trusted_proxy_the_header_counts_for_nothing(start: Start, house: SimpleNamespace) -> None:
    house.services.redis.flushdb()
    plain = start(beside=house, rate_limit_writes_per_minute=WRITES)
    answers = [write(plain, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(2 * WRITES)]
    assert answers[-1] == 429


def test_a_house_with_many_addresses_is_one_client() -> None:
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::9") != network("2001:db8:1:3::1")
    assert network("192.0.2.7") == "192.0.2.7"
    assert network(None) == network("no address") == "unknown"


def test_where_redis_is_away_requests_go_on_and_it_is_told_once(start: Start, house, caplog) -> None:
    caplog.set_level(logging.WARNING)
    away = start(beside=house, rate_limit_writes_per_minute=100, redis_url="redis://127.0.0.1:1/0")
    assert codes(away, 5) == [404] * 5
    told = [record for record in caplog.records if record.name == "flask-limiter"]
    assert [record.getMessage() for record in told] == [
        "Rate limit storage unreachable - falling back to in-memory storage"
    ]


def test_tests_are_not_limited_unless_they_ask_for_it(house: SimpleNamespace) -> None:
    assert [house.settings.limit(kind) for kind in ("writes", "reads", "uploads")] == [0, 0, 0]
    assert house.settings.model_copy(update={"flask_env": "production"}).limit("writes") == 120
    assert "limiter" not in house.app.extensions
