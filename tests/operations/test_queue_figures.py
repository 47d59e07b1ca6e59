"""What ``/metrics`` tells of the queue: the database is the truth, messages stand beside it, refusals are counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.assembly import Services
from backend.config import Settings
from backend.records import RefreshRecord, RunRecord, utc_now
from backend.repositories.tallies import QUEUED
from tests.operations.scrape import figures, look_again, sample

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def kinds_told(found: Any, name: str) -> set[str]:
    return {dict(labels)["kind"] for told, labels in found if told == f"playground_{name}"}


@BOTH
def test_jobs_that_wait_are_told_by_kind_with_the_longest_wait(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    for _ in range(2):
        assert client.post("/training", json={"session_id": new_session()}).status_code == 202
    with services.transactions.write() as uow:
        (first, _) = uow.runs.waiting()
        record: RunRecord = uow.runs.get(first)
        record.queued_at = utc_now() - timedelta(minutes=20)
        uow.refreshes.add(RefreshRecord(id="one", dataset="k2", table="any", state="running"))
    found = figures(client)
    assert kinds_told(found, "queued_jobs") == kinds_told(found, "oldest_queued_seconds") == set(QUEUED)
    assert {kind: sample(found, "queued_jobs", kind=kind) for kind in QUEUED} == dict.fromkeys(QUEUED, 0) | {"runs": 2}
    assert 1200 <= sample(found, "oldest_queued_seconds", kind="runs") < 1300
    assert sample(found, "oldest_queued_seconds", kind="refreshes") == 0


def test_lost_messages_do_not_hide_jobs_that_wait(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    client.post("/training", json={"session_id": new_session()})
    found = figures(client)
    assert (sample(found, "queued_jobs", kind="runs"), sample(found, "queue_depth")) == (1, 1)
    services.redis.flushdb()
    look_again(services)
    found = figures(client)
    assert (sample(found, "queued_jobs", kind="runs"), sample(found, "queue_depth")) == (1, 0)


@pytest.mark.parametrize("limit", ["max_queued", "max_queued_per_client"])
def test_jobs_that_are_refused_for_want_of_room_are_counted_by_the_limit(
    limit: str, client: Any, settings: Settings, new_session: Callable[..., str]
) -> None:
    setattr(settings, limit, 1)
    sessions = [new_session() for _ in range(3)]
    assert sample(figures(client), "queue_refused_total", limit=limit) == 0
    answers = [client.post("/training", json={"session_id": session_id}) for session_id in sessions]
    assert [answer.status_code for answer in answers] == [202, 429, 429]
    found = figures(client)
    told = {dict(labels)["limit"]: value for (name, labels), value in found.items() if "queue_refused_total" in name}
    assert told == {"max_queued": 0, "max_queued_per_client": 0} | {limit: 2}
