"""What is told of each job that ends: a log line, and counts for ``/metrics``."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from backend.adapters.counters import Counters, Labels, observed

logger = logging.getLogger(__name__)

ROWS = {"chunks": "predicted_rows"}
"""Kinds of jobs whose rows are counted."""


@dataclass
class Stopwatch:
    """How long each phase of a job took, as its tracker moves through them [s]."""

    began: float = field(default_factory=time.monotonic)
    seconds: dict[str, float] = field(default_factory=dict)
    _phase: str | None = None
    _since: float = 0.0

    def enter(self, phase: str | None) -> None:
        """Note that a phase goes on, or that another begins; None ends the last one."""
        if phase == self._phase:
            return
        now = time.monotonic()
        if self._phase is not None:
            self.seconds[self._phase] = self.seconds.get(self._phase, 0.0) + now - self._since
        self._phase, self._since = phase, now

    def stop(self) -> float:
        """End the last phase; returns how long all took [s]."""
        self.enter(None)
        return time.monotonic() - self.began


class JobTallies:
    """Counts jobs as they end.

    Parameters
    ----------
    counters : Counters
    """

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def began(self, kind: str, record: Any) -> None:
        """Say that a job is worked on."""
        logger.info("Began %s %s (attempt %s)", kind, record.id, record.attempt)

    def ended(self, kind: str, record: Any, state: str, error: dict[str, Any] | None, watch: Stopwatch) -> None:
        """Say how a job ended, and count it, its phases, its rows and the reason of its failure."""
        seconds = watch.stop()
        logger.info("Ended %s %s: %s%s after %.2f s", kind, record.id, state, _because(error), seconds)
        entries = [*_outcome(kind, state, error), *observed("job_seconds", {"kind": kind}, seconds)]
        for phase, spent in watch.seconds.items():
            entries += observed("phase_seconds", {"kind": kind, "phase": phase}, spent)
        entries += [(ROWS[kind], {}, float(record.rows))] if kind in ROWS and state == "done" else []
        self._counters.add(entries)

    def cut_short(self, kind: str, job_id: str, state: str, error: dict[str, Any] | None) -> None:
        """Say and count how a job ended whose process is gone or is being ended; how long it took nobody knows."""
        logger.info("Ended %s %s: %s%s, cut short", kind, job_id, state, _because(error))
        self._counters.add(_outcome(kind, state, error))


def _outcome(kind: str, state: str, error: dict[str, Any] | None) -> list[tuple[str, Labels, float]]:
    failures = [("failures", {"kind": kind, "reason": _code(error)}, 1.0)] if state == "failed" else []
    return [("jobs_ended", {"kind": kind, "state": state}, 1.0), *failures]


def _because(error: dict[str, Any] | None) -> str:
    return f" ({_code(error)})" if error else ""


def _code(error: dict[str, Any] | None) -> str:
    return str((error or {}).get("code", ""))
