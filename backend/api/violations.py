"""What a request's schema finds wrong, told field by field in plain words."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import request
from pydantic import ValidationError

from backend.errors import InvalidFieldsError

DISCRIMINATORS = ("config_type", "action", "source", "data_source")
"""Fields whose value chooses the schema; that value then stands in pydantic's paths and means nothing to a client."""
LONGEST_QUOTE = 60
MOST_FIELDS = 50


def refuse(error: ValidationError) -> NoReturn:
    """Raise the violations as ``InvalidFieldsError``; this is flask-openapi3's validation callback."""
    body = request.get_json(silent=True) if request.is_json else None
    raise to_fact(error, body) from error


def to_fact(error: ValidationError, body: Any = None) -> InvalidFieldsError:
    """Return the violations as a fact that lists each field once.

    Parameters
    ----------
    error : pydantic.ValidationError
    body : JSON value, optional
        What was sent; tells real field names from names of schemas in pydantic's paths.
    """
    messages: dict[str, str] = {}
    for problem in error.errors(include_url=False)[: MOST_FIELDS * 4]:
        field = field_path(problem["loc"], body)
        messages.setdefault(field, sentence(field, problem))
    fields = [{"field": field, "message": message} for field, message in messages.items()][:MOST_FIELDS]
    more = f" And {len(messages) - 1} more; see details.fields." if len(messages) > 1 else ""
    return InvalidFieldsError(fields[0]["message"] + more, fields)


def field_path(location: tuple[int | str, ...], body: Any) -> str:
    """Return a place in the body as a client would write it, without the names of schemas and of chosen variants."""
    if isinstance(body, dict) and len(location) > 1 and any(body.get(name) == location[0] for name in DISCRIMINATORS):
        location = location[1:]
    here, path = body, []
    for position, part in enumerate(location):
        if _has(here, part):
            path.append(str(part))
            here = here[part]
        elif not _names_a_schema(here, part, position == len(location) - 1):
            path.append(str(part))
    return ".".join(path) or "body"


def _has(here: Any, part: int | str) -> bool:
    if isinstance(here, dict):
        return part in here
    return isinstance(here, list) and isinstance(part, int) and part < len(here)


def _names_a_schema(here: Any, part: int | str, is_last: bool) -> bool:
    """Whether a part that the body does not hold is no missing field but the name of a union's member."""
    if here is None:
        return False
    return isinstance(part, str) and not (is_last and isinstance(here, dict))


def sentence(field: str, problem: Any) -> str:
    """Say what came, what was expected, and so what to do."""
    kind = problem["type"]
    if field == "body":
        return (
            f"The body cannot be used: {_expectation(problem['msg'])}. Send a JSON object; GET /api/docs describes it."
        )
    if kind == "missing":
        return f"{field} is missing; it is required."
    if kind == "extra_forbidden":
        return f"{field} is not known here. Remove it or check its spelling: GET /api/docs lists the fields."
    return f"{field} is {quote(problem['input'])}; expected {_expectation(problem['msg'])}."


def quote(value: Any) -> str:
    """Return what came, shortened."""
    text = repr(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _expectation(message: str) -> str:
    for prefix in ("Value error, expected ", "Value error, ", "Input should be ", "Input should "):
        if message.startswith(prefix):
            return message.removeprefix(prefix)
    return message[:1].lower() + message[1:]
