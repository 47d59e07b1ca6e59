"""The server of messages is killed, started again, and emptied: workers consume again, and what waited is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults import aftermath
from tests.faults.journeys import Training
from tests.faults.platform import Platform, Worker
from tests.faults.servers import Queue

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    made = Queue(tmp_path_factory.mktemp("queue"))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory, queue: Queue) -> Iterator[Platform]:
    made = Platform(tmp_path_factory.mktemp("apart"), queue.url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def worker(apart: Platform) -> Worker:
    return apart.worker().ready()


def test_runs_end_while_it_is_away_and_workers_consume_again(
    apart: Platform, queue: Queue, worker: Worker, undisturbed: Callable[[str], dict[str, Any]]
) -> None:
    expected = undisturbed("training")
    with apart.held("folds.20") as somebody:
        running = Training(apart).start()
        waiting = Training(apart).start()
        refused = Training(apart)
        somebody()
        queue.kill()
        answer = apart.client.post("/training", json={"session_id": refused.session_id})
        assert (answer.status_code, answer.json["details"]["part"]) == (503, "Redis")
        assert int(answer.headers["Retry-After"]) >= 1
    assert running.ended().state == "done", "nothing that is under way needs it"
    queue.start()
    aftermath.holds(apart, refused.start(), expected, attempts={1})
    aftermath.holds(apart, waiting, expected, attempts={1})
    aftermath.holds(apart, running, expected, attempts={1})
    assert worker.process.poll() is None


def test_what_waits_is_sent_again_when_every_message_is_lost(
    apart: Platform, queue: Queue, worker: Worker, undisturbed: Callable[[str], dict[str, Any]]
) -> None:
    expected = undisturbed("training")
    with apart.held("folds.20") as somebody:
        runs = [Training(apart).start() for _ in range(3)]
        somebody()
        queue.empty()
    for run in runs:
        aftermath.holds(apart, run, expected, attempts={1}) if run is runs[-1] else run.ended()
    assert {run.record().attempt for run in runs} == {1}
