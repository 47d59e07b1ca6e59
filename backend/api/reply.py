"""How a view answers: data checked against its declared schema, in the envelope."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Response, current_app
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel

from backend.schemas.envelope import Answer, Failure, Success

if TYPE_CHECKING:
    from backend.assembly import Services

Responses = dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None]

REFUSALS: Responses = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429, 503), Failure)
"""What any call may be refused with; 401 and 403 where a key or token is set, 429 where a client asks too often."""


def blueprint(name: str, description: str) -> APIBlueprint:
    """Return a blueprint whose operations carry one tag and document the refusals."""
    return APIBlueprint(name, __name__, abp_tags=[Tag(name=name, description=description)], abp_responses=REFUSALS)


def answers(model: Any, status: int = 200) -> Responses:
    """Declare the success of an operation for the OpenAPI document."""
    return {status: Success[model]}


def file_answer(mimetype: str, format_: str = "") -> Responses:
    """Declare an operation that answers with a file."""
    schema = {"type": "string", **({"format": format_} if format_ else {})}
    return {200: {"content": {mimetype: {"schema": schema}}}}


def reply(model: type[Answer], data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return ``data`` as JSON in the envelope, checked against ``model``."""
    body = Success[model](data=model.model_validate(data)).model_dump_json()  # type: ignore[valid-type]
    return Response(body, status, headers, mimetype="application/json")


def unchanged(mark: str) -> Response:
    """Return the answer to a client that holds what it asks for already."""
    response = Response(status=HTTPStatus.NOT_MODIFIED)
    response.set_etag(mark)
    return response


def services() -> Services:
    """Return the services of this application."""
    return cast("Services", current_app.extensions["services"])
