"""One client's twenty trainings wait for one worker; another's one does not wait for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults import aftermath
from tests.faults.conftest import Crew
from tests.faults.journeys import Training
from tests.faults.platform import Platform

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

MANY = 20


def test_twenty_trainings_of_one_client_do_not_starve_another_ones(
    platform: Platform, crew: Crew, undisturbed: Callable[[str], dict[str, Any]]
) -> None:
    expected = undisturbed("training")
    crew.dismiss()
    many = [Training(platform) for _ in range(MANY)]
    one = Training(platform)
    one.address = "192.0.2.7"
    crew.there(1)
    with platform.held("runs.claimed") as somebody:
        many[0].start()
        somebody()
        for run in many[1:]:
            run.start()
        one.start()
    for run in (*many, one):
        aftermath.ends_like(run, expected, attempts={1})
    later = sum(run.record().started_at > one.record().started_at for run in many)
    assert later == MANY - 1, "it waited for the training that had begun, and for no other"
    aftermath.nothing_is_lost(platform)
