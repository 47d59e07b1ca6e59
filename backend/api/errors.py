"""Errors raised as facts below are rendered here, once, as the error envelope."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from backend.api import bodies
from backend.errors import PlaygroundError, StorageFullError, is_full
from backend.schemas.envelope import Failure

logger = logging.getLogger(__name__)

STATUS_OF_CODE = {
    "malformed_request": 400,
    "api_key_needed": 401,
    "api_key_refused": 401,
    "not_admin": 401,
    "admin_closed": 403,
    "metrics_closed": 403,
    "read_only": 403,
    "scope_too_small": 403,
    "unknown_dataset": 404,
    "unknown_key": 404,
    "unknown_model": 404,
    "unknown_object": 404,
    "unknown_prediction": 404,
    "unknown_refresh": 404,
    "unknown_run": 404,
    "unknown_session": 404,
    "unknown_share": 404,
    "unknown_snapshot": 404,
    "unknown_study": 404,
    "unknown_upload": 404,
    "difference_changed": 409,
    "incomparable_runs": 409,
    "not_exported": 409,
    "snapshot_missing": 409,
    "too_many_shares": 409,
    "wrong_state": 409,
    "quota_exceeded": 413,
    "table_too_large": 413,
    "unreadable_table": 415,
    "wrong_kind_of_file": 415,
    "idempotency_conflict": 422,
    "invalid_fields": 422,
    "invalid_rows": 422,
    "unknown_family": 422,
    "unknown_unit": 422,
    "untrainable_table": 422,
    "queue_full": 429,
    "too_many_requests": 429,
    "archive_refused": 503,
    "archive_unreachable": 503,
    "damaged_artifact": 503,
    "damaged_snapshot": 503,
    "delivery_damaged": 503,
    "mirror_unusable": 503,
    "part_unavailable": 503,
    "storage_full": 503,
    "wrong_delivery": 503,
    "time_limit": 503,
    "memory_limit": 503,
}
"""Every fact's code and its HTTP status; a fact without an entry is a mistake of ours and answers 500."""

CODE_OF_STATUS = {
    400: "malformed_request",
    403: "forbidden",
    404: "unknown_path",
    405: "wrong_method",
    413: "too_large",
    415: "wrong_kind_of_file",
    429: "too_many_requests",
    503: "part_unavailable",
}
RETRY_AFTER_S = 5


def failure(
    status: int, message: str, code: str, details: dict[str, Any] | None = None, response: Response | None = None
) -> Response:
    """Return the error envelope; ``response`` lends its headers (``Allow`` of a 405, say)."""
    answer = response or Response()
    answer.status_code = status
    answer.set_data(Failure(error=message, code=code, details=details or {}).model_dump_json())
    answer.content_type = "application/json"
    answer.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        answer.headers["Retry-After"] = str((details or {}).get("retry_after_s", RETRY_AFTER_S))
    if status == 401:  # noqa: PLR2004
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def register(app: Flask) -> None:
    """Render every error of ``app`` in the envelope, and check bodies before any view sees them."""
    app.before_request(bodies.check)
    app.register_error_handler(PlaygroundError, render_fact)
    app.register_error_handler(HTTPException, render_http)
    app.register_error_handler(Exception, render_surprise)


def render_fact(error: PlaygroundError) -> Response:
    """Render a fact with the status that its code stands for."""
    status = STATUS_OF_CODE.get(error.code)
    if status is None:
        return render_surprise(error)
    if error.code == "unknown_family" and request.method in {"GET", "HEAD"}:
        status = 404
    return failure(status, error.message, error.code, error.details)


def render_http(error: HTTPException) -> Response:
    """Render what Flask and Werkzeug refuse, keeping the headers of their answer."""
    status = error.code or 500
    response = error.get_response()
    code = CODE_OF_STATUS.get(status, "malformed_request" if status < 500 else "internal_error")  # noqa: PLR2004
    held = Response(headers=[(name, value) for name, value in response.headers if name != "Content-Length"])
    return failure(status, _sentence(error, status), code, response=held)


def render_surprise(error: Exception) -> Response:
    """Log an unexpected error under an id, and answer with that id alone; a full disk is told as such."""
    if is_full(error):
        return render_fact(StorageFullError())
    error_id = secrets.token_hex(6)
    # The route, not the path: that may hold the id of a session, which is the capability to it.
    logger.error("Unexpected error %s at %s %s", error_id, request.method, request.url_rule, exc_info=error)
    message = f"The server met an error of its own; your request may be fine. Report it with the id {error_id}."
    return failure(500, message, "internal_error", {"id": error_id})


def _sentence(error: HTTPException, status: int) -> str:
    sentences = {
        404: f"There is nothing at {request.path[:200]!r}. GET /api/docs lists every call.",
        405: f"{request.method} is not possible at {request.path[:200]!r}; possible: {_allowed(error)}.",
        413: bodies.too_large_message(),
    }
    return sentences.get(status) or f"{error.description or error.name} GET /api/docs describes every call."


def _allowed(error: HTTPException) -> str:
    return ", ".join(sorted(getattr(error, "valid_methods", None) or ())) or "no method"
