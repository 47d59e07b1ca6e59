"""The janitor: what has been kept long enough goes, what nothing needs goes, what a run needs stays; delete is gone."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from backend.assembly import Services
from backend.config import Settings
from backend.records import PredictionRecord, RunRecord, SessionRecord, UploadRecord, utc_now
from backend.registry_records import ReferenceRecord
from backend.services.tallies import CHORE
from backend.stack.janitor import main as janitor_command
from tests.operations.conftest import csv_rows, send_upload

LONG_AGO = timedelta(days=400)


def age_rows(services: Services) -> None:
    """Let every session, run, batch and upload be of long ago."""
    then = utc_now() - LONG_AGO
    with services.transactions.engine.begin() as connection:
        connection.execute(update(SessionRecord).values(created_at=then, state_times={"created": then.isoformat()}))
        connection.execute(update(UploadRecord).values(created_at=then))
        for record in (RunRecord, PredictionRecord):
            connection.execute(update(record).values(created_at=then, finished_at=then))


def age_files(settings: Settings) -> None:
    """Let every file be of long ago."""
    then = time.time() - LONG_AGO.total_seconds()
    for path in Path(settings.data_root).rglob("*"):
        if path.is_file() and "sqlite3" not in path.name:
            os.utime(path, (then, then))


def keep(services: Services, **rules: float) -> None:
    """Set how long things are kept."""
    settings = services.janitor._retention._settings
    for name, days in rules.items():
        setattr(settings, name, days)


def predict_a_file(client: Any, services: Services, session_id: str) -> str:
    """Have a batch of predictions done, as a worker would."""
    template = client.get(f"/predict/template?session_id={session_id}").data
    sent = {"session_id": session_id, "file": (io.BytesIO(template), "rows.csv")}
    prediction_id = client.post("/predict", data=sent).json["data"]["prediction_id"]
    services.prediction_job.execute(prediction_id)
    return str(prediction_id)


def use_upload(client: Any) -> tuple[str, str]:
    """Upload a table and choose it in a session."""
    upload_id = send_upload(client).json["data"]["upload_id"]
    session_id = client.get("/select").json["data"]["session_id"]
    chosen = {"config_type": "data_source", "data_source": "upload", "upload_id": upload_id}
    assert client.post("/select", json={"session_id": session_id, **chosen}).status_code == 200
    return session_id, upload_id


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_a_deleted_session_leaves_nothing(
    client: Any,
    services: Services,
    trained_session: str,
    stored: Callable[[], set[str]],
    progress_keys: Callable[[], set[str]],
    table_rows: Callable[[], dict[str, int]],
) -> None:
    keep(services, upload_retention_days=0)
    _, upload_id = use_upload(client)
    neighbour, rows_before, files_before = stored(), table_rows(), progress_keys()
    run_id = client.get(f"/result?session_id={trained_session}").json["data"]["run_id"]
    other = use_upload(client)[0]
    headers = {"Idempotency-Key": "once"}
    client.post("/select", json={"session_id": other, "config_type": "model", "model": "lightgbm"}, headers=headers)
    predict_a_file(client, services, trained_session)
    assert client.get(f"/api/runs/{run_id}/bundle.zip").status_code == 200
    version = client.post("/api/registry", json={"name": "kept", "run_id": run_id})
    assert version.status_code == 201, version.json
    for session_id in (other, trained_session):
        assert client.delete(f"/api/sessions/{session_id}").status_code == 200
    left = stored() - neighbour
    assert {name.split("/")[1] for name in left} <= {"registry"}, "registered models keep their own copies"
    assert not progress_keys() - files_before
    gone = {name: count - rows_before[name] for name, count in table_rows().items() if count != rows_before[name]}
    assert {name for name, change in gone.items() if change > 0} == {"registry_versions"}
    assert client.get(f"/api/runs/{run_id}/bundle.zip").status_code == 404
    assert upload_id in str(stored()), "the neighbour's upload stays"


def test_an_upload_that_an_earlier_run_used_goes_with_its_session(client: Any, stored: Callable[[], set[str]]) -> None:
    session_id, upload_id = use_upload(client)
    chosen = {"config_type": "features", "target": "kind", "features": ["a", "b"]}
    answer = client.post("/select", json={"session_id": session_id, **chosen})
    assert answer.status_code == 200, answer.json
    answer = client.post("/training", json={"session_id": session_id})
    assert answer.status_code == 202, answer.json
    client.post("/training", json={"session_id": session_id, "action": "cancel"})
    client.post(
        "/select",
        json={"session_id": session_id, "config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
    )
    assert upload_id in str(stored())
    client.delete(f"/api/sessions/{session_id}")
    assert upload_id not in str(stored())


def test_what_has_been_kept_long_enough_goes(
    client: Any, services: Services, trained_session: str, stored: Callable[[], set[str]]
) -> None:
    keep(services, retention_days=365, upload_retention_days=30)
    use_upload(client)
    unused = send_upload(client, csv_rows(40)).json["data"]["upload_id"]
    age_rows(services)
    young = client.get("/select").json["data"]["session_id"]
    planned = services.janitor.tidy(dry_run=True)
    assert (planned["sessions"], planned["uploads"]) == (2, 1)
    assert unused in str(stored()), "a dry run removes nothing"
    done = services.janitor.execute()
    assert done is not None
    assert (done["sessions"], done["uploads"]) == (2, 1)
    assert not stored()
    assert client.get(f"/api/sessions/{young}").status_code == 200
    assert client.get(f"/api/sessions/{trained_session}").status_code == 404


def test_answers_of_batches_go_and_their_session_stays(
    client: Any, services: Services, trained_session: str, stored: Callable[[], set[str]]
) -> None:
    keep(services, batch_retention_days=7)
    prediction_id = predict_a_file(client, services, trained_session)
    assert prediction_id in str(stored())
    age_rows(services)
    done = services.janitor.execute()
    assert done is not None
    assert done["batches"] == 1
    assert prediction_id not in str(stored())
    address = f"/predict?session_id={trained_session}&prediction_id={prediction_id}"
    assert client.get(address).status_code == 404
    assert client.get(f"/predict?session_id={trained_session}").status_code == 200


def test_for_ever_is_for_ever(client: Any, services: Services, stored: Callable[[], set[str]]) -> None:
    keep(services, retention_days=0, upload_retention_days=0, batch_retention_days=0)
    use_upload(client)
    send_upload(client)
    age_rows(services)
    before = stored()
    assert services.janitor.execute()["sessions"] == 0  # type: ignore[index]
    assert stored() == before


def test_a_session_at_work_or_of_the_platform_stays(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    keep(services, retention_days=1)
    at_work = new_session()
    client.post("/training", json={"session_id": at_work})
    own = client.get("/select").json["data"]["session_id"]
    with services.transactions.write() as uow:
        uow.registry.begin_reference(ReferenceRecord(name="kepler-reference", session_id=own))
    age_rows(services)
    assert services.janitor.execute()["sessions"] == 0  # type: ignore[index]
    assert {client.get(f"/api/sessions/{each}").status_code for each in (at_work, own)} == {200}


def test_orphans_go_and_what_a_run_needs_stays(
    client: Any, services: Services, settings: Settings, trained_session: str, stored: Callable[[], set[str]]
) -> None:
    prediction_id = predict_a_file(client, services, trained_session)
    run_id = client.get(f"/result?session_id={trained_session}").json["data"]["run_id"]
    waiting = client.get("/select").json["data"]["session_id"]
    chosen = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
    client.post("/select", json={"session_id": waiting, **chosen})
    active = client.post("/training", json={"session_id": waiting}).json["data"]["run_id"]
    needed = stored() | {f"models/runs/{active}/folds/0.npy"}
    lost = {
        f"models/runs/{run_id}/attempt-7/model.joblib",
        f"models/runs/{run_id}/folds/0.npy",
        "models/runs/never-recorded/attempt-1/model.joblib",
        "models/studies/never-recorded/folds/0.npy",
        "models/registry/nobody/no-run/model.onnx",
        f"predictions/{prediction_id}/parts/00000-9-00.parquet",
        "predictions/never-recorded/input",
        "uploads/never-recorded.parquet",
        "uploads/never-recorded.parquet.ab12cd34.part",
        "snapshots/kepler/never-recorded.parquet",
        "tmp/spooled",
        "tmp/refreshes/broken.part",
    }
    for name in (*lost, f"models/runs/{active}/folds/0.npy"):
        path = Path(settings.data_root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left behind")
    assert services.janitor.execute()["orphans"] == 0  # type: ignore[index]
    assert lost <= stored(), "young files are left alone: their row may be about to be written"
    age_files(settings)
    done = services.janitor.execute()
    assert done is not None
    assert (done["orphans"], done["temporary"]) == (10, 2)
    assert done["freed_bytes"] == 12 * len(b"left behind")
    assert stored() == needed


def test_it_comes_once_however_many_workers_ask(services: Services) -> None:
    asked = [services.janitor.call() for _ in range(5)]
    assert asked.count(True) == 1
    assert services.redis.llen("jobs") == 1
    with services.transactions.write() as uow:
        assert uow.chores.begin(CHORE, "another", utc_now())
    assert services.janitor.execute() is None, "another process is at it"
    with services.transactions.write() as uow:
        chore = uow.chores.find(CHORE)
        assert chore is not None
        chore.started_at = utc_now() - timedelta(hours=2)
    assert services.janitor.execute() is not None, "a process that died with it does not hold it for ever"


def test_what_it_did_is_noted_even_where_it_failed(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    services.janitor.execute()
    monkeypatch.setattr(services.janitor, "_inventory", iter_that_fails())
    with pytest.raises(PermissionError):
        services.janitor.execute()
    with services.transactions.read() as uow:
        chore = uow.chores.find(CHORE)
        assert chore is not None
        assert chore.owner is None
        assert chore.error == {"code": "PermissionError", "message": "the folder may not be read"}
        assert chore.outcome["storage"]["uploads"] == {"files": 0, "bytes": 0}


class iter_that_fails:  # noqa: N801 - read as a phrase
    """A store that cannot be walked."""

    def __iter__(self) -> Any:
        raise PermissionError("the folder may not be read")


def test_the_command_says_what_would_go_and_what_went(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    send_upload(client)
    age_rows(client.application.extensions["services"])
    for name, value in {"UPLOAD_DIR": settings.upload_dir, "REDIS_URL": str(settings.redis_url)}.items():
        monkeypatch.setenv(name, value)
    assert janitor_command(["--dry-run"]) == 0
    assert "would go: 0 sessions, 0 batches, 1 uploads" in capsys.readouterr().out
    assert janitor_command([]) == 0
    assert "gone: 0 sessions, 0 batches, 1 uploads" in capsys.readouterr().out
    assert not list(Path(settings.data_root).glob("uploads/*"))
