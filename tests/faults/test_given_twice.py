"""Runs that more than one worker hears of, that hang, that kill whoever takes them, and workers that are sent away."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from backend.services.endings import MOST_LAPSES
from backend.services.jobs import TASKS
from tests.faults import aftermath
from tests.faults.conftest import Crew
from tests.faults.journeys import Training
from tests.faults.platform import Platform, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

LEAVES_WITHIN_S = 20.0
"""Six on an idle machine; service managers kill after ten or more, and this machine may be busy."""

Undisturbed = Callable[[str], dict[str, Any]]


def test_a_run_that_two_workers_are_given_and_whose_task_comes_five_times_is_done_once(
    platform: Platform, crew: Crew, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    crew.there()
    with platform.held("folds.20") as somebody:
        run = Training(platform).start()
        somebody()
        for _ in range(5):
            platform.services.celery.send_task(TASKS["runs"], args=[run.id])
        wait_for(lambda: platform.services.redis.llen("jobs") == 0, "the other worker has taken every message")
    aftermath.holds(platform, run, expected, attempts={1})
    attempts = {path.split("/")[2] for path in aftermath.stored(platform, "runs") if path.split("/")[1] == run.id}
    assert attempts == {"attempt-1"}


def test_a_process_that_hangs_loses_its_run_and_its_life(
    platform: Platform, crew: Crew, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    crew.there()
    with platform.held("folds.20") as somebody:
        run = Training(platform).start()
        hung = psutil.Process(somebody())
        hung.suspend()
        wait_for(lambda: run.record().lapses == 1, "the lease lapses")
    aftermath.holds(platform, run, expected, attempts={2})
    wait_for(lambda: not hung.is_running() or hung.status() == psutil.STATUS_ZOMBIE, "its worker ends it")


def test_a_machine_that_stood_still_finds_its_run_done_and_changes_nothing(
    platform: Platform, crew: Crew, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    workers = crew.there()
    with platform.held("saving.1") as somebody:
        run = Training(platform).start()
        process = somebody()
        frozen = next(worker for worker in workers if worker.pool().pid == process)
        os.killpg(frozen.process.pid, signal.SIGSTOP)
        wait_for(lambda: run.record().lapses == 1, "the lease lapses")
    try:
        before = run.ended()
        assert before.attempt == 2
    finally:
        os.killpg(frozen.process.pid, signal.SIGCONT)
    wait_for(lambda: f"{run.id} belongs to another worker" in platform.log(frozen.name), "it sees that it is too late")
    aftermath.holds(platform, run, expected, attempts={2})
    assert run.record().finished_at == before.finished_at


def test_a_run_that_kills_its_worker_three_times_is_failed_with_its_reason(platform: Platform, crew: Crew) -> None:
    crew.there()
    run = Training(platform)
    before = aftermath.failures(platform, "worker_lost")
    killed: set[int] = set()
    with platform.held("reading.0") as somebody:
        run.start()
        for number in range(1, MOST_LAPSES + 1):
            process = wait_for(lambda: (met := somebody()) not in killed and met, "another comes by")
            os.kill(process, signal.SIGKILL)
            killed.add(process)
            wait_for(lambda n=number: run.record().lapses == n, "the lease lapses")
    aftermath.holds(platform, run, None)
    error = run.poll()["error"]
    assert error["code"] == "worker_lost"
    assert "went silent 3 times" in error["message"]
    assert "'reading'" in error["message"]
    assert error["remedy"]
    assert run.record().attempt == MOST_LAPSES
    wait_for(lambda: aftermath.failures(platform, "worker_lost") == before + 1, "whoever failed it counts it")


def test_a_worker_that_is_sent_away_in_a_long_fit_is_gone_in_ten_seconds_and_its_finished_folds_are_kept(
    platform: Platform, crew: Crew, undisturbed: Undisturbed
) -> None:
    expected = undisturbed("training")
    workers = crew.there()
    # Held there, a fit looks at nothing, as one fit of a large forest would for minutes.
    with platform.held("folds.20") as somebody:
        run = Training(platform).start()
        process = somebody()
        leaving = next(worker for worker in workers if worker.pool().pid == process)
        with platform.held("folds.7"):
            # Whoever fits the first fold again comes by its seventh tree, and does not get to the second.
            took = leaving.leave()
            wait_for(lambda: somebody() != process, "another gets as far")
    assert took < LEAVES_WITHIN_S
    assert (run.ended().lapses, run.ended().attempt) == (0, 2)
    aftermath.holds(platform, run, expected)
