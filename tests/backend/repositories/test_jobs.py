"""Jobs and the leases on them, on a real database."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from backend.records import RunRecord, SessionRecord, utc_now
from backend.services.endings import JobEnds
from backend.unit_of_work import Transactions

NOW = utc_now()
LATER = NOW + timedelta(seconds=9)


@pytest.fixture(autouse=True)
def _session(transactions: Transactions) -> None:
    with transactions.write() as uow:
        uow.sessions.add(SessionRecord(id="s"))


def queue(transactions: Transactions, *ids: str, since: datetime = NOW) -> None:
    with transactions.write() as uow:
        for number, run_id in enumerate(ids):
            moment = since + timedelta(seconds=number)
            uow.runs.add(RunRecord(id=run_id, session_id="s", queued_at=moment, created_at=moment))


def claim(transactions: Transactions, run_id: str, owner: str = "me", expires_at: datetime = LATER) -> bool:
    with transactions.write() as uow:
        return uow.runs.claim(run_id, owner, NOW, expires_at) is not None


def find(transactions: Transactions, run_id: str) -> RunRecord:
    with transactions.read() as uow:
        return uow.runs.get(run_id)


def test_a_claimed_job_is_running_under_its_owner(transactions: Transactions) -> None:
    queue(transactions, "r")
    assert claim(transactions, "r")
    record = find(transactions, "r")
    assert (record.state, record.lease_owner, record.attempt) == ("running", "me", 1)
    assert (record.started_at, record.lease_expires_at) == (NOW, LATER)


def test_of_many_claims_at_once_one_succeeds(transactions: Transactions) -> None:
    queue(transactions, "r")
    took: list[bool] = []
    threads = [threading.Thread(target=lambda n=n: took.append(claim(transactions, "r", f"w{n}"))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False] * 5 + [True]


def test_only_the_owner_writes_and_ends(transactions: Transactions) -> None:
    queue(transactions, "r")
    claim(transactions, "r")
    with transactions.write() as uow:
        assert not uow.runs.update_leased("r", "another", log=["stale"])
        assert not uow.runs.finish("r", "another", "done", NOW)
        assert uow.runs.update_leased("r", "me", log=["mine"])
        assert uow.runs.finish("r", "me", "done", LATER, model_path="m")
        assert not uow.runs.update_leased("r", "me", log=["after the end"])
    record = find(transactions, "r")
    assert (record.state, record.lease_owner, record.log) == ("done", None, ["mine"])
    assert (record.model_path, record.finished_at) == ("m", LATER)


def test_only_a_lease_that_has_not_moved_is_taken_and_only_once(transactions: Transactions) -> None:
    queue(transactions, "fresh", "silent")
    claim(transactions, "fresh")
    claim(transactions, "silent")
    with transactions.write() as uow:
        assert uow.runs.leases() == {"fresh": ("me", LATER), "silent": ("me", LATER)}
        uow.runs.update_leased("fresh", "me", lease_expires_at=LATER + timedelta(seconds=1))
        assert uow.runs.take_lapsed("fresh", "me", LATER) == 0, "renewed meanwhile"
        assert uow.runs.take_lapsed("silent", "me", LATER) == 1
        assert JobEnds(uow, "runs").requeued("silent", "me")
        assert uow.runs.take_lapsed("silent", "me", LATER) == 0
        assert set(uow.runs.leases()) == {"fresh"}
    again = find(transactions, "silent")
    assert (again.state, again.lapses, again.lease_owner) == ("queued", 1, None)


def test_the_first_start_is_kept_when_a_job_is_taken_over(transactions: Transactions) -> None:
    queue(transactions, "r")
    claim(transactions, "r")
    with transactions.write() as uow:
        uow.runs.take_lapsed("r", "me", LATER)
        JobEnds(uow, "runs").requeued("r", "me")
        uow.runs.claim("r", "next", LATER, LATER)
    record = find(transactions, "r")
    assert (record.started_at, record.attempt) == (NOW, 2)


def test_the_place_in_the_queue_counts_those_ahead(transactions: Transactions) -> None:
    queue(transactions, "first", "second", "third")
    with transactions.read() as uow:
        assert [uow.runs.position(uow.runs.get(name)) for name in ("first", "second", "third")] == [1, 2, 3]
        assert (uow.runs.count("queued"), uow.runs.count("running")) == (3, 0)
    claim(transactions, "first")
    with transactions.read() as uow:
        assert uow.runs.position(uow.runs.get("third")) == 2
        assert (uow.runs.count("queued"), uow.runs.count("running")) == (2, 1)


def test_waiting_jobs_are_told_oldest_first(transactions: Transactions) -> None:
    queue(transactions, "new", "taken")
    queue(transactions, "oldest", "old", since=NOW - timedelta(minutes=1))
    claim(transactions, "taken")
    with transactions.read() as uow:
        assert list(uow.runs.waiting().items()) == [("oldest", 0), ("old", 0), ("new", 0)]


def test_cancelling_ends_a_queued_job_and_asks_a_running_one(transactions: Transactions) -> None:
    queue(transactions, "queued", "running", "done")
    claim(transactions, "running")
    claim(transactions, "done")
    with transactions.write() as uow:
        uow.runs.finish("done", "me", "done", NOW)
        assert uow.runs.cancel_queued("queued", NOW)
        assert not uow.runs.cancel_queued("running", NOW)
        for name in ("running", "done"):
            uow.runs.request_cancel(name)
    asked = {name: find(transactions, name) for name in ("queued", "running", "done")}
    assert {name: record.state for name, record in asked.items()} == {
        "queued": "cancelled",
        "running": "running",
        "done": "done",
    }
    assert asked["running"].cancel_requested
    assert not asked["done"].cancel_requested


def test_jobs_are_found_by_session_and_by_id(transactions: Transactions) -> None:
    queue(transactions, "a", "b")
    with transactions.read() as uow:
        assert [record.id for record in uow.runs.of_session("s")] == ["a", "b"]
        assert uow.runs.of_session("another") == []
        assert set(uow.runs.of_runs(["b", "gone"])) == {"b"}
