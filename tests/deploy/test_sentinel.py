"""The server of messages goes in the midst of a run, its replica takes over, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from tests.deploy.fleet import START_WITHIN_S, Api, Fleet, wait_for
from tests.deploy.sentinels import Valkeys, running_valkeys

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

PATIENCE_S = 120
SLOW = {"config_type": "model", "model": "lightgbm", "hyperparameters": {"n_estimators": 600, "num_leaves": 15}}
QUICK = {"config_type": "model", "model": "lightgbm", "hyperparameters": {"n_estimators": 20}}


@pytest.fixture
def valkeys(tmp_path: Path) -> Iterator[Valkeys]:
    with running_valkeys(tmp_path) as made:
        yield made


@pytest.fixture
def fleet(valkeys: Valkeys, postgres_url: str, shared: dict[str, str], tmp_path: Path) -> Iterator[Fleet]:
    """Machines whose messages go by way of the Sentinels."""
    url = make_url(postgres_url)
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("CREATE DATABASE sentinels")
    database = url.set(database="sentinels").render_as_string(hide_password=False)
    made = Fleet(tmp_path / "machines", shared | {"REDIS_URL": valkeys.url, "DATABASE_URL": database})
    yield made
    made.stop()


def trained(api: Api, session_id: str) -> dict[str, Any] | None:
    seen = api.get("/training", session_id=session_id)
    return seen if seen["state"] in {"trained", "failed", "cancelled"} else None


def start(api: Api, model: dict[str, Any]) -> str:
    session_id: str = api.get("/select")["session_id"]
    source = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
    evaluation = {"config_type": "evaluation", "folds": 3}
    for step in (source, {"config_type": "features", "preset": "physics"}, model, evaluation):
        api.post("/select", session_id=session_id, **step)
    api.post("/training", session_id=session_id)
    return session_id


def is_well(api: Api) -> bool:
    """Whether every part that is needed answers; 503 where one does not."""
    return api.client.get(f"{api.url}/api/health", timeout=60).ok


def test_a_run_and_its_progress_survive_that_the_replica_becomes_the_server(valkeys: Valkeys, fleet: Fleet) -> None:
    fleet.migrate()
    api = fleet.api("api")
    worker = fleet.worker("worker")
    wait_for(api.answers, START_WITHIN_S, "the replica answers")
    session_id = start(api, SLOW)
    progress = wait_for(
        lambda: (
            api.get("/training", session_id=session_id)["scores"]["folds"]
            and api.get("/training", session_id=session_id)
        ),
        PATIENCE_S,
        "a fold is finished",
    )
    assert progress["state"] == "training", progress
    assert valkeys.fail() in valkeys.ports
    wait_for(lambda: is_well(api), PATIENCE_S, "the API found the new server")
    ended = wait_for(lambda: trained(api, session_id), PATIENCE_S, "the run ends")
    assert (ended["state"], ended["attempt"]) == ("trained", 1), ended["error"]
    later = start(api, QUICK)
    ended = wait_for(lambda: trained(api, later), PATIENCE_S, "the worker takes messages from the new server")
    assert ended["state"] == "trained", ended["error"]
    assert worker.process.poll() is None, worker.log()
    assert worker.leave() == 0
