"""The database is locked, stopped and started: requests are told so, and work that is under way goes on and ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import aftermath
from tests.faults.conftest import Crew
from tests.faults.journeys import Training
from tests.faults.platform import Platform, wait_for
from tests.faults.servers import Database

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

Undisturbed = Callable[[str], dict[str, Any]]
LONGER_THAN_A_LEASE = 5
"""Renewals, every HEARTBEAT_SECONDS=0.5 of LEASE_SECONDS=2."""
REQUESTS = (
    ("GET", "/select", {}),
    ("POST", "/select", {"json": {"config_type": "evaluation", "folds": 3}}),
)


def refused(platform: Platform, session_id: str) -> None:
    """Assert that requests which need the database name it, and say when to come again."""
    for method, path, arguments in REQUESTS:
        body = {"json": {"session_id": session_id, **arguments["json"]}} if arguments else {}
        answer = platform.client.open(path, method=method, **body)
        assert (answer.status_code, answer.json["code"]) == (503, "part_unavailable"), answer.json
        assert answer.json["details"]["part"] == "The database"
        assert int(answer.headers["Retry-After"]) >= 1
        assert "Traceback" not in answer.text


@pytest.fixture(scope="module")
def postgres() -> Iterator[Database]:
    made = Database()
    yield made
    made.end()


@pytest.fixture(scope="module")
def shared(
    tmp_path_factory: pytest.TempPathFactory, redis_url: str, postgres: Database, bucket: str
) -> Iterator[Platform]:
    """The platform as several machines run it: PostgreSQL, and models in an object store."""
    made = Platform(tmp_path_factory.mktemp("shared"), f"{redis_url[:-1]}1", postgres.url, model_dir=bucket)
    yield made
    made.close()


def test_a_locked_sqlite_refuses_requests_and_disturbs_no_run(
    platform: Platform, crew: Crew, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    crew.there(1)
    file = Path(platform.settings.database.removeprefix("sqlite:///"))
    with platform.held("folds.20") as somebody:
        run = Training(platform).start()
        other = Training(platform)
        somebody()
        lock = sqlite3.connect(file, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        refused(platform, other.session_id)
    with platform.held("runs.ending") as somebody:
        somebody()
    lock.execute("ROLLBACK")
    lock.close()
    aftermath.holds(platform, run, expected, attempts={1})
    aftermath.holds(platform, other.start(), expected, attempts={1})


def test_a_stopped_postgresql_refuses_requests_and_a_run_waits_for_it_to_be_written(
    shared: Platform, postgres: Database, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    worker = shared.worker().ready()
    with shared.held("folds.20") as somebody:
        run = Training(shared).start()
        other = Training(shared)
        somebody()
        postgres.stop()
        refused(shared, other.session_id)
    wait_for(lambda: shared.log(worker.name).count(f"Lease of {run.id} not renewed") > 1, "it works without it")
    postgres.start()
    aftermath.holds(shared, run, expected, attempts={1})
    aftermath.holds(shared, other.start(), expected, attempts={1})


def test_a_postgresql_that_takes_no_writes_answers_reads_and_a_run_waits_for_it_to_be_written(
    shared: Platform, postgres: Database, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    postgres.start()
    alive = (each for each in shared.workers if each.process.poll() is None)
    worker = next(alive, None) or shared.worker().ready()
    with shared.held("folds.20") as somebody:
        run = Training(shared).start()
        other = Training(shared)
        somebody()
        postgres.refuse_writes()
        refused(shared, other.session_id)
        assert shared.client.get(f"/api/sessions/{other.session_id}").status_code == 200, "reads are answered"
    wait_for(lambda: f"The end of {run.id} waits" in shared.log(worker.name), "it is done and cannot say so")
    silent = f"Lease of {run.id} not renewed"
    wait_for(lambda: shared.log(worker.name).count(silent) > LONGER_THAN_A_LEASE, "a lease's time has passed")
    assert (run.record().state, run.record().lapses) == ("running", 0), "nobody can tell who is silent"
    postgres.refuse_writes(False)
    aftermath.holds(shared, run, expected, attempts={1})


def test_a_worker_killed_between_two_objects_leaves_neither(
    shared: Platform, postgres: Database, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    postgres.start()
    worker = shared.worker().ready()
    with shared.held("runs.half_saved") as somebody:
        run = Training(shared).start()
        somebody()
        assert any("/attempt-1/" in path for path in aftermath.stored(shared, "runs")), "half of it lies in the store"
        worker.kill()
        for other in shared.workers:
            other.kill()
    shared.worker().ready()
    aftermath.holds(shared, run, expected, attempts={2})
    assert not any("/attempt-1/" in path and run.id in path for path in aftermath.stored(shared, "runs"))
