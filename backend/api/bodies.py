"""What a request may carry, checked before any view sees it: size, kind, strict JSON, text that a database can hold."""

from __future__ import annotations

import json
import math
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from backend.config import Settings
from backend.errors import MalformedRequestError, WrongKindOfFileError

MEGABYTE = 1024 * 1024
MULTIPART_FRAME_BYTES = 64 * 1024
"""Room for the boundaries, headers and small fields around a file."""
DEEPEST_JSON = 32
MOST_FIELDS = 1_000
"""Of a body itself, not of what stands in it."""
LARGEST_INTEGER = 2**63 - 1
WRITES = frozenset({"POST", "PUT", "PATCH"})
HABITABILITY_TABLES = ("/api/habitability/table", "/api/habitability/table.csv")
FILE_LIMITS = {
    "/api/upload": "max_upload_mb",
    "/predict": "max_prediction_file_mb",
    **dict.fromkeys(HABITABILITY_TABLES, "max_upload_mb"),
}
"""Calls that take files, and the setting that bounds the file."""
JSON = "application/json"
MULTIPART = "multipart/form-data"
EXPECTED_KINDS = {
    "/api/upload": (MULTIPART,),
    "/predict": (JSON, MULTIPART),
    **dict.fromkeys(HABITABILITY_TABLES, (MULTIPART,)),
}
"""Kinds of body that a call takes, where that is not JSON alone."""

_UNSTORABLE_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def check() -> None:
    """Refuse what no view can use; runs before each request."""
    if b"\0" in unquote_to_bytes(request.full_path):
        raise MalformedRequestError("The address holds a NUL character (%00). Remove it.")
    if request.routing_exception is not None or request.method not in WRITES:
        return
    request.max_content_length = largest_body(_settings(current_app), request)
    expected = EXPECTED_KINDS.get(request.path, (JSON,))
    kind = JSON if request.is_json else request.mimetype
    if kind in expected:
        (_check_json if kind == JSON else _check_form)()
    elif request.content_length or request.headers.get("Transfer-Encoding"):
        raise WrongKindOfFileError(
            f"The body is {kind[:100] or 'of no kind'}; expected {' or '.join(expected)}. Set the header Content-Type."
        )


def largest_body(settings: Settings, asked: Request) -> int:
    """Return how many bytes the body may have."""
    setting = FILE_LIMITS.get(asked.path)
    if setting is None or asked.mimetype != MULTIPART:
        return settings.max_json_mb * MEGABYTE
    return int(getattr(settings, setting)) * MEGABYTE + MULTIPART_FRAME_BYTES


def too_large_message() -> str:
    """Say how large the body may be."""
    megabytes = largest_body(_settings(current_app), request) / MEGABYTE
    return f"The body is too large: at most {megabytes:,.0f} MB are taken here. Send less, or a file in parts."


def read_json(raw: bytes) -> Any:
    """Parse strict JSON: UTF-8, finite numbers, moderate depth, text without NUL or half characters.

    Raises
    ------
    MalformedRequestError
        The message tells what is wrong, and where the parser knows it.
    """
    try:
        held = json.loads(
            raw.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
        )
    except RecursionError as error:
        raise _too_deep() from error
    except UnicodeDecodeError as error:
        raise MalformedRequestError(f"The JSON body is not UTF-8 at byte {error.start}. Encode it as UTF-8.") from error
    except ValueError as error:
        raise MalformedRequestError(
            f"The body is not valid JSON: {str(error)[:200]}. Correct it and send it again."
        ) from error
    if _UNSTORABLE_ESCAPE.search(raw) or raw.count(b"[") + raw.count(b"{") > DEEPEST_JSON:
        _refuse_unstorable(held)
    return held


def _check_json() -> None:
    raw = request.get_data()
    if request.content_length is None and len(raw) >= (request.max_content_length or 0):
        # Werkzeug cuts a chunked body at the limit without a word.
        raise RequestEntityTooLarge
    if not raw.strip():
        raise MalformedRequestError("The body is empty; expected a JSON object.")
    held = read_json(raw)
    if not isinstance(held, dict):
        raise MalformedRequestError(f"The JSON body is {_kind(held)}; expected an object, such as {{}}.")
    if len(held) > MOST_FIELDS:
        # Each would be told as unknown, one by one.
        raise MalformedRequestError(f"The JSON body has {len(held):,} fields; at most {MOST_FIELDS} are read here.")


def _check_form() -> None:
    if request.content_length is None and "wsgi.input_terminated" not in request.environ:
        raise MalformedRequestError("The request has no Content-Length. Send the length of the body.")
    names = {*request.form, *request.files}
    if None in names:
        raise MalformedRequestError('A part of the form has no name. Send each part with name="…".')
    texts = [text for pair in request.form.items(multi=True) for text in pair]
    if any(_UNSTORABLE.search(text) for text in (*texts, *names)):
        raise MalformedRequestError("A form field holds a NUL character. Remove it.")


def _refuse_unstorable(held: Any) -> None:
    waiting = [(held, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST_JSON:
            raise _too_deep()
        if isinstance(value, str) and _UNSTORABLE.search(value):
            raise MalformedRequestError(
                "The JSON body holds \\u0000 or half a character (\\ud800 to \\udfff). Remove it."
            )
        if isinstance(value, dict):
            waiting += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]


def _too_deep() -> MalformedRequestError:
    return MalformedRequestError(f"The JSON body is nested more than {DEEPEST_JSON} deep. Flatten it.")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number; use null for what is missing")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is beyond the range of numbers")
    return number


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_INTEGER:
        raise ValueError(f"{text[:40]} is beyond the range of integers; send long numbers as text")
    return number


def _kind(held: Any) -> str:
    names = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(held), "a number")


def _settings(app: Flask) -> Settings:
    settings: Settings = app.extensions["settings"]
    return settings
