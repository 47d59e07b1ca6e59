"""The header Idempotency-Key: a write that is sent twice is carried out once."""

from __future__ import annotations

import io
from typing import Any

import pytest

from backend.api.idempotency import HEADER, LONGEST_KEY, REPLAYED

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)

KEY = {HEADER: "6f1c1c1e"}
TABLE = b"a,b\n1,x\n2,y\n"


@pytest.fixture
def session_id(client: Any) -> str:
    return client.get("/select").json["data"]["session_id"]


def choose(client: Any, session_id: str, dataset: str = "kepler", headers: dict[str, str] = KEY) -> Any:
    step = {"session_id": session_id, "config_type": "data_source", "data_source": "nasa", "dataset": dataset}
    return client.post("/select", json=step, headers=headers)


def send_table(client: Any, content: bytes = TABLE, name: str = "a.csv") -> Any:
    return client.post("/api/upload", data={"file": (io.BytesIO(content), name)}, headers=KEY)


def test_a_training_is_started_once(client: Any, session_id: str) -> None:
    choose(client, session_id, headers={})
    first, again = (client.post("/training", json={"session_id": session_id}, headers=KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json == first.json
    assert (first.headers.get(REPLAYED), again.headers.get(REPLAYED)) == (None, "true")
    assert client.post("/training", json={"session_id": session_id}).status_code == 409


def test_a_table_is_kept_once_whatever_the_boundary(client: Any) -> None:
    first, again = send_table(client), send_table(client)
    assert again.json == first.json
    assert again.headers[REPLAYED] == "true"


@pytest.mark.parametrize(("content", "name"), [(TABLE.replace(b"x", b"z"), "a.csv"), (TABLE, "b.csv")])
def test_another_table_under_the_same_key_is_refused(client: Any, content: bytes, name: str) -> None:
    send_table(client)
    answer = send_table(client, content, name)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_conflict")


def test_another_request_under_the_same_key_is_refused(client: Any, session_id: str) -> None:
    choose(client, session_id)
    other_body = choose(client, session_id, dataset="krypton")
    other_method = client.delete(f"/api/sessions/{session_id}", headers=KEY)
    assert [answer.json["code"] for answer in (other_body, other_method)] == ["idempotency_conflict"] * 2
    assert client.get(f"/select?session_id={session_id}").status_code == 200


def test_a_refusal_is_remembered_too(client: Any, session_id: str) -> None:
    first, again = choose(client, session_id, "krypton"), choose(client, session_id, "krypton")
    assert first.status_code == again.status_code == 404
    assert again.json == first.json
    assert again.headers[REPLAYED] == "true"


def test_a_failure_of_ours_is_not_remembered(
    client: Any, session_id: str, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(type(services.sessions), "configure", lambda *_, **__: 1 / 0)
        assert choose(client, session_id).status_code == 500
    answer = choose(client, session_id)
    assert answer.status_code == 200
    assert REPLAYED not in answer.headers


def test_a_malformed_body_takes_no_key(client: Any, session_id: str) -> None:
    broken = client.post("/select", data=b"{", content_type="application/json", headers=KEY)
    assert broken.status_code == 400
    assert choose(client, session_id).status_code == 200


@pytest.mark.parametrize("key", ["", "   ", "k" * (LONGEST_KEY + 1)])
def test_a_key_of_no_use_is_malformed(client: Any, session_id: str, key: str) -> None:
    answer = choose(client, session_id, headers={HEADER: key})
    assert (answer.status_code, answer.json["code"]) == (400, "malformed_request")


def test_reads_pay_no_attention_to_keys(client: Any) -> None:
    first, second = (client.get("/select", headers=KEY).json["data"]["session_id"] for _ in range(2))
    assert first != second
