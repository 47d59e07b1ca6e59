"""Every error leaves in the envelope, with the right status, and without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import abort
from flask_openapi3 import OpenAPI
from pydantic import BaseModel

import backend.errors
import ML.exceptions
from backend.api.errors import STATUS_OF_CODE
from backend.errors import PartUnavailableError, PlaygroundError, WrongStateError
from backend.operator_errors import OperatorError


def facts(base: type[PlaygroundError] = PlaygroundError) -> Iterator[type[PlaygroundError]]:
    for kind in base.__subclasses__():
        # What only an operator meets is no answer to a request.
        if kind is not OperatorError:
            yield kind
            yield from facts(kind)


@pytest.mark.parametrize("kind", sorted(set(facts()), key=lambda kind: kind.__name__))
def test_every_fact_has_a_status(kind: type[PlaygroundError]) -> None:
    assert kind.code in STATUS_OF_CODE
    assert kind.code != PlaygroundError.code


def test_the_table_holds_no_code_that_nothing_raises() -> None:
    assert {backend.errors.__name__, ML.exceptions.__name__} <= {kind.__module__ for kind in facts()}
    assert set(STATUS_OF_CODE) == {kind.code for kind in facts()}


def raising(app: OpenAPI, error: Exception) -> Any:
    def view() -> None:
        raise error

    app.add_url_rule("/raise", "raise", view, methods=["GET", "POST"])
    return app.test_client()


def test_a_fact_keeps_its_message_and_details(bare_app: OpenAPI) -> None:
    answer = raising(bare_app, WrongStateError("Not trained yet.", state="created", missing="training")).get("/raise")
    assert answer.status_code == 409
    assert answer.json == {
        "status": "error",
        "data": None,
        "error": "Not trained yet.",
        "code": "wrong_state",
        "details": {"state": "created", "missing": "training"},
    }


def test_a_part_that_is_away_says_when_to_come_back(bare_app: OpenAPI) -> None:
    answer = raising(bare_app, PartUnavailableError("Redis", "connection refused")).get("/raise")
    assert (answer.status_code, answer.json["details"]) == (503, {"part": "Redis"})
    assert int(answer.headers["Retry-After"]) > 0


class Answer(BaseModel):
    number: int


SURPRISES = {
    "ours": ZeroDivisionError("secret 42"),
    "fact without a status": PlaygroundError("secret 42"),
    "recursion": RecursionError("secret 42"),
}


@pytest.mark.parametrize("kind", SURPRISES)
def test_a_surprise_is_logged_under_the_id_that_is_answered(
    bare_app: OpenAPI, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    answer = raising(bare_app, SURPRISES[kind]).get("/raise")
    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json["details"]["id"] in caplog.text
    assert "secret 42" in caplog.text


def test_an_answer_that_breaks_its_own_schema_is_our_error_not_the_clients(bare_app: OpenAPI) -> None:
    bare_app.add_url_rule("/answer", "answer", lambda: Answer.model_validate({"number": "x"}).model_dump())
    assert bare_app.test_client().get("/answer").status_code == 500


def test_a_wrong_method_names_those_that_are_possible(bare: Any) -> None:
    answer = bare.get("/echo")
    assert (answer.status_code, answer.json["code"]) == (405, "wrong_method")
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "PATCH", "POST"}
    assert "PATCH, POST" in answer.json["error"]


def test_an_unknown_address_leads_to_the_documentation(bare: Any) -> None:
    answer = bare.get("/nowhere/<script>")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_path")
    assert "/api/docs" in answer.json["error"]
    assert answer.content_type == "application/json"


@pytest.mark.parametrize("status", [400, 401, 403, 408, 410, 418, 429, 500, 503])
def test_whatever_flask_refuses_leaves_in_the_envelope(bare_app: OpenAPI, status: int) -> None:
    bare_app.add_url_rule("/abort", "abort", lambda: abort(status))
    answer = bare_app.test_client().get("/abort")
    assert answer.status_code == status
    assert set(answer.json) == {"status", "data", "error", "code", "details"}
    assert answer.json["error"]


def test_a_redirect_is_no_error(bare_app: OpenAPI) -> None:
    bare_app.add_url_rule("/folder/", "folder", lambda: "x")
    assert bare_app.test_client().get("/folder").status_code == 308
