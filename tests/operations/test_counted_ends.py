"""However a job ends, and whoever ends it, it is counted once and as what its record says."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services
from backend.errors import PartUnavailableError
from backend.services import leases
from backend.services.endings import MOST_LAPSES
from backend.services.leases import CancelledError, WorkerLeavingError
from backend.services.limits import MemoryLimitError

Counted = Callable[[], dict[tuple[str, str], float]]


@pytest.fixture
def run_id(client: Any, new_session: Callable[..., str]) -> str:
    return str(client.post("/training", json={"session_id": new_session()}).json["data"]["run_id"])


@pytest.fixture
def counted(services: Services) -> Counted:
    """What is counted of runs that ended: outcome or reason → how often."""

    def read() -> dict[tuple[str, str], float]:
        entries = [entry for entry in services.counters.read() if entry[0] in {"jobs_ended", "failures"}]
        assert {labels["kind"] for _, labels, _ in entries} <= {"runs"}
        return {(name, labels.get("state") or labels["reason"]): value for name, labels, value in entries}

    return read


def claimed(services: Services, run_id: str) -> Any:
    return (services.jobs.claim("runs", run_id) or pytest.fail("not claimed"))[1]


def let_lapse(services: Services) -> None:
    """Let a lease's length pass in silence: half until the worker is summoned, half after that."""
    for _ in range(2):
        # What lies there is seen, and what is written about it.
        for _ in range(2):
            services.jobs.revive()
        then = services.jobs.clock() + services.jobs.lease_seconds / 2 + 0.1
        services.jobs.clock = lambda then=then: then  # type: ignore[misc]
    services.jobs.revive()


def test_a_run_that_loses_its_worker_too_often(services: Services, run_id: str, counted: Counted) -> None:
    for _ in range(MOST_LAPSES):
        assert counted() == {}
        claimed(services, run_id)
        let_lapse(services)
    assert counted() == {("jobs_ended", "failed"): 1, ("failures", "worker_lost"): 1}


def test_what_the_process_worked_on_that_held_too_much(services: Services, run_id: str, counted: Counted) -> None:
    owner = claimed(services, run_id).owner.rpartition(":")[0]
    for failed in (1, 0):
        assert services.jobs.fail_jobs_of(owner, MemoryLimitError(500, 400)) == failed
    assert counted() == {("jobs_ended", "failed"): 1, ("failures", "memory_limit"): 1}


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (MemoryLimitError(500, 400), {("jobs_ended", "failed"): 1, ("failures", "memory_limit"): 1}),
        (CancelledError(), {("jobs_ended", "cancelled"): 1}),
        (WorkerLeavingError(), {("jobs_ended", "queued"): 1}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_a_process_worked_on_that_ends_itself(
    reason: Exception,
    expected: dict[tuple[str, str], float],
    services: Services,
    run_id: str,
    counted: Counted,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(leases.os, "kill", lambda *facts: sent.append(facts))
    lease = claimed(services, run_id)
    lease._reason = reason
    lease._end_stubborn_work()
    assert sent == [(os.getpid(), signal.SIGKILL)]
    assert counted() == expected


def test_a_run_that_is_set_back_too_often(services: Services, run_id: str, counted: Counted) -> None:
    def away(*_: Any) -> dict[str, Any]:
        raise PartUnavailableError("The object store", "gone")

    for _ in range(MOST_LAPSES):
        services.training_job._runner.run("runs", run_id, (), away)
    assert counted() == {
        ("jobs_ended", "queued"): MOST_LAPSES - 1,
        ("jobs_ended", "failed"): 1,
        ("failures", "part_unavailable"): 1,
    }


def test_a_run_that_another_worker_has_by_the_end_is_not_counted_as_done(
    services: Services, run_id: str, counted: Counted
) -> None:
    def is_taken(*_: Any) -> dict[str, Any]:
        with services.transactions.write() as uow:
            (owner, _mark) = uow.runs.leases()[run_id]
            uow.runs.update_leased(run_id, owner, lease_owner="another")
        return {}

    services.training_job._runner.run("runs", run_id, (), is_taken)
    assert counted() == {("jobs_ended", "lost"): 1}
