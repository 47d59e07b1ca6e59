"""What every answer says to browsers: policies, and which other origins may call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.security.conftest import Start

PLACES = ["/", "/app/", "/app/sessions/none/result", "/api/docs", "/api/models", "/nowhere", "/api/sessions/none"]
ALLOWED = "https://lab.example.org"


@pytest.mark.parametrize("address", PLACES)
def test_every_answer_tells_browsers_what_it_may_do(address: str, client: Any) -> None:
    headers = client.get(address, headers={"Accept": "text/html"}, buffered=True).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert {policy[name] for name in ("default-src", "connect-src", "base-uri", "form-action")} == {"'self'"}
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy.get("script-src", policy["default-src"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"] and "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", PLACES)
def test_no_page_tells_its_address_to_another(address: str, client: Any) -> None:
    """An address holds the session's id; ``no-referrer`` keeps it from every link and picture."""
    assert client.get(address, buffered=True).headers["Referrer-Policy"] == "no-referrer"


def test_https_is_told_to_stay_https_and_http_is_not(start: Start, house: SimpleNamespace) -> None:
    behind = start(beside=house, trusted_proxies=1)
    secure = behind.client.get("/api/health/live", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in behind.client.get("/api/health/live").headers
    forged = house.client.get("/api/health/live", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in forged.headers


@pytest.fixture(scope="module")
def called(start: Start, house: SimpleNamespace) -> Any:
    return start(beside=house, cors_origins=(ALLOWED,), api_keys="on").client


def test_a_named_origin_may_call_and_another_may_not(called: Any) -> None:
    known = called.get("/api/health/live", headers={"Origin": ALLOWED})
    assert known.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert "Access-Control-Allow-Credentials" not in known.headers
    for origin in ("https://evil.example.org", f"{ALLOWED}.evil.com", "null", "http://lab.example.org"):
        answer = called.get("/api/health/live", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers, origin


def test_a_browser_may_ask_ahead_without_a_key(called: Any) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    answer = called.options("/training", headers={"Origin": ALLOWED, **asked})
    assert answer.status_code == 200
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()


def test_by_default_no_other_origin_may_call(client: Any) -> None:
    answer = client.get("/api/health/live", headers={"Origin": ALLOWED})
    assert "Access-Control-Allow-Origin" not in answer.headers
