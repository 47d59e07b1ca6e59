"""What is found of one part: a state, a reason, details, and how long the answer took."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from backend.records import utc_now

OK, DEGRADED, DOWN = "ok", "degraded", "down"
WORST_FIRST = (DOWN, DEGRADED, OK)
LONGEST_REASON = 300

Finding = tuple[str, str | None, dict[str, Any]]
"""State, reason and details of one part."""


def measure(name: str, look: Callable[[], Finding]) -> dict[str, Any]:
    """Return what ``look`` finds of one part, and how long that took; a failure means that the part is down."""
    start = time.perf_counter()
    try:
        state, reason, details = look()
    except Exception as error:
        state, reason, details = DOWN, _reason(error), {}
    latency = round((time.perf_counter() - start) * 1000, 2)
    return {"name": name, "state": state, "latency_ms": latency, "reason": reason, "details": details}


def _reason(error: Exception) -> str:
    # SQLAlchemy's text goes on with the statement and a link; the driver's own says what is wrong.
    text = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return " ".join(text.split())[:LONGEST_REASON]


def unknown_clock() -> Finding:
    """Say why nothing is known of clocks."""
    return OK, "Unknown while Redis is away: its clock is the one that all machines see.", {}


def unknown_workers() -> Finding:
    """Say why nothing is known of workers."""
    return DEGRADED, "Unknown while Redis is away: workers announce themselves there.", {"workers": []}


def worker_facts(worker: dict[str, Any]) -> dict[str, Any]:
    """Return what a worker said of itself, with the age of its last word [s]."""
    age = None
    if isinstance(worker.get("heartbeat_at"), str):
        age = round((utc_now() - datetime.fromisoformat(worker["heartbeat_at"])).total_seconds(), 1)
    return {**worker, "heartbeat_age_s": age}
