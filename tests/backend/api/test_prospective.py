"""Prospective validation over HTTP, on Kepler as it was in 2017 and as the archive has it since."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backend.app import create_app
from backend.assembly import Services
from backend.config import Settings
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL

SHARED = Path(__file__).parents[4] / "shared" / "archive"
needs_archive = pytest.mark.skipif(
    not SHARED.exists(), reason=f"{SHARED} is not there: its development tables are never shipped"
)
OLD, NEW = "dr25-2017-07-19", "cumulative-2024-05-06"


@pytest.fixture(scope="session")
def later_kepler() -> bytes:
    """Kepler's table as it might be later: two of three candidates are decided, by a rule that no column tells."""
    named = ["kepid", "kepoi_name", "koi_disposition", "koi_pdisposition", "koi_score"]
    frame = load_snapshot(find_snapshot("kepler"), columns=[*named, *get_catalogue("kepler").presets["physics"]])
    candidates = frame["koi_disposition"] == "CANDIDATE"
    small = frame["koi_prad"] < 8
    decided = np.where(small, "CONFIRMED", "FALSE POSITIVE")
    chosen = candidates & (np.arange(len(frame)) % 3 != 0)
    later = frame.assign(koi_disposition=frame["koi_disposition"].where(~chosen, decided))
    return later.iloc[5:].to_csv(index=False, lineterminator="\n").encode()


@pytest.fixture
def mirrored(settings: Settings, tmp_path: Path, later_kepler: bytes) -> Any:
    """An application whose mirror holds the later table, with an empty Redis."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    (folder / "cumulative_2024-05-06.csv").write_bytes(later_kepler)
    yield from running(settings, folder)


@pytest.fixture
def archived(settings: Settings) -> Any:
    """An application whose mirror is the archive's real tables."""
    yield from running(settings, SHARED)


def running(settings: Settings, mirror: Path) -> Any:
    app = create_app(settings.model_copy(update={"archive_mirror": str(mirror)}))
    services: Services = app.extensions["services"]
    services.redis.flushdb()
    yield app.test_client(), services
    services.transactions.engine.dispose()
    services.celery.close()
    services.redis.close()


def refreshed(client: Any, services: Services) -> str:
    refresh_id = client.post("/api/datasets/kepler/refresh", json={}).json["data"]["refresh_id"]
    services.refresh_job.execute(refresh_id)
    snapshot: str = client.get(f"/api/refreshes/{refresh_id}").json["data"]["snapshot"]
    return snapshot


def session_of(client: Any, snapshot: str | None, *steps: dict[str, Any]) -> str:
    session_id: str = client.get("/select").json["data"]["session_id"]
    data = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler", "snapshot": snapshot}
    for step in (data, {"config_type": "features", "preset": "physics"}, QUICK_MODEL, QUICK_EVALUATION, *steps):
        answer = client.post("/select", json={"session_id": session_id, **step})
        assert answer.status_code == 200, answer.json
    return session_id


def ask(client: Any, session_id: str, **options: Any) -> Any:
    return client.post("/api/studies", json={"session_id": session_id, "study": "prospective", **options})


def measured(client: Any, services: Services, session_id: str, **options: Any) -> dict[str, Any]:
    answer = ask(client, session_id, **options)
    assert answer.status_code == 202, answer.json
    study_id = answer.json["data"]["study_id"]
    services.study_job.execute(study_id)
    done: dict[str, Any] = client.get(f"/api/studies/{study_id}").json["data"]
    assert (done["state"], done["error"]) == ("done", None)
    return done


def train(client: Any, services: Services, session_id: str) -> None:
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)


