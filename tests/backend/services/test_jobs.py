"""Leases: one holder at a time, nothing written without one, nothing lost with one."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.assembly import Services
from backend.errors import PartUnavailableError
from backend.records import utc_now
from backend.services.endings import MOST_LAPSES, JobEnds
from backend.services.jobs import FORGOTTEN_AFTER_S
from backend.services.leases import CancelledError, LeaseLostError, WorkerLeavingError
from ML.progress import Progress

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def run_id(client: Any, new_session: Callable[..., str]) -> str:
    return client.post("/training", json={"session_id": new_session()}).json["data"]["run_id"]


def record_of(services: Services, run_id: str) -> Any:
    with services.transactions.read() as uow:
        return uow.runs.get(run_id)


def let_pass(services: Services, seconds: float) -> None:
    """Let time pass for who watches over the jobs; what lies before, and what is written about it, is seen."""
    for _ in range(2):
        services.jobs.revive()
    before = services.jobs.clock()
    services.jobs.clock = lambda: before + seconds


def let_lapse(services: Services) -> None:
    """Let a lease's length pass, in which its worker is silent: half until it is summoned, half after that."""
    for _ in range(2):
        let_pass(services, services.jobs.lease_seconds / 2 + 0.1)


def test_only_one_worker_gets_a_job(services: Services, run_id: str) -> None:
    assert services.jobs.claim("runs", run_id) is not None
    assert services.jobs.claim("runs", run_id) is None


def test_a_lapsed_job_is_queued_again_once(services: Services, run_id: str) -> None:
    services.jobs.claim("runs", run_id)
    assert services.jobs.revive() == 0
    let_lapse(services)
    assert services.jobs.revive() == 1
    assert services.jobs.revive() == 0
    record = record_of(services, run_id)
    assert (record.state, record.lease_owner, record.lapses) == ("queued", None, 1)


def test_a_worker_whose_lease_was_taken_writes_nothing_more(services: Services, run_id: str) -> None:
    _, old = services.jobs.claim("runs", run_id) or pytest.fail("not claimed")
    let_lapse(services)
    services.jobs.revive()
    _, new = services.jobs.claim("runs", run_id) or pytest.fail("not claimed again")
    with services.transactions.write() as uow:
        ends = JobEnds(uow, "runs")
        assert not ends.done(run_id, old.owner, model_path="stale")
        assert not ends.failed(run_id, old.owner, {"code": "x", "message": "x", "remedy": ""})
        assert not ends.cancelled(run_id, old.owner)
    record = record_of(services, run_id)
    assert (record.state, record.model_path, record.lease_owner) == ("running", None, new.owner)


def test_a_job_that_loses_its_worker_too_often_fails_with_the_reason(
    client: Any, services: Services, run_id: str
) -> None:
    for _ in range(MOST_LAPSES):
        assert services.jobs.claim("runs", run_id) is not None
        let_lapse(services)
        services.jobs.revive()
    record = record_of(services, run_id)
    assert (record.state, record.error["code"]) == ("failed", "worker_lost")
    assert client.get(f"/training?session_id={record.session_id}").json["data"]["state"] == "failed"


def test_a_message_that_was_lost_is_sent_again(services: Services, run_id: str) -> None:
    services.redis.flushdb()
    let_pass(services, FORGOTTEN_AFTER_S + 1)
    assert services.jobs.revive() == 1
    assert services.redis.llen("jobs") == 1


def test_a_message_that_waits_behind_others_is_not_sent_again(services: Services, run_id: str) -> None:
    let_pass(services, FORGOTTEN_AFTER_S + 1)
    assert services.jobs.revive() == 0
    assert services.redis.llen("jobs") == 1


def test_a_lease_that_moves_never_lapses_whatever_time_is_written_in_it(services: Services, run_id: str) -> None:
    _, lease = services.jobs.claim("runs", run_id) or pytest.fail("not claimed")
    for hours in (0, -3, 5):
        with services.transactions.write() as uow:
            uow.runs.update_leased(run_id, lease.owner, lease_expires_at=utc_now() + timedelta(hours=hours))
        let_lapse(services)
        with services.transactions.write() as uow:
            uow.runs.update_leased(run_id, lease.owner, lease_expires_at=utc_now() - timedelta(hours=hours + 1))
        assert services.jobs.revive() == 0
    assert record_of(services, run_id).lapses == 0


