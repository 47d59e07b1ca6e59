"""A worker that is killed in each phase of its work: another takes over and finds what one would have found alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.faults import aftermath
from tests.faults.conftest import Crew
from tests.faults.journeys import JOURNEYS
from tests.faults.platform import Platform

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]


@dataclass(frozen=True)
class Fault:
    """One row: in which phase of which journey the process that works is killed, and whether its worker dies too."""

    name: str
    journey: str
    place: str
    whole_worker: bool = False
    attempt: int = 2


FAULTS = (
    Fault("taken, not begun", "training", "runs.claimed"),
    Fault("reading", "training", "reading.0"),
    Fault("fold", "training", "folds.20", whole_worker=True),
    Fault("final fit", "training", "final_fit.5"),
    Fault("artefact write", "training", "runs.half_saved"),
    Fault("saved, not recorded", "training", "runs.ending"),
    Fault("tuning trial of the run's own worker", "tuning", "trials.judging"),
    Fault("cutting a batch", "batch", "predictions.claimed"),
    Fault("batch chunk written, not recorded", "batch", "chunks.kept", attempt=0),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_killed_worker_is_replaced(
    platform: Platform, crew: Crew, undisturbed: Callable[[str], dict[str, Any]], fault: Fault
) -> None:
    expected = undisturbed(fault.journey)
    workers = crew.there()
    with platform.held(fault.place) as somebody:
        journey = JOURNEYS[fault.journey](platform).start()
        process = somebody()
        doomed = next(worker for worker in workers if worker.pool().pid == process)
        doomed.kill() if fault.whole_worker else os.kill(process, signal.SIGKILL)
    aftermath.holds(platform, journey, expected, attempts={fault.attempt} if fault.attempt else {1, 2})
