"""Studies over HTTP: the price of a leak, measured by real cross-validation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.assembly import Services
from backend.config import Settings

LEAKS = ["koi_score", "koi_fpflag_nt"]


def start(client: Any, session_id: str, **chosen: Any) -> Any:
    return client.post("/api/studies", json={"session_id": session_id, "study": "leak_price", **chosen})


@pytest.fixture
def session_id(new_session: Callable[..., str]) -> str:
    return new_session()


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_leaks_have_a_price_with_an_interval_on_the_same_folds(
    client: Any, services: Services, session_id: str, settings: Settings
) -> None:
    started = start(client, session_id, columns=LEAKS)
    assert started.status_code == 202, started.json
    study = started.json["data"]
    assert started.headers["Location"] == f"/api/studies/{study['study_id']}"
    assert (study["state"], study["result"]) == ("queued", None)
    services.study_job.execute(study["study_id"])
    done = client.get(f"/api/studies/{study['study_id']}").json["data"]
    assert (done["state"], done["percent"], done["error"]) == ("done", 100.0, None)
    result = done["result"]
    assert result["leaks"] == LEAKS
    without, with_leaks = (result[arm]["accuracy"] for arm in ("without_leaks", "with_leaks"))
    assert without["low"] < without["value"] < without["high"] < with_leaks["low"] < with_leaks["value"]
    assert result["difference"]["accuracy"]["low"] > 0
    assert result["text"].startswith("With ")
    assert not list(Path(settings.model_root).rglob("*.npy")), "folds of a finished study are left behind"


def test_the_same_question_is_answered_by_the_study_that_has_it(
    client: Any, services: Services, session_id: str
) -> None:
    first = start(client, session_id, columns=LEAKS).json["data"]
    assert start(client, session_id, columns=LEAKS).json["data"]["study_id"] == first["study_id"]
    services.study_job.execute(first["study_id"])
    again = start(client, session_id, columns=LEAKS).json["data"]
    assert (again["study_id"], again["state"]) == (first["study_id"], "done")
    assert start(client, session_id, columns=LEAKS[:1]).json["data"]["study_id"] != first["study_id"]


def test_what_the_session_allows_is_priced_where_nothing_is_named(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    features = {"features": ["koi_period", "koi_depth", "koi_score"], "allow_leaks": ["koi_score"]}
    session_id = new_session({"config_type": "features", **features})
    study_id = start(client, session_id).json["data"]["study_id"]
    services.study_job.execute(study_id)
    assert client.get(f"/api/studies/{study_id}").json["data"]["result"]["leaks"] == ["koi_score"]


@pytest.mark.parametrize(
    ("columns", "told"),
    [(["koi_period"], "has no price"), (["koi_nothing"], "no column 'koi_nothing'")],
)
def test_a_column_without_a_price_is_refused(client: Any, session_id: str, columns: list[str], told: str) -> None:
    answer = start(client, session_id, columns=columns)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    assert told in answer.json["error"]
    assert answer.json["details"]["fields"][0]["field"] == "columns"


def test_a_study_needs_data(client: Any) -> None:
    session_id = client.get("/select").json["data"]["session_id"]
    answer = start(client, session_id)
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_state")
    assert answer.json["details"]["missing"] == "data_source"


def test_a_study_that_waits_can_be_cancelled(client: Any, services: Services, session_id: str) -> None:
    study_id = start(client, session_id, columns=LEAKS).json["data"]["study_id"]
    assert client.post(f"/api/studies/{study_id}/cancel").json["data"]["state"] == "cancelled"
    services.study_job.execute(study_id)
    assert client.get(f"/api/studies/{study_id}").json["data"]["state"] == "cancelled"
    assert start(client, session_id, columns=LEAKS).json["data"]["study_id"] != study_id


def test_a_study_goes_with_its_session(client: Any, session_id: str) -> None:
    study_id = start(client, session_id, columns=LEAKS).json["data"]["study_id"]
    assert client.delete(f"/api/sessions/{session_id}").status_code in {200, 204}
    answer = client.get(f"/api/studies/{study_id}")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_study")
