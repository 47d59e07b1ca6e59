"""Solid ground for hostile requests: a platform with something of everything, and the names of what it holds.

A request with made-up ids ends at the first door. Half of the hostile requests therefore carry real ones, so that
what else is wrong with them reaches the rooms behind.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.assembly import Services
from backend.config import Settings
from tests.backend.api.test_own_table import own_table
from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL

KEPLER = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
SHARE_OF_REAL = 0.6
"""How often a field of a hostile request carries what the platform really holds."""


@dataclass
class Ground:
    """A platform, and for each field of a request what it really holds."""

    app: Any
    known: dict[str, list[Any]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        """The services of the platform."""
        return self.app.extensions["services"]

    def plant(self, path: str, held: dict[str, Any], random: Random) -> dict[str, Any]:
        """Return the fields of a request with some of them replaced by what the platform holds."""
        choices = {**self.known, "name": next((self.names[head] for head in self.names if path.startswith(head)), [])}
        planted = {name: random.choice(choices[name]) for name in held if choices.get(name)}
        return {**held, **{name: value for name, value in planted.items() if random.random() < SHARE_OF_REAL}}


@contextmanager
def hostile_ground(folder: Path, redis_url: str) -> Iterator[Ground]:
    """Make a platform with a trained catalogue, a trained table of its own, a batch, a named model and a study."""
    settings = Settings(
        _env_file=None,
        flask_env="testing",
        upload_dir=str(folder),
        redis_url=redis_url,
        database_url=None,
        training_threads=1,
        log_level="ERROR",
    )
    upgrade(settings)
    ground = Ground(create_app(settings))
    ground.services.redis.flushdb()
    furnish(ground)
    yield ground
    ground.services.transactions.engine.dispose()
    ground.services.celery.close()
    ground.services.redis.close()


def furnish(ground: Ground) -> None:
    """Train, predict, name and study, and remember under which ids."""
    client, services = ground.app.test_client(), ground.services
    table = own_table()
    file = (io.BytesIO(table.to_csv(index=False).encode()), "own.csv")
    upload_id = taken(client.post("/api/upload", data={"file": file}))["upload_id"]
    fresh = taken(client.get("/select"))["session_id"]
    own = [{"config_type": "data_source", "data_source": "upload", "upload_id": upload_id}]
    mine, _ = trained(client, services, [*own, {"config_type": "features", "target": "verdict", "host": "star"}])
    session_id, run_id = trained(client, services, [KEPLER, {"config_type": "features", "preset": "physics"}])
    row = example_row(taken(client.get(f"/predict?session_id={session_id}")))
    batch = taken(client.post("/predict", json={"session_id": session_id, "source": "undecided"}))["prediction_id"]
    services.prediction_job.execute(batch)
    promoted = {"session_id": session_id, "note": "stands"}
    taken(client.post("/api/registry/finder/promote", json=promoted))
    study = {"session_id": session_id, "study": "leak_price"}
    study_id = taken(client.post("/api/studies", json=study))["study_id"]
    taken(client.post(f"/api/studies/{study_id}/cancel", json={}))
    refresh_id = taken(client.post("/api/datasets/planets/refresh", json={}))["refresh_id"]
    snapshot = taken(client.get("/api/datasets/kepler"))["snapshots"][0]["id"]
    ground.names = {"/api/datasets": ["kepler", "planets", "tess"], "/api/registry": ["finder"]}
    ground.known = {
        "session_id": [session_id, session_id, mine, fresh],
        "base_session_id": [session_id],
        "run_id": [run_id],
        "upload_id": [upload_id],
        "prediction_id": [batch],
        "study_id": [study_id],
        "refresh_id": [refresh_id],
        "snapshot": [snapshot],
        "from": [snapshot],
        "to": [snapshot],
        "family": ["lightgbm", "mlp"],
        "model": ["lightgbm", "logistic_regression"],
        "planet": ["Kepler-22 b"],
        "object": ["K00752.01", "Kepler-22 b"],
        "target": ["verdict", "band"],
        "host": ["star"],
        "dataset": ["kepler", "planets"],
        "data_source": ["nasa", "upload"],
        "x": ["koi_period"],
        "y": ["koi_prad"],
        "features": [["koi_period", "koi_depth"], [], {**row}],
        "rows": [[row], [{**row, next(iter(row)): "nan"}], [{}], [row] * 3],
        "version": [1, 2],
        "with": [1],
    }


def trained(client: Any, services: Services, steps: list[dict[str, Any]]) -> tuple[str, str]:
    """Train a session here, as a worker would; return its id and that of its run."""
    session_id = taken(client.get("/select"))["session_id"]
    for step in (*steps, QUICK_MODEL, QUICK_EVALUATION):
        taken(client.post("/select", json={"session_id": session_id, **step}))
    run_id = taken(client.post("/training", json={"session_id": session_id}))["run_id"]
    services.training_job.execute(run_id)
    assert taken(client.get(f"/training?session_id={session_id}"))["state"] == "trained"
    return session_id, run_id


def example_row(form: dict[str, Any]) -> dict[str, Any]:
    """Return the middle of each column."""
    return {column["name"]: column["median"] for column in form["features"]}


def taken(answer: Any) -> dict[str, Any]:
    """Return what a success answers."""
    assert answer.status_code < 300, (answer.request.path, answer.json)
    return answer.json["data"]
