"""Quotas: refused before anything is begun, with what is used, what is allowed, and what helps."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services
from tests.operations.conftest import send_upload


@pytest.fixture
def allow(app: Any) -> Callable[..., None]:
    """Set quotas."""

    def change(**quotas: float) -> None:
        for name, most in quotas.items():
            setattr(app.extensions["settings"], name, most)

    return change


def refused(answer: Any, setting: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json["code"]) == (413, "quota_exceeded")
    assert answer.json["details"]["setting"] == setting
    assert setting in answer.json["error"]
    assert "Delete" in answer.json["error"]
    details: dict[str, Any] = answer.json["details"]
    return details


def test_a_session_has_so_many_runs(
    client: Any, services: Services, new_session: Callable[..., str], allow: Callable[..., None]
) -> None:
    allow(max_session_runs=1)
    session_id = new_session()
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    client.post("/training", json={"session_id": session_id, "action": "cancel"})
    details = refused(client.post("/training", json={"session_id": session_id}), "MAX_SESSION_RUNS")
    assert (details["used"], details["allowed"]) == (1, 1)
    with services.transactions.read() as uow:
        assert [run.id for run in uow.runs.of_session(session_id)] == [run_id]
    assert client.post("/training", json={"session_id": new_session()}).status_code == 202, "another session may"


def test_a_session_has_so_many_batches_and_bytes(
    client: Any, services: Services, trained_session: str, allow: Callable[..., None]
) -> None:
    template = client.get(f"/predict/template?session_id={trained_session}").data

    def predict() -> Any:
        sent = {"session_id": trained_session, "file": (io.BytesIO(template), "rows.csv")}
        return client.post("/predict", data=sent)

    assert predict().status_code == 202
    allow(max_session_batches=1)
    refused(predict(), "MAX_SESSION_BATCHES")
    allow(max_session_batches=0, max_session_mb=0.001)
    details = refused(predict(), "MAX_SESSION_MB")
    assert details["used"] > details["allowed"] == 1000
    refused(client.post("/training", json={"session_id": trained_session}), "MAX_SESSION_MB")
    allow(max_session_mb=0)
    assert predict().status_code == 202


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_all_together_keep_so_much(client: Any, services: Services, allow: Callable[..., None]) -> None:
    assert send_upload(client).status_code == 201
    services.janitor.execute()
    allow(max_storage_gb=1e-6)
    details = refused(send_upload(client), "MAX_STORAGE_GB")
    assert details["used"] > details["allowed"]
    allow(max_storage_gb=1)
    assert send_upload(client).status_code == 201
