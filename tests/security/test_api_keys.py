"""API keys and the admin token: who may call, what, and how it is told where not."""

from __future__ import annotations

import hashlib
import secrets
from types import SimpleNamespace
from typing import Any

import pytest

from backend.access_records import ApiKeyRecord
from backend.api.admission import COOKIE
from backend.services.keys import KeyService
from tests.security.conftest import ADMIN, ADMIN_TOKEN, Start

LISTED = f"exo_{secrets.token_urlsafe(32)}"


@pytest.fixture(scope="module")
def closed(start: Start) -> SimpleNamespace:
    """A platform that answers holders of keys only, with one key of each scope."""
    listed = f"robot:read:{hashlib.sha256(LISTED.encode()).hexdigest()}"
    made = start(admin_token=ADMIN_TOKEN, api_keys=f"on, {listed}")
    made.keys = {scope: made.services.keys.create(scope, scope) for scope in ("read", "write", "admin")}
    made.session = made.client.get("/select", headers=bearer(made, "write")).json["data"]["session_id"]
    return made


def bearer(closed: SimpleNamespace, scope: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {closed.keys[scope]['key']}"}


@pytest.mark.parametrize("address", ["/select", "/api/datasets", "/api/models", "/api/sessions", "/api/registry"])
def test_without_a_key_every_call_is_refused_with_the_way_to_one(address: str, closed: SimpleNamespace) -> None:
    answer = closed.client.get(address)
    assert (answer.status_code, answer.json["code"]) == (401, "api_key_needed")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "Authorization: Bearer" in answer.json["error"] and "keys add" in answer.json["error"]


@pytest.mark.parametrize("address", ["/api/health/live", "/api/health", "/app/", "/api/docs", "/api/openapi.json", "/"])
def test_health_and_the_pages_that_ask_for_the_key_are_open(address: str, closed: SimpleNamespace) -> None:
    assert closed.client.get(address, buffered=True).status_code != 401


@pytest.mark.parametrize("given", ["Bearer exo_unknown", f"Bearer {ADMIN_TOKEN}x", "Bearer \xff\xfe", "bearer é"])
def test_an_unknown_key_is_refused(given: str, closed: SimpleNamespace) -> None:
    answer = closed.client.get("/api/datasets", headers={"Authorization": given})
    assert (answer.status_code, answer.json["code"]) == (401, "api_key_refused")
    assert given[7:] not in answer.text


MAY = [
    ("read", "GET", "/api/datasets", True),
    ("read", "GET", "/select?session_id={session}", True),
    ("read", "GET", "/select", False),
    ("read", "POST", "/training", False),
    ("read", "DELETE", "/api/sessions/{session}", False),
    ("write", "GET", "/api/datasets", True),
    ("write", "PATCH", "/api/sessions/{session}", True),
    ("write", "POST", "/api/registry", False),
    ("write", "GET", "/api/admin/keys", False),
    ("admin", "PATCH", "/api/sessions/{session}", True),
    ("admin", "GET", "/api/admin/keys", True),
]


@pytest.mark.parametrize(("scope", "method", "address", "may"), MAY)
def test_a_key_reaches_as_far_as_its_scope(scope: str, method: str, address: str, may: bool, closed) -> None:
    place = address.format(session=closed.session)
    body = {"POST": {"name": "m", "run_id": "r"}, "PATCH": {"name": "n"}}.get(method)
    answer = closed.client.open(place, method=method, json=body, headers=bearer(closed, scope))
    if may:
        assert answer.status_code == 200, answer.text
    else:
        assert (answer.status_code, answer.json["code"]) == (403, "scope_too_small")
        assert answer.json["details"]["held"] == scope


def test_a_reader_may_ask_what_keeps_nothing(closed: SimpleNamespace) -> None:
    answer = closed.client.post("/api/habitability", json={"rows": [{}]}, headers=bearer(closed, "read"))
    assert answer.status_code not in {401, 403}


def test_a_revoked_key_is_refused_at_once_and_elsewhere_within_seconds(closed: SimpleNamespace, start: Start) -> None:
    elsewhere = KeyService(closed.services.transactions)
    made = closed.client.post("/api/admin/keys", json={"name": "leaver"}, headers=ADMIN).json["data"]
    header = {"Authorization": f"Bearer {made['key']}"}
    assert elsewhere.holder(made["key"]) is not None
    assert closed.client.get("/api/models", headers=header).status_code == 200
    gone = closed.client.delete(f"/api/admin/keys/{made['key_id']}", headers=ADMIN)
    assert gone.json["data"]["revoked_at"]
    assert closed.client.get("/api/models", headers=header).json["code"] == "api_key_refused"
    # What another process remembers of a key is two seconds old at most.
    elsewhere._remembered = {known: (at - 2.0, holder) for known, (at, holder) in elsewhere._remembered.items()}
    assert elsewhere.holder(made["key"]) is None


def test_keys_are_listed_with_scope_and_last_use_and_without_themselves(closed: SimpleNamespace) -> None:
    closed.client.get("/api/models", headers=bearer(closed, "read"))
    listed = closed.client.get("/api/admin/keys", headers=ADMIN)
    known = {key["name"]: key for key in listed.json["data"]["keys"]}
    assert known["read"]["last_used_at"] is not None
    assert (known["robot"]["source"], known["robot"]["scope"]) == ("setting", "read")
    assert not any(key["key"] in listed.text for key in closed.keys.values()) and LISTED not in listed.text
    assert listed.headers["Cache-Control"] == "no-store"


def test_a_key_of_the_settings_works_and_cannot_be_revoked_here(closed: SimpleNamespace) -> None:
    header = {"Authorization": f"Bearer {LISTED}"}
    assert closed.client.get("/api/models", headers=header).status_code == 200
    answer = closed.client.delete("/api/admin/keys/setting:robot", headers=ADMIN)
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_key")


def test_only_the_sha256_of_256_random_bits_is_kept(closed: SimpleNamespace) -> None:
    made = closed.keys["write"]
    assert made["key"].startswith("exo_") and len(made["key"]) == 4 + 43
    with closed.services.transactions.engine.connect() as connection:
        rows = connection.execute(ApiKeyRecord.__table__.select()).mappings().all()
    kept = next(row for row in rows if row["id"] == made["key_id"])
    assert kept["key_sha256"] == hashlib.sha256(made["key"].encode()).hexdigest()
    assert made["key"] not in str(dict(kept))


def test_a_browsers_cookie_opens_reads_alone(closed: SimpleNamespace) -> None:
    """Downloads are links and carry no header; a write by cookie could be another site's."""
    browser = closed.app.test_client()
    browser.set_cookie(COOKIE, closed.keys["write"]["key"])
    assert browser.get(f"/select?session_id={closed.session}").status_code == 200
    answer = browser.patch(f"/api/sessions/{closed.session}", json={"name": "forged"})
    assert (answer.status_code, answer.json["code"]) == (401, "api_key_needed")


def test_a_share_link_needs_a_key_as_well_where_keys_are_on(closed: SimpleNamespace) -> None:
    place = f"/api/sessions/{closed.session}/shares"
    token = closed.client.post(place, json={}, headers=bearer(closed, "write")).json["data"]["token"]
    assert closed.client.get(f"/select?session_id={token}").status_code == 401
    assert closed.client.get(f"/select?session_id={token}", headers=bearer(closed, "read")).status_code == 200


def test_comparisons_take_constant_time(monkeypatch: pytest.MonkeyPatch, closed: SimpleNamespace) -> None:
    """Both secrets pass through ``hmac.compare_digest``; the comparison itself stays the real one."""
    import hmac

    real, compared = hmac.compare_digest, []

    def note(one: Any, other: Any) -> bool:
        compared.append(type(one))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", note)
    closed.services.keys._remembered.clear()
    assert closed.client.get("/api/models", headers=bearer(closed, "read")).status_code == 200
    assert compared == [bytes, str, str], "the admin token, the key of the settings, the key of the database"


ADMIN_CALLS = [("GET", "/api/admin/keys"), ("POST", "/api/admin/keys"), ("DELETE", "/api/admin/keys/k")]


@pytest.mark.parametrize(("method", "address"), ADMIN_CALLS)
def test_admin_calls_are_closed_where_nobody_is_admin(method: str, address: str, start: Start, house) -> None:
    body = {"name": "n"} if method == "POST" else None
    unset = start(beside=house, admin_token=None)
    answer = unset.client.open(address, method=method, json=body, headers=ADMIN)
    assert (answer.status_code, answer.json["code"]) == (403, "admin_closed")
    assert "ADMIN_TOKEN" in answer.json["error"]
    without = house.client.open(address, method=method, json=body)
    assert (without.status_code, without.json["code"]) == (401, "not_admin")


def test_the_command_adds_lists_and_revokes(closed, monkeypatch, capsys) -> None:
    from backend.stack import keys

    monkeypatch.setattr(keys, "read_settings", lambda: closed.settings)
    assert keys.main(["add", "courier", "--scope", "read"]) == 0
    key = next(word for word in capsys.readouterr().out.split() if word.startswith("exo_"))
    answer = closed.client.get("/api/models", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert keys.main(["list"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if "courier" in line)
    assert "read" in line and key not in line
    assert keys.main(["revoke", line.split()[0]]) == 0
    closed.services.keys._remembered.clear()
    answer = closed.client.get("/api/models", headers={"Authorization": f"Bearer {key}"})
    assert answer.json["code"] == "api_key_refused"
