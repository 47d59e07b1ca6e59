"""Who may scrape ``/metrics``: METRICS_TOKEN decides, else the network; API keys neither open it nor are needed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.security.conftest import ADMIN_TOKEN, Start

METRICS_TOKEN = "Zk4-t8Wq2Bn6Yc1Hs9Vd"
FAR = "9.9.9.9"
NEAR = ("127.0.0.1", "::1", "10.1.2.3", "172.16.0.9", "192.168.0.7")
WAYS = {"a proxy": "X-Forwarded-For", "a proxy by the standard": "Forwarded", "nginx": "X-Real-IP"}


@pytest.fixture(scope="module", params=["off", "on"])
def silent(request: pytest.FixtureRequest, start: Start) -> SimpleNamespace:
    """A platform without METRICS_TOKEN, with API keys and without."""
    return with_keys(start(admin_token=ADMIN_TOKEN, api_keys=request.param))


@pytest.fixture(scope="module", params=["off", "on"])
def telling(request: pytest.FixtureRequest, start: Start) -> SimpleNamespace:
    """The same with METRICS_TOKEN."""
    return with_keys(start(admin_token=ADMIN_TOKEN, api_keys=request.param, metrics_token=METRICS_TOKEN))


def with_keys(made: SimpleNamespace) -> SimpleNamespace:
    made.keys = [made.services.keys.create(scope, scope)["key"] for scope in ("read", "admin")]
    return made


def scraped(house: SimpleNamespace, address: str, token: str | None = None, **headers: str) -> int:
    sent = {**headers, **({} if token is None else {"Authorization": f"Bearer {token}"})}
    answer = house.client.get("/metrics", headers=sent, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == 200 or answer.json["code"] == "metrics_closed"
    return int(answer.status_code)


def test_without_a_token_the_local_network_is_told_and_needs_no_key(silent: SimpleNamespace) -> None:
    assert {address: scraped(silent, address) for address in NEAR} == dict.fromkeys(NEAR, 200)


def test_without_a_token_nobody_else_is_told_whatever_key_it_holds(silent: SimpleNamespace) -> None:
    for token in (None, *silent.keys, ADMIN_TOKEN):
        assert scraped(silent, FAR, token) == 403


@pytest.mark.parametrize("header", WAYS.values(), ids=WAYS)
def test_without_a_token_nobody_is_told_through_a_proxy(header: str, silent: SimpleNamespace) -> None:
    assert scraped(silent, "127.0.0.1", **{header: "127.0.0.1"}) == 403


def test_a_trusted_proxy_does_not_open_it_either(start: Start) -> None:
    behind = start(trusted_proxies=1)
    assert scraped(behind, "10.0.0.2", **{"X-Forwarded-For": "192.168.0.7"}) == 403


def test_with_a_token_whoever_has_it_is_told_from_anywhere(telling: SimpleNamespace) -> None:
    for address in (FAR, *NEAR):
        assert scraped(telling, address, METRICS_TOKEN) == 200
    assert scraped(telling, FAR, METRICS_TOKEN, **{"X-Forwarded-For": FAR}) == 200


def test_with_a_token_nothing_else_opens_it(telling: SimpleNamespace) -> None:
    for token in (None, *telling.keys, ADMIN_TOKEN, f"{METRICS_TOKEN}x"):
        assert scraped(telling, "127.0.0.1", token) == 403


def test_the_token_opens_nothing_else(start: Start) -> None:
    closed = start(admin_token=ADMIN_TOKEN, api_keys="on", metrics_token=METRICS_TOKEN)
    for address in ("/api/datasets", "/api/admin/overview"):
        assert closed.client.get(address, headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).status_code == 401
