"""What is seen of each request: an id in its answer and in every line that it causes, one line of its own, figures."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

from backend.adapters import logs
from backend.adapters.metrics import Metrics

logger = logging.getLogger("backend.access")

HEADER = "X-Request-ID"
USABLE = re.compile(r"[A-Za-z0-9._:-]{1,128}")
UNKNOWN_ROUTE = "unmatched"
MOST_BODY = 64 * 1024
"""A larger body is not read for the sake of a line [bytes]."""
PROBES = ("/api/health/live", "/api/health/ready", "/metrics")
"""Asked every few seconds by machines: their lines are for DEBUG."""


def register(app: Flask, metrics: Metrics) -> None:
    """See every request of ``app``, also those that are refused; must be registered before whatever refuses."""

    def ended(response: Response) -> Response:
        seconds = time.perf_counter() - g.began_at
        route = request.url_rule.rule if request.url_rule else UNKNOWN_ROUTE
        response.headers[HEADER] = g.request_id
        metrics.answered(request.method, route, response.status_code, seconds)
        _write_line(route, response.status_code, seconds)
        return response

    app.before_request(_begin)
    app.after_request(ended)


def _begin() -> None:
    """Take the client's id of the request where it is usable, else make one."""
    g.began_at = time.perf_counter()
    given = request.headers.get(HEADER, "")
    g.request_id = given if USABLE.fullmatch(given) else uuid.uuid4().hex
    session_id = _session_id()
    logs.begin(request=g.request_id, session=logs.tag(session_id) if session_id else None)


def _session_id() -> str | None:
    named = (request.view_args or {}).get("session_id") or request.args.get("session_id") or _from_body()
    return named if isinstance(named, str) else None


def _from_body() -> str | None:
    if not request.is_json or not 0 < (request.content_length or 0) <= MOST_BODY:
        return None
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        # Whoever checks bodies says what is wrong with it.
        return None
    return body.get("session_id") if isinstance(body, dict) else None


def _write_line(route: str, status: int, seconds: float) -> None:
    # Without path and query: both may hold ids that open something.
    facts = {"method": request.method, "route": route, "status": status, "duration_ms": round(seconds * 1000, 1)}
    level = logging.DEBUG if route in PROBES else logging.INFO
    text = "%(method)s %(route)s %(status)s %(duration_ms)s ms"
    logger.log(level, text, facts, extra={"facts": facts})
