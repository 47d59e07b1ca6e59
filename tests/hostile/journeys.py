"""Journeys that schemathesis makes up: each answer leads to calls that its ids fit, select to training to result."""

from __future__ import annotations

import json
from contextlib import suppress
from random import Random
from typing import Any, ClassVar

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import use_after_free

from backend.api.openapi import build_document
from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL
from tests.hostile.document import CHECKS, SEED, Tally, hold
from tests.hostile.ground import KEPLER, SHARE_OF_REAL, Ground

RESULTS = (
    "show_result", "ask_result", "download_out_of_fold", "download_splits", "download_disagreements", "download_bundle",
    "print_report", "register_model", "show_prediction", "predict", "download_template", "show_object",
    "compare_sessions",
)  # fmt: skip
ROADS: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("/select", "get", "201"): ("select", "train"),
    ("/select", "post", "200"): ("select", "train", "show_session", "annotate_session"),
    ("/training", "post", "202"): ("show_training", "show_result", "train"),
    ("/training", "get", "200"): (*RESULTS, "start_study", "train"),
    ("/result", "get", "200"): (*RESULTS, "start_study", "select"),
    ("/predict", "post", "202"): ("show_prediction", "download_csv", "download_parquet", "cancel_prediction"),
    ("/api/studies", "post", "202"): ("show_study", "cancel_study"),
    ("/api/sessions/{session_id}", "patch", "200"): ("train", "delete_session"),
}
"""Where an answer leads: to the calls of those names, with the ids that it tells."""
IDS = ("session_id", "run_id", "prediction_id", "study_id")
STEPS = [KEPLER, {"config_type": "features", "preset": "physics"}, QUICK_MODEL, QUICK_EVALUATION]
MOST_STEPS = 10
MOST_TRAININGS = 4
"""Trainings that are carried out in all journeys together; further ones stay queued."""


def linked_schema(ground: Ground) -> Any:
    """Return the calls of sessions from the document, with a link along each road."""
    document = json.loads(json.dumps(build_document(ground.app)))
    calls = {call["operationId"]: call for path in document["paths"].values() for call in path.values()}
    for (path, method, status), roads in ROADS.items():
        links = {name: link_to(document, calls[name]) for name in roads}
        document["paths"][path][method]["responses"][status]["links"] = links
    # Nothing but these roads: guessed ones lead nowhere, as ids here are capabilities and not names.
    config = SchemathesisConfig.from_dict({"phases": {"stateful": {"inference": {"algorithms": []}}}})
    schema = schemathesis.openapi.from_dict(document, config=config)
    schema.app = ground.app
    return schema.include(path_regex=r"^/(select|training|predict|result|api/(sessions|studies|runs|registry))")


def link_to(document: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    """Return a link that hands over every id that the call takes in its address, its query or its JSON body."""
    told = {name: f"$response.body#/data/{name}" for name in IDS}
    places = {parameter["name"]: parameter["in"] for parameter in call.get("parameters", [])}
    link: dict[str, Any] = {"operationId": call["operationId"]}
    link["parameters"] = {f"{places[name]}.{name}": told[name] for name in IDS if name in places}
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "session_id" in json.dumps(fields(document, body)):
        link["requestBody"] = {"session_id": told["session_id"]}
    return link


def fields(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    """Return the names of the fields of a body, whichever of its forms it takes."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    members = schema.get("anyOf", schema.get("oneOf"))
    return [fields(document, member) for member in members] if members else list(schema.get("properties", {}))


def travel(ground: Ground, tally: Tally, journeys: int) -> None:
    """Walk the journeys, doing the work that they queue as a worker would, and hold every answer to the document."""
    faults: list[BaseException] = []

    class Journey(linked_schema(ground).as_state_machine()):  # type: ignore[misc]
        random: ClassVar[Random]
        seen: ClassVar[list[str]] = []
        trainings: ClassVar[list[str]] = []

        def before_call(self, case: Any) -> None:
            for part in (case.path_parameters, case.query, case.body):
                if isinstance(part, dict) and part and part.get("session_id") not in self.seen:
                    part.update(ground.plant(case.operation.path, part, self.random))
            session_id = case.body.get("session_id") if isinstance(case.body, dict) else None
            if session_id in self.seen and case.operation.label in {"POST /select", "POST /training"}:
                self.choose(session_id, case)

        def choose(self, session_id: str, case: Any) -> None:
            """Make a step of the selection a sensible one, or what is trained small."""
            if case.operation.label == "POST /training":
                for step in STEPS:
                    ground.app.test_client().post("/select", json={"session_id": session_id, **step})
            elif self.random.random() < SHARE_OF_REAL:
                case.body = {"session_id": session_id, **self.random.choice(STEPS)}

        def after_call(self, response: Any, case: Any) -> None:
            super().after_call(response, case)
            tally.count(case.operation.label, response.status_code)
            if response.status_code in {201, 202}:
                self.work(case.operation.label, json.loads(response.content)["data"])

        def work(self, label: str, told: dict[str, Any]) -> None:
            if label == "GET /select":
                self.seen.append(told["session_id"])
            if label == "POST /training" and told["session_id"] in self.seen and len(self.trainings) < MOST_TRAININGS:
                self.trainings.append(told["run_id"])
                ground.services.training_job.execute(told["run_id"])
            if label == "POST /predict":
                ground.services.prediction_job.execute(told["prediction_id"])

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            try:
                # A prediction is there for its own session alone, so a 404 after a 202 may be right.
                case.validate_response(response, checks=[*CHECKS, use_after_free], recorder=self.recorder)
                hold(case, response, CHECKS)
            except (Exception, BaseExceptionGroup) as fault:
                # Noted, not raised: a journey that is walked again to be shrunk finds another platform.
                faults.append(fault)

    for number in range(journeys):
        walk(Journey, SEED + number)
    if faults:
        raise BaseExceptionGroup("Answers on journeys that the document does not tell", faults)


def walk(journey: Any, start: int) -> None:
    """Walk a journey; the first is always the shortest that there is."""
    journey.random = Random(start)
    journey._hypothesis_internal_use_seed = start
    # What earlier journeys left on the platform is no inconsistency of this one.
    with suppress(FlakyStrategyDefinition):
        journey.run(
            settings=settings(
                max_examples=2,
                stateful_step_count=MOST_STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
        )
