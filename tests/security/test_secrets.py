"""Secrets: refused where weak, and shown nowhere: not in settings, errors, health, answers or logs."""

from __future__ import annotations

import logging
import re
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from backend.config import Settings
from backend.stack import serve
from backend.stack.refusals import Refusal
from tests.security.conftest import ADMIN_TOKEN, Start

PASSWORD = "Hq7-pWx2Zr9Lm4"
HOLDERS: dict[str, Any] = {
    "secret_key": f"sk-{PASSWORD}-sk-sk",
    "admin_token": f"at-{PASSWORD}-at-at",
    "database_url": f"postgresql://user:{PASSWORD}@db.example/name",
    "redis_url": f"redis://:{PASSWORD}@redis.example/0",
    "mlflow_tracking_uri": f"https://user:{PASSWORD}@mlflow.example",
    "archive_mirror": f"https://user:{PASSWORD}@mirror.example/tables",
}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("secret_key", "change-me-please-now-or-later"),
        ("secret_key", "short"),
        ("secret_key", "default-secret-default"),
        ("admin_token", "hunter2"),
        ("admin_token", "your-admin-token-here"),
        ("api_keys", f"ci:write:exo_{'x' * 43}"),
        ("api_keys", "change-me"),
        ("database_url", "postgresql://platform:postgres@db/platform"),
        ("database_url", "postgresql://platform:change-me@db/platform"),
        ("redis_url", "redis://:password@redis:6379/0"),
    ],
)
def test_a_weak_secret_stops_the_start_and_is_not_repeated(setting: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, flask_env="production", **{setting: value})
    assert setting.upper() in str(refused.value)
    secret = re.sub(r"^.*:(\w[^@]*)@.*$", r"\1", value)
    assert value not in str(refused.value)
    assert secret not in str(refused.value).replace("placeholder", "").replace("password that", "")


def test_strong_ones_and_none_at_all_are_taken() -> None:
    Settings(_env_file=None, flask_env="production", **HOLDERS)
    Settings(_env_file=None, flask_env="production")
    Settings(_env_file=None, flask_env="production", database_url="postgresql:///local?host=/run/postgresql")


@pytest.mark.parametrize("name", ["SECRET_KEY", "ADMIN_TOKEN", "API_KEYS", "DATABASE_URL", "REDIS_URL"])
def test_the_stack_refuses_in_one_line_that_does_not_show_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value = "postgresql://u:change-it@h/n" if name.endswith("_URL") else "change-it"
    monkeypatch.setenv(name, value)
    with pytest.raises(Refusal) as refused:
        serve.read_settings()
    assert name in str(refused.value) and "change-it" not in str(refused.value)


def test_settings_can_be_printed(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(_env_file=None, **HOLDERS)
    for shown in (repr(settings), str(settings), f"{settings!r}"):
        assert PASSWORD not in shown


def test_a_database_that_is_away_does_not_tell_its_password(start: Start) -> None:
    away = start(redis_url=f"redis://:{PASSWORD}@127.0.0.1:1/0")
    answer = away.client.get("/api/health")
    assert answer.status_code == 503 and PASSWORD not in answer.text
    assert PASSWORD not in away.client.get("/api/health/ready").text


def test_answers_and_logs_tell_no_secret_and_no_session(house: SimpleNamespace, share, caplog) -> None:
    """A day's requests, right and wrong, with every logger at its most talkative."""
    caplog.set_level(logging.DEBUG)
    bearer = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    made = house.client.post("/api/admin/keys", json={"name": "n"}, headers=bearer).json["data"]
    given = (house.session, share["token"])
    for session_id in given:
        for place in ("select", "training", "result", "predict"):
            house.client.get(f"/{place}?session_id={session_id}")
        house.client.get(f"/api/sessions/{session_id}")
        house.client.get("/api/sessions", headers={"X-Session-Ids": session_id})
        house.client.get(f"/app/sessions/{session_id}/result", buffered=True)
        house.client.post("/training", json={"session_id": session_id, "action": "what?"})
        house.client.post(f"/api/sessions/{session_id}/shares", data="{", content_type="application/json")
    answers = [
        house.client.get("/api/health").text,
        house.client.get("/api/admin/overview", headers=bearer).text,
        house.client.get("/api/admin/keys", headers=bearer).text,
    ]
    written = [caplog.text, *answers]
    secrets = (*given, ADMIN_TOKEN, made["key"], house.settings.secret)
    assert [secret[:6] for secret in secrets if any(secret in text for text in written)] == []


def test_an_unexpected_error_is_logged_by_its_route(house: SimpleNamespace, monkeypatch, caplog) -> None:
    def stumble(*_: Any) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(house.services.sessions, "show", stumble)
    answer = house.client.get(f"/api/sessions/{house.session}")
    assert answer.status_code == 500 and "luck" not in answer.text
    assert "/api/sessions/<string:session_id>" in caplog.text or "/api/sessions/<session_id>" in caplog.text
    assert house.session not in caplog.text


def test_a_database_error_does_not_tell_what_was_asked_of_it(house: SimpleNamespace) -> None:
    """SQLAlchemy shows the parameters of a failed statement, among them the session's id, unless told not to."""
    assert house.services.transactions.engine.hide_parameters


def test_ids_have_128_random_bits_and_no_two_are_alike(house: SimpleNamespace) -> None:
    made = {house.client.get("/select").json["data"]["session_id"] for _ in range(50)}
    assert len(made) == 50 and {len(one) for one in made} == {22}


def test_nobody_lists_what_belongs_to_others(house: SimpleNamespace) -> None:
    listed = house.client.get("/api/sessions").json["data"]
    assert (listed["sessions"], listed["total"]) == ([], 0)
    for place in ("/api/registry", "/api/health", "/api/datasets", "/api/datasets/kepler"):
        assert house.session not in house.client.get(place).text
    guessed = house.client.get("/api/sessions", headers={"X-Session-Ids": f"{house.session[:21]}%,*,_"})
    assert guessed.json["data"]["total"] == 0
