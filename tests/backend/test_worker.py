"""Real workers on a real Redis: killed, cancelled, sent away; no run is lost and the numbers are the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest

from backend.config import PROJECT_ROOT, Settings

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

TAKEN_OVER_WITHIN_S = 20
PATIENCE_S = 120
SLOW_ENOUGH_TO_KILL = {
    "config_type": "model",
    "model": "lightgbm",
    "hyperparameters": {"n_estimators": 600, "num_leaves": 15},
    "seed": 7,
}


@contextmanager
def worker(settings: Settings, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker in a process group of its own."""
    environment = {
        **os.environ,
        "UPLOAD_DIR": settings.upload_dir,
        "REDIS_URL": str(settings.redis_url),
        "LEASE_SECONDS": str(settings.lease_seconds),
        "HEARTBEAT_SECONDS": str(settings.heartbeat_seconds),
        "TRAINING_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "backend.worker",
        "worker",
        "-n",
        f"{name}@%h",
        "--concurrency",
        "1",
    ]
    log = (settings.local_root / f"{name}.log").open("wb")
    process = subprocess.Popen(
        command, cwd=PROJECT_ROOT, env=environment, start_new_session=True, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield process
    finally:
        log.close()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_for(condition: Callable[[], Any], patience_s: float, what: str) -> Any:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {patience_s} s: {what}")


class Follower:
    """Polls one session's training as a browser does, and holds that nothing goes back."""

    def __init__(self, client: Any, session_id: str) -> None:
        self._client = client
        self.session_id = session_id
        self._percent = 0.0

    def poll(self) -> dict[str, Any]:
        progress = self._client.get(f"/training?session_id={self.session_id}").json["data"]
        assert progress["percent"] >= self._percent, "the percentage went back"
        self._percent = progress["percent"]
        return progress

    def start(self) -> str:
        started = self._client.post("/training", json={"session_id": self.session_id})
        assert started.status_code == 202, started.json
        return started.json["data"]["run_id"]

    def in_a_later_fold(self) -> dict[str, Any] | None:
        progress = self.poll()
        assert progress["state"] in {"queued", "training"}, progress
        return progress if len(progress["scores"]["folds"]) >= 1 else None

    def has_ended(self) -> dict[str, Any] | None:
        progress = self.poll()
        return progress if progress["state"] in {"trained", "failed", "cancelled"} else None

    def result(self) -> dict[str, Any]:
        result = self._client.get(f"/result?session_id={self.session_id}").json["data"]
        return {name: result[name] for name in ("metrics", "per_class", "baselines", "confusion_matrix", "folds")}


@pytest.fixture
def follow(client: Any, new_session: Callable[..., str]) -> Callable[[], Follower]:
    return lambda: Follower(client, new_session(SLOW_ENOUGH_TO_KILL))


def undisturbed(services: Any, follower: Follower) -> dict[str, Any]:
    services.training_job.execute(follower.start())
    services.redis.flushdb()
    return follower.result()


def holder_of(services: Any, run_id: str, *workers: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """The worker whose pool process holds the run's lease."""
    with services.transactions.read() as uow:
        holder = int(uow.runs.get(run_id).lease_owner.split(":")[1])
    return next(process for process in workers if pool_child(process).pid == holder)


def pool_child(process: subprocess.Popen[bytes]) -> psutil.Process:
    return psutil.Process(process.pid).children()[0]


def test_a_worker_killed_in_a_fold_is_replaced_and_the_metrics_are_the_same(
    settings: Settings, services: Any, follow: Callable[[], Follower]
) -> None:
    expected = undisturbed(services, follow())
    killed = follow()
    with worker(settings, "first") as first, worker(settings, "second") as second:
        wait_for(lambda: len(services.board.workers()) == 2, 60, "both workers are there")
        run_id = killed.start()
        wait_for(killed.in_a_later_fold, PATIENCE_S, "a fold is finished")
        os.killpg(holder_of(services, run_id, first, second).pid, signal.SIGKILL)
        wait_for(lambda: killed.poll()["attempt"] == 2, TAKEN_OVER_WITHIN_S, "the run is taken over")
        ended = wait_for(killed.has_ended, PATIENCE_S, "the run ends")
    assert ended["state"] == "trained", ended["error"]
    assert killed.result() == expected


def test_a_killed_pool_process_is_replaced_by_its_own_worker(
    settings: Settings, services: Any, follow: Callable[[], Follower]
) -> None:
    expected = undisturbed(services, follow())
    killed = follow()
    with worker(settings, "only") as process:
        killed.start()
        wait_for(killed.in_a_later_fold, PATIENCE_S, "a fold is finished")
        pool_child(process).kill()
        wait_for(lambda: killed.poll()["attempt"] == 2, TAKEN_OVER_WITHIN_S, "the run is taken over")
        ended = wait_for(killed.has_ended, PATIENCE_S, "the run ends")
    assert ended["state"] == "trained", ended["error"]
    assert killed.result() == expected


def test_cancel_stops_the_work_and_frees_the_worker(
    settings: Settings, client: Any, services: Any, follow: Callable[[], Follower], new_session: Callable[..., str]
) -> None:
    cancelled = follow()
    with worker(settings, "only") as process:
        run_id = cancelled.start()
        wait_for(cancelled.in_a_later_fold, PATIENCE_S, "a fold is finished")
        busy = pool_child(process).pid
        client.post("/training", json={"session_id": cancelled.session_id, "action": "cancel"})
        assert wait_for(cancelled.has_ended, 20, "the run ends")["state"] == "cancelled"
        with services.transactions.read() as uow:
            record = uow.runs.get(run_id)
        assert (record.lease_owner, record.model_path) == (None, None)
        after = Follower(client, new_session())
        after.start()
        assert wait_for(after.has_ended, PATIENCE_S, "the next run ends")["state"] == "trained"
        assert pool_child(process).pid == busy, "the fit was asked to stop, its process not killed"
    assert client.get(f"/result?session_id={cancelled.session_id}").status_code == 409


def test_a_worker_sent_away_hands_its_run_back_and_exits(
    settings: Settings, services: Any, follow: Callable[[], Follower]
) -> None:
    handed_back = follow()
    with worker(settings, "leaving") as process:
        run_id = handed_back.start()
        wait_for(handed_back.in_a_later_fold, PATIENCE_S, "a fold is finished")
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    with services.transactions.read() as uow:
        record = uow.runs.get(run_id)
    assert (record.state, record.lapses, record.lease_owner) == ("queued", 0, None)
    with worker(settings, "next"):
        ended = wait_for(handed_back.has_ended, PATIENCE_S, "the run ends")
    assert ended["state"] == "trained", ended["error"]
    assert len(ended["scores"]["folds"]) == 3
