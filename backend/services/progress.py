"""Counted progress as a person sees it: phases in order, a percentage that never falls, a log, an estimate."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from backend.records import ACTIVE_STATES, utc_now
from backend.seams import hold
from ML.progress import Progress

LOG_LINES = 200
PUBLISH_EVERY_S = 0.2
UNKNOWN_TOTAL = 0
"""Total of a phase whose end is not known yet: its count is shown without a percentage."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a job; ``share`` is its typical part of the whole in percent."""

    name: str
    title: str
    share: float


TRAINING_PHASES = (
    Phase("reading", "Read the table", 2),
    Phase("folds", "Cross-validate", 78),
    Phase("final_fit", "Fit on all decided objects", 14),
    Phase("importance", "Explain what matters", 4),
    Phase("saving", "Save the model", 2),
)
PREDICTION_PHASES = (
    Phase("reading", "Read the table", 10),
    Phase("predicting", "Predict", 85),
    Phase("saving", "Save the answers", 5),
)
STUDY_PHASES = (
    Phase("reading", "Read the table", 3),
    Phase("folds", "Cross-validate", 95),
    Phase("comparing", "Compare on the same hosts", 2),
)


@dataclass
class Tracker:
    """Turns reports from inside the work into the job's progress, and shows it on the board.

    Attributes
    ----------
    phases : tuple of Phase
    publish : callable
        Shows the progress to whoever polls.
    check : callable
        Raises to stop the work: cancelled, lease lost, worker leaving.
    state : dict
        The last attempt's progress; a job taken over starts from its percentage, never below.
    entered : callable
        Told the phase at each report.
    """

    phases: tuple[Phase, ...]
    publish: Callable[[dict[str, Any]], None]
    check: Callable[[], None]
    state: dict[str, Any] = field(default_factory=dict)
    entered: Callable[[str], None] = lambda phase: None
    _published_at: float = 0.0

    def __call__(self, report: Progress) -> None:
        """Take a report from inside the work."""
        self.check()
        before = dict(self.state)
        self.state = advance(self.phases, self.state, report)
        self.entered(report.phase)
        moved_on = any(self.state.get(key) != before.get(key) for key in ("phase", "message", "scores"))
        if moved_on:
            self.log(report.message or self._title(report.phase))
        if moved_on or time.monotonic() - self._published_at >= PUBLISH_EVERY_S:
            self._published_at = time.monotonic()
            self.publish(self.state)
        hold(f"{self.state['phase']}.{self.state['completed']}")

    def log(self, text: str) -> None:
        """Add a line to the job's log, unless it says what the last one said."""
        lines = self.state.get("log", [])
        if not lines or lines[-1]["text"] != text:
            self.state = {**self.state, "log": [*lines, {"time": utc_now().isoformat(), "text": text}][-LOG_LINES:]}

    def _title(self, name: str) -> str:
        return next((phase.title for phase in self.phases if phase.name == name), name)


def advance(phases: tuple[Phase, ...], state: dict[str, Any], report: Progress) -> dict[str, Any]:
    """Return the progress after a report; neither the phase nor a count nor the percentage ever goes back.

    A job that another worker takes over repeats what its predecessor had not saved; until it has caught up, the
    counts stay where they were.
    """
    order = [phase.name for phase in phases]
    place = order.index(report.phase)
    reached = order.index(state["phase"]) if state.get("phase") in order else -1
    catching_up = place == reached and report.total <= state["total"] and report.completed < state["completed"]
    if place < reached or catching_up:
        return {**state, "scores": [asdict(score) for score in report.scores] or state.get("scores", [])}
    before = sum(phase.share for phase in phases[:place])
    within = phases[place].share * report.completed / report.total if report.total else 0.0
    return {
        **state,
        "phase": report.phase,
        "completed": report.completed,
        "total": report.total,
        "unit": report.unit,
        "message": report.message,
        "percent": max(state.get("percent", 0.0), round(100 * (before + within) / sum(p.share for p in phases), 2)),
        "scores": [asdict(score) for score in report.scores] or state.get("scores", []),
    }


def describe(phases: tuple[Phase, ...], record: Any, live: dict[str, Any] | None) -> dict[str, Any]:
    """Return a job's progress for a client: what the board shows where it is ahead of the record, else the record's."""
    kept = furthest(record.progress, live if record.state in ACTIVE_STATES else None)
    elapsed = _elapsed(record)
    percent = 100.0 if record.state == "done" else float(kept.get("percent", 0.0))
    return {
        "phase": kept.get("phase"),
        "phases": _phase_states(phases, record.state, kept.get("phase")),
        "completed": kept.get("completed", 0),
        "total": kept.get("total", 0),
        "unit": kept.get("unit", ""),
        "percent": percent,
        "message": kept.get("message", ""),
        "log": kept.get("log", []),
        "scores": {"folds": kept.get("scores", []), "trials": []},
        "elapsed_s": elapsed,
        "eta_s": remaining_seconds(record.state, percent, elapsed),
        "attempt": record.attempt,
        "error": record.error,
    }


def furthest(kept: dict[str, Any] | None, live: dict[str, Any] | None) -> dict[str, Any]:
    """Return the progress that is further on: the record is as old as the last heartbeat, the board may be empty."""
    known = [progress for progress in (kept, live) if progress]
    return max(known, key=lambda progress: progress.get("percent", 0.0), default={})


def remaining_seconds(state: str, percent: float, elapsed_s: float | None) -> float | None:
    """Estimate the seconds that are left from the pace so far; None before there is a pace."""
    enough = 3.0
    if state != "running" or elapsed_s is None or percent < enough:
        return None
    return round(math.ceil(elapsed_s * (100 - percent) / percent), 1)


def _elapsed(record: Any) -> float | None:
    if record.started_at is None:
        return None
    return round(((record.finished_at or utc_now()) - record.started_at).total_seconds(), 1)


def _phase_states(phases: tuple[Phase, ...], state: str, current: str | None) -> list[dict[str, str]]:
    order = [phase.name for phase in phases]
    place = len(order) if state == "done" else (order.index(current) if current in order else -1)
    words = {-1: "done", 0: "running", 1: "waiting"}
    return [
        {"name": phase.name, "title": phase.title, "state": words[(index > place) - (index < place)]}
        for index, phase in enumerate(phases)
    ]
