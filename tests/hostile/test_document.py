"""Every operation of the OpenAPI document, with right and wrong requests made up from it: no answer surprises."""

from __future__ import annotations

from backend.api.openapi import current_document
from tests.hostile.document import Tally, attack, load_schema, operations
from tests.hostile.ground import Ground

EXAMPLES = 6
"""Requests of each kind for each operation; `python -m tests.reports.hostile` sends as many as are asked for."""


def test_every_operation_answers_as_its_document_says(ground: Ground) -> None:
    tally = Tally()
    found = operations(load_schema(ground.app))
    assert len(found) == current_document().count('"operationId"')
    faults = []
    for operation in found:
        try:
            attack(operation, ground, tally, EXAMPLES)
        except (Exception, BaseExceptionGroup) as fault:
            faults.append(fault)
    if faults:
        raise BaseExceptionGroup("Answers that the document does not tell", faults)
    assert tally.cases > EXAMPLES * len(found)
