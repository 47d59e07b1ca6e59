"""Clocks that are wrong, and that jump: leases are judged by whether they move, not by the time written in them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.records import utc_now
from backend.seams import CLOCK
from tests.faults import aftermath
from tests.faults.conftest import Crew
from tests.faults.journeys import Training
from tests.faults.platform import Platform, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

HOURS = 3_600


def renewals(run: Training, number: int) -> None:
    """Wait until the run's lease has been renewed so often."""
    seen: set[Any] = set()

    def enough() -> bool:
        seen.add(run.record().lease_expires_at)
        return len(seen) > number

    wait_for(enough, f"{number} renewals")


def test_clocks_that_are_wrong_and_jump_take_no_run_from_a_living_worker_and_leave_none_to_a_dead_one(
    platform: Platform, crew: Crew, undisturbed: Callable[[str], dict[str, Any]]
) -> None:
    expected = undisturbed("training")
    crew.there()
    ahead = platform.folder / "ahead"
    ahead.mkdir()
    (ahead / CLOCK).write_text(str(5 * HOURS))
    watcher = platform.worker(SEAM_DIR=str(ahead)).ready()
    clock = platform.seams / CLOCK
    with platform.held("folds.20") as somebody:
        run = Training(platform)
        # The only one whose seams hold is one of the crew; the watcher hears of the run no sooner than they.
        run.start()
        process = wait_for(lambda: run.record().state != "queued" and somebody(), "it is taken")
        for jump in (-3 * HOURS, 4 * HOURS, -HOURS):
            clock.write_text(str(jump))
            renewals(run, 6)
            assert run.record().lapses == 0, f"a jump of {jump} s took the run from its worker"
        far_ahead = utc_now() + timedelta(hours=2)
        clock.write_text(str(4 * HOURS))
        wait_for(lambda: run.record().lease_expires_at > far_ahead, "the lease says hours from now")
        os.kill(process, signal.SIGKILL)
    clock.unlink()
    try:
        aftermath.holds(platform, run, expected, attempts={2})
    finally:
        # Its seams are not those at which the next tests wait.
        watcher.kill()
