"""Two API replicas and three workers, each on a machine of its own, do the main job together; two of them may die."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backend.unit_of_work import Transactions
from tests.deploy.fleet import START_WITHIN_S, Api, Fleet, Machine, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

PATIENCE_S = 120
STARS, BATCH_ROWS = 1_200, 12_000
MODEL = {"config_type": "model", "model": "random_forest", "hyperparameters": {"n_estimators": 40}, "seed": 7}
TUNED = {
    "config_type": "evaluation",
    "method": "holdout",
    "test_size": 0.3,
    "tuning": {"trials": 9, "folds": 2},
}
MEASURED = ("depth", "width", "period", "radius", "noise")


def measurements(rows: int, seed: int) -> pd.DataFrame:
    """Measurements that tell the class for most rows."""
    generator = np.random.default_rng(seed)
    is_planet = generator.random(rows) < 0.5
    table = pd.DataFrame({name: generator.normal(0, 1, rows) for name in MEASURED})
    table["depth"] += np.where(is_planet, 1.0, 0.0)
    table["width"] += np.where(is_planet, 0.0, 1.0)
    return table.assign(verdict=np.where(is_planet, "planet", "eclipse")).round(5)


def own_table() -> bytes:
    """Two rows for each star."""
    table = measurements(2 * STARS, seed=0)
    table.insert(0, "star", [f"S{number // 2}" for number in range(len(table))])
    return table.to_csv(index=False).encode()


def to_predict() -> bytes:
    table = measurements(BATCH_ROWS, seed=1).drop(columns="verdict")
    table.insert(0, "row", range(BATCH_ROWS))
    return table.to_csv(index=False).encode()


@dataclass
class Platform:
    """The machines that are up, and what two of them did together."""

    first: Api
    second: Api
    workers: list[Machine]
    upload_id: str = ""
    kept: dict[str, Any] = field(default_factory=dict)

    def worker_of(self, owner: str) -> Machine | None:
        """Return the worker whose process is named by a lease or a record, ``host:pid…``."""
        pid = int(owner.split(":")[1])
        return next((worker for worker in self.workers if worker.runs(pid)), None)


@pytest.fixture(scope="module")
def platform(fleet: Fleet) -> Platform:
    """Two API replicas and three workers, all there."""
    fleet.migrate()
    apis = [fleet.api("api-1"), fleet.api("api-2")]
    workers = [fleet.worker(f"worker-{number}") for number in (1, 2, 3)]
    for api in apis:
        wait_for(api.answers, START_WITHIN_S, f"{api.name} answers")
    made = Platform(*apis, workers)
    wait_for(lambda: len(workers_seen_by(made.second)) == len(workers), START_WITHIN_S, "all workers are there")
    return made


def workers_seen_by(api: Api) -> list[str]:
    parts = {part["name"]: part for part in api.client.get(f"{api.url}/api/health").json()["data"]["parts"]}
    return [worker["name"] for worker in parts["workers"]["details"]["workers"]]


def configure(api: Api, upload_id: str, *steps: dict[str, Any]) -> str:
    session_id: str = api.get("/select")["session_id"]
    source = {"config_type": "data_source", "data_source": "upload", "upload_id": upload_id}
    features = {"config_type": "features", "target": "verdict", "host": "star", "engineered": False}
    for step in (source, features, *steps):
        api.post("/select", session_id=session_id, **step)
    return session_id


def progress(api: Api, session_id: str) -> dict[str, Any]:
    return api.get("/training", session_id=session_id)


def ended(api: Api, session_id: str) -> Callable[[], dict[str, Any] | None]:
    def look() -> dict[str, Any] | None:
        seen = progress(api, session_id)
        return seen if seen["state"] in {"trained", "failed", "cancelled"} else None

    return look


def findings(api: Api, session_id: str) -> dict[str, Any]:
    """What must be the same wherever a run was done."""
    result = api.get("/result", session_id=session_id)
    tried = [
        {k: t[k] for k in t if k not in {"seconds", "worker"}} for t in progress(api, session_id)["scores"]["trials"]
    ]
    names = ("metrics", "per_class", "baselines", "confusion_matrix")
    return {"trials": tried, **{name: result[name] for name in names}}


def keys(bucket: Any) -> list[str]:
    return sorted(held.key for held in bucket.objects.all())


def test_replicas_are_ready_and_see_the_same_machines(platform: Platform) -> None:
    for api in (platform.first, platform.second):
        report = api.get("/api/health/ready")
        assert report["status"] == "ok", report
        storage = next(part for part in api.get("/api/health")["parts"] if part["name"] == "storage")
        assert (storage["state"], storage["details"]) == ("ok", {"kind": "object store"})
    assert len(set(workers_seen_by(platform.first))) == 3


def test_a_table_sent_to_one_replica_is_read_by_the_other(platform: Platform, bucket: Any) -> None:
    sent = platform.first.send("/api/upload", own_table())
    # Whatever the first replica kept beside the store is gone.
    platform.first.wipe()
    read = platform.second.get(f"/api/upload/{sent['upload_id']}")
    assert (read["sha256"], read["rows"]) == (sent["sha256"], 2 * STARS)
    assert read["preview"][0] == sent["preview"][0]
    assert len(keys(bucket)) == 1
    platform.upload_id = sent["upload_id"]


def test_three_workers_share_the_trials_of_a_run(platform: Platform, transactions: Transactions) -> None:
    session_id = configure(platform.first, platform.upload_id, MODEL, TUNED)
    run_id = platform.second.post("/training", session_id=session_id)["run_id"]
    done = wait_for(ended(platform.first, session_id), PATIENCE_S, "the run ends")
    assert done["state"] == "trained", done["error"]
    with transactions.read() as uow:
        judges = {platform.worker_of(trial.worker).name for trial in uow.trials.of_run(run_id) if trial.worker}
    assert len(judges) == 3, judges
    platform.kept |= {"session": session_id, "run": run_id, **findings(platform.second, session_id)}


def test_three_workers_share_the_pieces_of_a_batch(platform: Platform, transactions: Transactions) -> None:
    session_id, seen = platform.kept["session"], set[str]()
    batch = platform.first.send("/predict", to_predict(), session_id=session_id)["prediction_id"]

    def has_ended() -> dict[str, Any] | None:
        with transactions.read() as uow:
            owners = [chunk.lease_owner for chunk in uow.chunks.of_prediction(batch) if chunk.lease_owner]
        seen.update(worker.name for worker in map(platform.worker_of, owners) if worker)
        page = platform.second.get("/predict", session_id=session_id, prediction_id=batch)
        return page if page["state"] in {"done", "failed", "cancelled"} else None

    page = wait_for(has_ended, PATIENCE_S, "the batch ends")
    assert page["state"] == "done", page["error"]
    assert seen == {worker.name for worker in platform.workers}
    answers = platform.second.content(f"/predict/{batch}.parquet", session_id=session_id)
    assert pd.read_parquet(io.BytesIO(answers))["row"].tolist() == list(range(BATCH_ROWS))
    platform.kept["batch"] = batch


def test_bundle_report_and_named_model_come_from_either_replica(platform: Platform) -> None:
    run_id = platform.kept["run"]
    packed = platform.first.content(f"/api/runs/{run_id}/bundle.zip")
    platform.first.wipe()
    assert platform.second.content(f"/api/runs/{run_id}/bundle.zip") == packed
    assert json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("metadata.json"))["run_id"] == run_id
    report = platform.second.content(f"/api/runs/{run_id}/report.html")
    assert run_id.encode() in report
    platform.first.post("/api/registry/finder/promote", run_id=run_id)
    row = dict.fromkeys(MEASURED, 0.0) | {"depth": 3.0, "width": -2.0}
    answers = [api.post("/api/registry/finder/predict", rows=[row]) for api in (platform.second, platform.first)]
    assert answers[0]["predictions"][0]["prediction"] == "planet"
    assert answers[0]["predictions"] == answers[1]["predictions"]


def test_a_worker_and_a_replica_die_in_the_midst_of_a_run_and_the_rest_goes_on(
    platform: Platform, transactions: Transactions
) -> None:
    session_id = configure(platform.first, platform.upload_id, MODEL, TUNED)
    run_id = platform.first.post("/training", session_id=session_id)["run_id"]
    wait_for(lambda: progress(platform.second, session_id)["scores"]["trials"], PATIENCE_S, "a trial is known")
    with transactions.read() as uow:
        doomed = platform.worker_of(uow.runs.get(run_id).lease_owner)
    assert doomed is not None
    doomed.kill()
    doomed.wipe()
    platform.first.kill()
    platform.first.wipe()
    done = wait_for(ended(platform.second, session_id), PATIENCE_S, "the run ends")
    assert (done["state"], done["attempt"]) == ("trained", 2), done["error"]
    found = findings(platform.second, session_id)
    assert found == {name: platform.kept[name] for name in found}
    wait_for(lambda: len(workers_seen_by(platform.second)) == 2, PATIENCE_S, "the dead worker is missed")
    platform.kept["second session"] = session_id


def test_a_new_machine_with_empty_folders_takes_over(platform: Platform, fleet: Fleet) -> None:
    third = fleet.api("api-3")
    wait_for(third.answers, START_WITHIN_S, "the new replica answers")
    session_id, batch = platform.kept["session"], platform.kept["batch"]
    page = third.get("/predict", session_id=session_id, prediction_id=batch, sort="probability", per_page=5)
    assert (page["total"], len(page["rows"])) == (BATCH_ROWS, 5)
    assert third.get("/result", session_id=session_id)["metrics"] == platform.kept["metrics"]
    row = dict.fromkeys(MEASURED, 0.0)
    assert third.post("/api/registry/finder/predict", rows=[row])["predictions"]
    explained = third.post("/predict", session_id=session_id, rows=[row], explain=True)
    assert explained["predictions"][0]["explanation"]["contributions"]


def test_what_is_deleted_is_gone_from_the_store_and_from_every_machine(
    platform: Platform, fleet: Fleet, bucket: Any
) -> None:
    ids = (platform.kept["session"], platform.kept["second session"])
    for session_id in ids:
        answer = platform.second.client.delete(f"{platform.second.url}/api/sessions/{session_id}", timeout=60)
        assert answer.ok, answer.text
    # A named model outlives the session that it came from; nothing else does.
    named = f"models/registry/finder/{platform.kept['run']}"
    assert [key for key in keys(bucket) if not key.startswith(named)] == []
    for machine in fleet.machines:
        # Its own figures for Prometheus are all that a machine may keep.
        kept = [name for name in machine.files() if not name.startswith("local/tmp/metrics/")]
        assert kept == [], f"{machine.name} keeps files of its own"
