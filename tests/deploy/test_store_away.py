"""The object store goes in the midst of a run and comes back: the run ends, and nobody gets a fault of the platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from tests.deploy.fleet import START_WITHIN_S, Api, Fleet, wait_for
from tests.deploy.test_sentinel import SLOW, start, trained
from tests.object_store import ObjectStore, credentials

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

PATIENCE_S = 120


@pytest.fixture
def store() -> Iterator[ObjectStore]:
    made = ObjectStore()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def fleet(
    store: ObjectStore, postgres_url: str, bucket: Any, shared: dict[str, str], tmp_path: Path
) -> Iterator[Fleet]:
    """Machines whose files lie in a store of their own."""
    url = make_url(postgres_url)
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("CREATE DATABASE away")
    database = url.set(database="away").render_as_string(hide_password=False)
    # The same bucket: the servers of one process hold the same things.
    own = {
        "DATABASE_URL": database,
        "UPLOAD_DIR": f"s3://{bucket.name}/away",
        "MODEL_DIR": f"s3://{bucket.name}/models",
    }
    made = Fleet(tmp_path / "machines", shared | own | credentials(store.endpoint))
    yield made
    made.stop()


def answer(api: Api, content: bytes) -> tuple[int, dict[str, Any]]:
    sent = api.client.post(f"{api.url}/api/upload", files={"file": ("table.csv", content)}, timeout=120)
    return sent.status_code, sent.json()


def test_a_run_outlives_a_store_that_is_away(fleet: Fleet, store: ObjectStore) -> None:
    fleet.migrate()
    api, worker = fleet.api("api"), fleet.worker("worker")
    wait_for(api.answers, START_WITHIN_S, "the replica answers")
    session_id = start(api, SLOW)
    wait_for(lambda: api.get("/training", session_id=session_id)["scores"]["folds"], PATIENCE_S, "a fold is finished")
    store.stop()
    status, told = answer(api, b"depth,verdict\n" + b"1.5,planet\n2.5,eclipse\n" * 30)
    assert (status, told["code"]) == (503, "part_unavailable"), told
    assert "The object store is away" in told["error"]
    report = api.client.get(f"{api.url}/api/health", timeout=120).json()
    assert "object store" in str(report)
    store.start()
    ended = wait_for(lambda: trained(api, session_id), PATIENCE_S, "the run ends")
    assert ended["state"] == "trained", ended["error"]
    assert api.get("/result", session_id=session_id)["metrics"]
    assert worker.process.poll() is None, worker.log()
    # The answer that was refused left nothing, and is given now.
    assert answer(api, b"depth,verdict\n" + b"1.5,planet\n2.5,eclipse\n" * 30)[0] == 201