def section(client: Any, session_id: str, **query: Any) -> Any:
    query = {"session_id": session_id, "section": "prospective", **query}
    answer = client.get("/result", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json["data"]


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_a_model_of_then_is_held_against_now(mirrored: tuple[Any, Services]) -> None:
    client, services = mirrored
    assert refreshed(client, services) == NEW
    session_id = session_of(client, OLD)
    train(client, services, session_id)
    before = section(client, session_id)
    assert (before["study_id"], before["result"], before["rows"], before["total"]) == (None, None, [], 0)
    assert "POST /api/studies" in before["text"]

    done = measured(client, services, session_id, **{"from": OLD, "to": NEW})
    result = done["result"]
    assert (result["from"]["snapshot"], result["to"]["snapshot"]) == (OLD, NEW)
    assert result["undecided_then"] == sum(result["fates"].values()) == 1_797
    assert result["trained_rows"] == 2_281 + 3_976
    assert result["fates"]["gone"] <= 5
    metrics = result["evaluation"]["metrics"]
    assert metrics["roc_auc"]["low"] <= metrics["roc_auc"]["value"] <= metrics["roc_auc"]["high"]
    assert result["catalogue_score"]["name"] == "koi_score"
    assert result["text"].startswith("Of 1,797 objects that were undecided, ")

    shown = section(client, session_id, per_page=20)
    assert (shown["study_id"], shown["text"], shown["total"]) == (done["study_id"], result["text"], 1_797)
    assert [row["score"] for row in shown["rows"]] == sorted((row["score"] for row in shown["rows"]), reverse=True)
    for fate in ("PLANET", "FALSE POSITIVE", "undecided"):
        chosen = section(client, session_id, truth=fate)
        assert chosen["total"] == result["fates"][fate]
        assert {row["now"] for row in chosen["rows"]} == {fate}
    table = pd.read_csv(io.BytesIO(client.get(f"/result/prospective.csv?session_id={session_id}").data))
    assert table["now"].value_counts().to_dict() == {name: count for name, count in result["fates"].items() if count}


def test_the_newest_snapshots_are_meant_where_none_are_named(mirrored: tuple[Any, Services]) -> None:
    client, services = mirrored
    refreshed(client, services)
    result = measured(client, services, session_of(client, None))["result"]
    assert (result["from"]["snapshot"], result["to"]["snapshot"]) == (OLD, NEW)


def test_a_study_of_another_configuration_is_not_shown_as_this_runs(mirrored: tuple[Any, Services]) -> None:
    client, services = mirrored
    refreshed(client, services)
    session_id = session_of(client, OLD)
    measured(client, services, session_id)
    client.post("/select", json={"session_id": session_id, **QUICK_MODEL, "seed": 8})
    train(client, services, session_id)
    assert section(client, session_id)["study_id"] is None
    measured(client, services, session_id)
    assert section(client, session_id)["study_id"] is not None


def test_columns_that_the_older_snapshot_lacks_are_left_out(mirrored: tuple[Any, Services]) -> None:
    """The session stands on the newer table, whose columns are fewer; the preset is the older one's own."""
    client, services = mirrored
    refreshed(client, services)
    preset = session_of(client, NEW, {"config_type": "features", "preset": "default"})
    older = client.get(f"/api/datasets/kepler?snapshot={OLD}").json["data"]
    assert len(measured(client, services, preset)["result"]["features"]) > 50, older["snapshot"]


@pytest.mark.parametrize(
    ("options", "field", "told"),
    [
        ({"from": NEW, "to": NEW}, "to", "nothing can have become of its objects"),
        ({"from": NEW, "to": OLD}, "from", "Exchange them"),
        ({"to": OLD}, "from", "POST /api/datasets/kepler/refresh"),
    ],
)
def test_snapshots_in_the_wrong_order_are_refused(
    mirrored: tuple[Any, Services], options: dict[str, str], field: str, told: str
) -> None:
    client, services = mirrored
    refreshed(client, services)
    answer = ask(client, session_of(client, OLD), **options)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    assert answer.json["details"]["fields"][0]["field"] == field
    assert told in answer.json["error"]


def test_what_cannot_be_foreseen_is_refused(client: Any, new_session: Callable[..., str]) -> None:
    assert ask(client, new_session(), **{"from": "nothing"}).status_code in {404, 422}
    answer = ask(client, new_session(), to="nothing")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_snapshot")
    three = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler", "task": "three_class"}
    answer = ask(client, new_session(three))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    answer = ask(client, client.get("/select").json["data"]["session_id"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_state")


@needs_archive
def test_kepler_2017_to_2025(archived: tuple[Any, Services]) -> None:
    """The number that tells an astronomer whether to trust a model; the default preset, family and seed."""
    client, services = archived
    assert refreshed(client, services) == "cumulative-2025-10-01"
    session_id = client.get("/select").json["data"]["session_id"]
    data = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler", "snapshot": OLD}
    client.post("/select", json={"session_id": session_id, **data})
    result = measured(client, services, session_id, **{"from": OLD, "to": "cumulative-2025-10-01"})["result"]
    assert (result["fates"]["PLANET"], result["fates"]["FALSE POSITIVE"]) == (437, 129)
    assert result["rows"] == 566
    assert result["evaluation"]["metrics"]["roc_auc"]["value"] >= 0.970
    assert result["catalogue_score"]["metrics"]["roc_auc"]["value"] == pytest.approx(0.683, abs=0.0005)
    assert result["catalogue_score"]["difference"]["roc_auc"]["low"] > 0.2
    assert result["new_hosts"]["metrics"]["roc_auc"]["value"] >= 0.970
    assert result["tops"][3]["precision"]["value"] >= 0.99
