"""Memory and time of one run: what passes a limit is failed with the limit's name, and the next run works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.faults import aftermath
from tests.faults.conftest import Crew
from tests.faults.journeys import Training
from tests.faults.platform import Platform, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]


WELL_PAST_S = 2.5
"""One that holds too much is ended where it stands; one that takes too long stops at its next step."""


@dataclass(frozen=True)
class Limit:
    """One row: a setting so small that any run passes it, and what the run is told."""

    setting: str
    value: str
    code: str


LIMITS = (
    Limit("RUN_MEMORY_LIMIT_MB", "100", "memory_limit"),
    Limit("RUN_TIME_LIMIT_S", "1", "time_limit"),
)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.code)
def test_a_run_that_passes_a_limit_fails_with_its_reason(
    platform: Platform, crew: Crew, undisturbed: Callable[[str], dict[str, Any]], limit: Limit
) -> None:
    expected = undisturbed("training")
    crew.dismiss()
    before = aftermath.failures(platform, limit.code)
    limited = platform.worker(**{limit.setting: limit.value}).ready()
    with platform.held("folds.20"):
        run = Training(platform).start()
        # One that holds too much does not get as far.
        wait_for(lambda: (run.poll()["elapsed_s"] or 0.0) > WELL_PAST_S or run.record().error, "the limit is passed")
    failed = run.ended()
    assert (failed.state, failed.error["code"], failed.attempt) == ("failed", limit.code, 1)
    assert f"{limit.setting}={limit.value}" in failed.error["message"]
    wait_for(lambda: aftermath.failures(platform, limit.code) == before + 1, "whoever failed it counts it")
    limited.kill()
    crew.there(1)
    aftermath.holds(platform, Training(platform).start(), expected, attempts={1})
