"""Calls that build on each other: select, training, result, prediction, study, in any order that a client chooses."""

from __future__ import annotations

from tests.hostile.document import Tally
from tests.hostile.ground import Ground
from tests.hostile.journeys import travel

JOURNEYS = 8


def test_no_order_of_calls_is_answered_otherwise_than_documented(ground: Ground) -> None:
    tally = Tally()
    travel(ground, tally, JOURNEYS)
    walked = {label for label, statuses in tally.statuses.items() if statuses.keys() & {200, 201, 202}}
    assert walked >= {"GET /select", "POST /select", "POST /training", "GET /training", "GET /result", "POST /predict"}
