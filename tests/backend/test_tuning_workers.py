"""Trials on two real workers: both take part, a killed one is replaced, and what is found is the same as on one."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services
from backend.config import Settings
from tests.backend.test_worker import pool_child, wait_for, worker

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

PATIENCE_S = 120
FOREST = {
    "config_type": "model",
    "model": "random_forest",
    "hyperparameters": {"n_estimators": 40},
    "seed": 7,
}
TUNED = {
    "config_type": "evaluation",
    "method": "holdout",
    "test_size": 0.3,
    "tuning": {"trials": 8, "folds": 2},
}
"""Few trials, each of a second or so: long enough for a second worker to take one."""


class Run:
    """A tuned training that is followed over HTTP."""

    def __init__(self, client: Any, new_session: Callable[..., str]) -> None:
        self._client = client
        self.session_id = new_session(FOREST, TUNED)
        started = client.post("/training", json={"session_id": self.session_id})
        assert started.status_code == 202, started.json
        self.id = started.json["data"]["run_id"]

    def poll(self) -> dict[str, Any]:
        return self._client.get(f"/training?session_id={self.session_id}").json["data"]

    def trials(self) -> list[dict[str, Any]]:
        return self.poll()["scores"]["trials"]

    def ended(self) -> dict[str, Any] | None:
        seen = self.poll()
        return seen if seen["state"] in {"trained", "failed", "cancelled"} else None

    def found(self) -> list[dict[str, Any]]:
        return [{key: t[key] for key in t if key not in {"seconds", "worker"}} for t in self.trials()]

    def metrics(self) -> dict[str, Any]:
        return self._client.get(f"/result?session_id={self.session_id}").json["data"]["metrics"]


def helped_trial(services: Services, run: Run) -> int | None:
    """Process that judges a trial of the run and is not the run's own worker, if there is one."""
    with services.transactions.read() as uow:
        own = process_of(uow.runs.get(run.id).lease_owner)
        owners = [process_of(t.lease_owner) for t in uow.trials.of_run(run.id) if t.state == "running"]
    return next((owner for owner in owners if owner != own), None)


def process_of(lease_owner: str | None) -> int | None:
    return int(lease_owner.split(":")[1]) if lease_owner else None


def test_two_workers_share_the_trials_a_killed_one_is_replaced_and_they_find_what_one_finds(
    settings: Settings, services: Services, client: Any, new_session: Callable[..., str]
) -> None:
    alone = Run(client, new_session)
    services.training_job.execute(alone.id)
    assert alone.poll()["state"] == "trained", alone.poll()["error"]
    services.redis.flushdb()
    with worker(settings, "first") as first, worker(settings, "second") as second:
        wait_for(lambda: len(services.board.workers()) == 2, 60, "both workers are there")
        shared = Run(client, new_session)
        wait_for(lambda: {1, 2} <= {t["worker"] for t in shared.trials()}, PATIENCE_S, "both have judged a trial")
        helper = wait_for(lambda: helped_trial(services, shared), PATIENCE_S, "the other worker judges a trial")
        doomed = next(process for process in (first, second) if pool_child(process).pid == helper)
        os.killpg(doomed.pid, signal.SIGKILL)
        survivor: subprocess.Popen[bytes] = first if doomed is second else second
        ended = wait_for(shared.ended, PATIENCE_S, "the run ends")
        assert survivor.poll() is None
    assert ended["state"] == "trained", ended["error"]
    assert ended["attempt"] == 1, "only a helper was lost, not the run's own worker"
    assert shared.found() == alone.found()
    assert shared.metrics() == alone.metrics()