def test_a_worker_that_answers_a_summons_keeps_its_job(services: Services, run_id: str) -> None:
    _, lease = services.jobs.claim("runs", run_id) or pytest.fail("not claimed")
    let_lapse(services)
    assert record_of(services, run_id).lease_expires_at is None, "summoned"
    lease._renew()
    assert services.jobs.revive() == 0
    record = record_of(services, run_id)
    assert (record.state, record.lapses, record.lease_owner) == ("running", 0, lease.owner)


def test_nobody_is_called_silent_for_the_time_in_which_the_database_was_away(
    services: Services, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise PartUnavailableError("The database", "gone")

    services.jobs.claim("runs", run_id)
    services.jobs.revive()
    with monkeypatch.context() as outage:
        outage.setattr("backend.repositories.jobs.JobRepository.leases", away)
        with pytest.raises(PartUnavailableError):
            services.jobs.revive()
    before = services.jobs.clock()
    services.jobs.clock = lambda: before + services.jobs.lease_seconds + 1
    assert services.jobs.revive() == 0
    assert record_of(services, run_id).state == "running"


def wait_for_reason(lease: Any, reason: type[Exception]) -> None:
    with pytest.raises(reason):
        for _ in range(200):
            lease.check()
            lease._done.wait(0.05)


def test_a_lease_hears_of_a_cancellation(services: Services, run_id: str) -> None:
    _, lease = services.jobs.claim("runs", run_id) or pytest.fail("not claimed")
    with lease:
        lease.check()
        with services.transactions.write() as uow:
            uow.runs.request_cancel(run_id)
        wait_for_reason(lease, CancelledError)


def test_a_job_that_takes_too_long_fails_with_the_limit(
    settings: Any, services: Services, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(table: Any, plan: Any, on_progress: Any, *_: Any) -> None:
        for step in range(10_000):
            on_progress(Progress("folds", step, 10_000, "trees"))
            time.sleep(0.01)

    monkeypatch.setattr(settings, "run_time_limit_s", 0)
    monkeypatch.setattr("ML.training.train", endless)
    services.training_job.execute(run_id)
    record = record_of(services, run_id)
    assert (record.state, record.error["code"]) == ("failed", "time_limit")


def test_a_lease_hears_that_it_is_lost(services: Services, run_id: str) -> None:
    _, lease = services.jobs.claim("runs", run_id) or pytest.fail("not claimed")
    with lease:
        with services.transactions.write() as uow:
            uow.runs.update_leased(run_id, lease.owner, lease_owner="another")
        wait_for_reason(lease, LeaseLostError)


def test_a_leaving_worker_hands_its_job_back_without_a_lapse(
    monkeypatch: pytest.MonkeyPatch, services: Services, run_id: str
) -> None:
    monkeypatch.setattr(services.jobs, "is_leaving", lambda: True)
    services.training_job.execute(run_id)
    record = record_of(services, run_id)
    assert (record.state, record.lapses, record.lease_owner) == ("queued", 0, None)
    with pytest.raises(WorkerLeavingError):
        (services.jobs.claim("runs", run_id) or pytest.fail("not claimed"))[1].check()


def test_a_fault_fails_the_run_without_telling_its_insides(
    monkeypatch: pytest.MonkeyPatch, client: Any, services: Services, run_id: str
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("ML.training.train", broken)
    services.training_job.execute(run_id)
    session_id = record_of(services, run_id).session_id
    error = client.get(f"/training?session_id={session_id}").json["data"]["error"]
    assert error["code"] == "internal_error"
    assert "secret detail" not in str(error)


def test_a_queue_that_is_away_leaves_the_session_as_it_was(
    monkeypatch: pytest.MonkeyPatch, client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise PartUnavailableError("Redis", "connection refused")

    session_id = new_session()
    monkeypatch.setattr("backend.adapters.queue.JobQueue.send", away)
    refused = client.post("/training", json={"session_id": session_id})
    assert (refused.status_code, refused.json["details"]["part"]) == (503, "Redis")
    assert client.get(f"/training?session_id={session_id}").json["data"]["state"] == "configured"
