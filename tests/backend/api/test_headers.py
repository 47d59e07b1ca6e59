"""Security headers stand on every answer."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("address", ["/", "/app/", "/nowhere", "/api/docs", "/api/openapi.json", "/api/datasets"])
def test_every_answer_carries_the_security_headers(client: Any, address: str) -> None:
    headers = client.get(address, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in policy.get("script-src", policy["default-src"])
