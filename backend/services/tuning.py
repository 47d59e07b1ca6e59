"""Trials as a client sees them."""

from __future__ import annotations

from typing import Any

from backend.records import TrialRecord

_STATES = {"queued": "waiting", "running": "running", "failed": "failed"}
"""How a trial's state is called where nothing came out of it."""


def is_tuned(configuration: dict[str, Any]) -> bool:
    """Tell whether a run searches for hyperparameters."""
    return bool(configuration.get("evaluation", {}).get("tuning"))


def state_of(record: TrialRecord) -> str:
    """Return a trial's state in the words of ``ML.tuning``."""
    return _STATES.get(record.state) or record.outcome or "stopped"


def error_of(record: TrialRecord) -> str:
    """Return why a trial failed, empty where it did not."""
    return str((record.error or {}).get("message", ""))


def worker_numbers(records: list[TrialRecord]) -> dict[str, int]:
    """Number the workers that took part in the order in which they began: their names are nobody's business."""
    begun = sorted((r for r in records if r.worker and r.started_at), key=lambda r: (r.started_at, r.number))
    return {str(name): number for number, name in enumerate(dict.fromkeys(r.worker for r in begun), start=1)}


def landed(records: list[TrialRecord]) -> list[dict[str, Any]]:
    """Return trials as ``GET /training`` shows them, each with the best of its search up to it."""
    numbers, best = worker_numbers(records), dict[str, float]()
    shown = []
    for record in records:
        state = state_of(record)
        if state == "complete" and record.value is not None:
            best[record.search] = min(record.value, best.get(record.search, record.value))
        shown.append(
            {
                "search": record.search,
                "number": record.number,
                "state": state,
                "value": record.value,
                "best": best.get(record.search),
                "scores": record.scores,
                "settings": record.settings,
                "seconds": record.seconds,
                "worker": numbers.get(str(record.worker)),
                "error": error_of(record),
            }
        )
    return shown
