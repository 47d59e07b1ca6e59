"""Clients take turns: one's many jobs do not starve another's one, and no more may wait than there is room for."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.assembly import Services
from backend.repositories.turns import Served, Waiting
from backend.services.turns import next_client

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def since(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("waiting", "served", "expected"),
    [
        ([Waiting("a", 20, since(0)), Waiting("b", 1, since(9))], {}, "a"),
        ([Waiting("a", 19, since(0)), Waiting("b", 1, since(9))], {"a": Served(1, since(10))}, "b"),
        ([Waiting("a", 19, since(0)), Waiting("b", 1, since(9))], {"a": Served(0, since(10))}, "b"),
        (
            [Waiting("a", 9, since(0)), Waiting("b", 9, since(1))],
            {"a": Served(1, since(3)), "b": Served(1, since(2))},
            "b",
        ),
        (
            [Waiting("a", 9, since(0)), Waiting("b", 9, since(1))],
            {"a": Served(1, since(2)), "b": Served(2, since(1))},
            "a",
        ),
    ],
    ids=["who came first", "whom nobody serves", "who was never served", "whose turn is longer ago", "who has fewer"],
)
def test_whose_turn_it_is(waiting: list[Waiting], served: dict[str, Served], expected: str) -> None:
    assert next_client(waiting, served) == expected


@pytest.fixture
def begin(client: Any, new_session: Callable[..., str]) -> Callable[[str], Any]:
    """Begin a training as somebody at an address; returns the answer."""

    def start(address: str) -> Any:
        body = {"session_id": new_session()}
        return client.post("/training", json=body, environ_base={"REMOTE_ADDR": address})

    return start


def taken(services: Services) -> list[str]:
    """Take all that waits, one after the other, as a single worker would; returns the ids in that order."""
    order: list[str] = []

    def execute(job_id: str) -> bool:
        claimed = services.jobs.claim("runs", job_id)
        assert claimed is not None
        with services.transactions.write() as uow:
            uow.runs.finish(job_id, claimed[1].owner, "done", datetime.now(UTC))
        order.append(job_id)
        return True

    while services.turns.take({"runs": execute}):
        pass
    return order


@BOTH
def test_twenty_trainings_of_one_client_do_not_starve_another_ones(
    services: Services, client: Any, begin: Callable[[str], Any]
) -> None:
    many = [begin("192.0.2.1").json["data"]["run_id"] for _ in range(20)]
    few = [begin("192.0.2.2").json["data"] for _ in range(2)]
    assert [one["queue_position"] for one in few] == [2, 4]
    last = begin("192.0.2.1").json["data"]
    assert last["queue_position"] == 23
    expected = [many[0], few[0]["run_id"], many[1], few[1]["run_id"], *many[2:], last["run_id"]]
    assert taken(services) == expected


@BOTH
def test_a_polling_client_sees_its_place_move_with_one_statement(
    services: Services, client: Any, begin: Callable[[str], Any]
) -> None:
    begin("192.0.2.1")
    waiting = begin("192.0.2.2").json["data"]
    path = f"/training?session_id={waiting['session_id']}"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    kind, job_id = services.turns.next() or ("", "")
    assert (kind, services.jobs.claim(kind, job_id) is not None) == ("runs", True)
    moved = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (moved.status_code, moved.json["data"]["queue_position"]) == (200, 1)


@BOTH
def test_a_job_that_another_worker_took_at_the_same_moment_costs_nobody_a_turn(
    services: Services, begin: Callable[[str], Any]
) -> None:
    first, second = (begin("192.0.2.1").json["data"]["run_id"] for _ in range(2))
    done: list[str] = []

    def execute(job_id: str) -> bool:
        if job_id == first:
            assert services.jobs.claim("runs", job_id) is not None, "the other worker is faster"
            return False
        done.append(job_id)
        return True

    assert services.turns.take({"runs": execute})
    assert done == [second]


def test_batches_and_studies_take_turns_with_trainings(
    services: Services, client: Any, trained_session: str, begin: Callable[[str], Any]
) -> None:
    for _ in range(2):
        begin("192.0.2.1")
    template = client.get(f"/predict/template?session_id={trained_session}").data
    sent = {"session_id": trained_session, "file": (io.BytesIO(template), "rows.csv")}
    batch = client.post("/predict", data=sent, environ_base={"REMOTE_ADDR": "192.0.2.2"}).json["data"]
    asked = {"session_id": trained_session, "study": "learning_curve"}
    study = client.post("/api/studies", json=asked, environ_base={"REMOTE_ADDR": "192.0.2.3"}).json["data"]
    kinds = []
    for _ in range(4):
        kind, job_id = services.turns.next() or ("", "")
        kinds.append((kind, job_id))
        assert services.jobs.claim(kind, job_id) is not None
    assert [kind for kind, _ in kinds] == ["runs", "predictions", "studies", "runs"]
    assert (kinds[1][1], kinds[2][1]) == (batch["prediction_id"], study["study_id"])


@pytest.mark.parametrize(
    ("limit", "others", "whose"),
    [("max_queued_per_client", "192.0.2.1", "of yours"), ("max_queued", "192.0.2.9", "of all")],
)
def test_more_than_may_wait_is_refused_with_the_time_to_come_again(
    services: Services,
    client: Any,
    new_session: Callable[..., str],
    begin: Callable[[str], Any],
    limit: str,
    others: str,
    whose: str,
) -> None:
    setattr(client.application.extensions["settings"], limit, 2)
    assert [begin(others).status_code for _ in range(2)] == [202, 202]
    session_id = new_session()
    answer = client.post("/training", json={"session_id": session_id}, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert (answer.status_code, answer.json["code"]) == (429, "queue_full")
    assert whose in answer.json["error"]
    details = answer.json["details"]
    assert (details["setting"], details["waiting"], details["allowed"]) == (limit.upper(), 2, 2)
    assert int(answer.headers["Retry-After"]) == details["retry_after_s"] > 0
    assert client.get(f"/training?session_id={session_id}").json["data"]["state"] == "configured"
    with services.transactions.read() as uow:
        assert uow.runs.of_session(session_id) == []
    taken(services)
    again = client.post("/training", json={"session_id": session_id}, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert again.status_code == 202, "there is room again"


def test_who_is_at_the_limit_does_not_close_the_door_to_others(client: Any, begin: Callable[[str], Any]) -> None:
    client.application.extensions["settings"].max_queued_per_client = 1
    assert begin("192.0.2.1").status_code == 202
    assert begin("192.0.2.1").status_code == 429
    assert begin("192.0.2.2").status_code == 202


def test_a_keyed_request_that_was_to_come_again_is_not_refused_for_ever(
    services: Services, client: Any, new_session: Callable[..., str], begin: Callable[[str], Any]
) -> None:
    client.application.extensions["settings"].max_queued = 1
    begin("192.0.2.1")
    sent = {"json": {"session_id": new_session()}, "headers": {"Idempotency-Key": "my-training"}}
    assert client.post("/training", **sent).status_code == 429
    taken(services)
    assert client.post("/training", **sent).status_code == 202


def test_of_clients_only_digests_are_kept(services: Services, begin: Callable[[str], Any]) -> None:
    run_id = begin("192.0.2.77").json["data"]["run_id"]
    with services.transactions.read() as uow:
        client = uow.runs.get(run_id).client
    assert len(client) == 32
    assert "192" not in bytes.fromhex(client).decode("latin-1")
