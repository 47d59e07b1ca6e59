"""Requests that schemathesis makes up from the OpenAPI document, right and wrong, and what is held of each answer."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.hostile.ground import KEPLER, Ground

SEED = 20_261_121
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FIRST_REFUSAL = 400
Call = Callable[[Any], Any]
"""Sends a case and returns its answer."""


@dataclass
class Tally:
    """What was answered: cases by operation and status."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def count(self, label: str, status: int) -> None:
        """Note one answer."""
        self.statuses[label][status] += 1

    @property
    def cases(self) -> int:
        """All answers."""
        return sum(counted.total() for counted in self.statuses.values())


def load_schema(app: Any) -> Any:
    """Return the application's own document, with the application behind it."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=SchemathesisConfig())


def operations(schema: Any) -> list[Any]:
    """Return every operation of the document."""
    return [result.ok() for result in schema.get_all_operations()]


def attack(
    operation: Any, ground: Ground, tally: Tally, examples: int, *, start: int = SEED, call: Call | None = None
) -> None:
    """Send right and wrong requests of one operation, and hold every answer to the document."""
    for mode in MODES:
        try:
            _attack(operation, mode, ground, tally, examples, start, call or _here)
        except Unsatisfiable:
            # Without parameters and body nothing can be wrong with a request.
            assert not operation.body and not list(operation.iter_parameters()), operation.label


def _here(case: Any) -> Any:
    return case.call()


def _attack(
    operation: Any, mode: GenerationMode, ground: Ground, tally: Tally, examples: int, start: int, call: Call
) -> None:
    @seed(start)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), number=st.integers(0, 2**32))
    def send(case: Any, number: int) -> None:
        is_planted = mode.is_positive or number % 2 == 1
        if is_planted:
            # What was wrong may be right now: whether it is refused is asked of the others.
            plant(case, ground, Random(number))
        answer = call(case)
        tally.count(operation.label, answer.status_code)
        hold(case, answer, CHECKS if is_planted else [*CHECKS, negative_data_rejection])

    send()


def plant(case: Any, ground: Ground, random: Random) -> None:
    """Put what the platform holds into some fields of a request."""
    path = case.operation.path
    if case.method == "DELETE":
        # What is deleted must not be what the other requests stand on.
        case.path_parameters = {**case.path_parameters, "session_id": disposable(ground)}
        return
    for part in ("path_parameters", "query", "body"):
        held = getattr(case, part)
        if isinstance(held, dict) and held:
            setattr(case, part, ground.plant(path, held, random))


def disposable(ground: Ground) -> str:
    """Return the id of a session that nobody needs."""
    client = ground.app.test_client()
    session_id: str = client.get("/select").json["data"]["session_id"]
    client.post("/select", json={"session_id": session_id, **KEPLER})
    return session_id


def hold(case: Any, answer: Any, checks: list[Any]) -> None:
    """Hold an answer to the document, and every refusal to the envelope."""
    case.validate_response(answer, checks=checks)
    if answer.status_code >= FIRST_REFUSAL:
        hold_envelope(answer.content if hasattr(answer, "content") else answer.data, case)


def hold_envelope(content: bytes, asked: object) -> None:
    """Every refusal is JSON with a code and a message that a person can act on."""
    told = json.loads(content)
    assert set(told) == {"status", "data", "error", "code", "details"}, (asked, told)
    assert told["status"] == "error", (asked, told)
    assert told["code"], (asked, told)
    assert told["error"], (asked, told)
