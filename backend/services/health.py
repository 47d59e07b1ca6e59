"""How well each part of the platform is."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

from backend.adapters.database import ping
from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.adapters.schema import schema_of
from backend.config import PROJECT_ROOT, Settings
from backend.errors import PartUnavailableError
from backend.records import utc_now
from backend.services.health_findings import (
    DEGRADED,
    DOWN,
    OK,
    WORST_FIRST,
    Finding,
    measure,
    unknown_clock,
    unknown_workers,
    worker_facts,
)
from backend.unit_of_work import Transactions

LEAST_FREE_BYTES = 1_000_000_000
"""Below this a training or an upload may not find room."""
LONGEST_WAIT_S = 600.0
"""Jobs that wait longer want for workers."""
MOST_SKEW_S = 5.0
"""Of clocks; times that people read are wrong by that much."""


class HealthService:
    """Asks each part whether it works.

    Parameters
    ----------
    transactions : Transactions
    board : ProgressBoard
    queue : JobQueue
    files : FileStore
    settings : Settings
    model_cache : callable, optional
        Returns facts on the models held in memory.
    """

    def __init__(
        self,
        transactions: Transactions,
        board: ProgressBoard,
        queue: JobQueue,
        files: FileStore,
        settings: Settings,
        model_cache: Callable[[], dict[str, Any]] = dict,
    ) -> None:
        self._transactions = transactions
        self._board = board
        self._queue = queue
        self._files = files
        self._settings = settings
        self._model_cache = model_cache

    def report(self) -> dict[str, Any]:
        """Return every part with state, latency [ms] and reason, and the worst state as the whole's."""
        redis = measure("redis", self._redis)
        workers = self._workers if redis["state"] == OK else unknown_workers
        parts = [
            measure("api", self._api),
            measure("database", self._database),
            redis,
            measure("workers", workers),
            measure("clock", self._clock if redis["state"] == OK else unknown_clock),
            measure("storage", self._storage),
            measure("model_cache", lambda: (OK, None, self._model_cache())),
        ]
        status = next(state for state in WORST_FIRST if any(part["state"] == state for part in parts))
        return {"status": status, "version": project_version(), "time": utc_now().isoformat(), "parts": parts}

    def _api(self) -> Finding:
        return OK, None, {"environment": self._settings.flask_env}

    def _database(self) -> Finding:
        engine = self._transactions.engine
        ping(engine)
        schema = schema_of(engine)
        details = {"kind": engine.dialect.name, "revision": schema.held, "newest_revision": schema.newest}
        if not schema.is_usable:
            remedy = "Run: python -m backend.stack migrate"
            return (
                DOWN,
                f"The schema is {schema.held or 'empty'}; this release needs {schema.newest}. {remedy}",
                details,
            )
        return OK, None, details

    def _redis(self) -> Finding:
        self._board.ping()
        return OK, None, {}

    def _workers(self) -> Finding:
        alive = [worker_facts(worker) for worker in self._board.workers()]
        waited = self._longest_wait_s()
        details = {"workers": alive, "queue_depth": self._queue.depth(), "oldest_queued_s": waited}
        if alive and (waited or 0.0) > LONGEST_WAIT_S:
            says = f"A job has waited {waited:,.0f} s for one of {len(alive)} workers; expected at most"
            return DEGRADED, f"{says} {LONGEST_WAIT_S:,.0f}. Start more workers, or see what they are at.", details
        if alive:
            return OK, None, details
        remedy = "Trainings wait in the queue. Start one: celery -A backend.worker worker"
        return DEGRADED, f"No worker is alive. {remedy}", details

    def _longest_wait_s(self) -> float | None:
        """Return how long the job waits that has waited longest [s]; None where none waits, or nobody can tell."""
        try:
            with self._transactions.read() as uow:
                oldest = uow.tallies.oldest_queued()
        except PartUnavailableError:
            return None
        return None if oldest is None else round((utc_now() - oldest).total_seconds(), 1)

    def _clock(self) -> Finding:
        """Compare this machine's clock with that of Redis, and with what workers said last."""
        ahead = {"redis": (self._board.clock() - utc_now()).total_seconds()}
        for worker in map(worker_facts, self._board.workers()):
            # A word that is some seconds old is normal; one from the future is not.
            ahead[str(worker.get("name"))] = max(0.0, -(worker["heartbeat_age_s"] or 0.0))
        off = {name: round(seconds, 1) for name, seconds in ahead.items() if abs(seconds) > MOST_SKEW_S}
        details = {"ahead_s": {name: round(seconds, 2) for name, seconds in ahead.items()}}
        if not off:
            return OK, None, details
        told = ", ".join(f"{name} by {seconds:+,.1f} s" for name, seconds in off.items())
        return DEGRADED, f"Clocks differ from this machine's: {told}. Times shown may be wrong; check NTP.", details

    def _storage(self) -> Finding:
        free = self._files.free_bytes()
        if free is None:
            self._files.check()
            return OK, None, {"kind": "object store"}
        details = {"kind": "folder", "free_bytes": free}
        if free >= LEAST_FREE_BYTES:
            return OK, None, details
        return (
            DEGRADED,
            f"Only {free / 1e6:,.0f} MB are free; expected at least 1,000. Delete sessions or add space.",
            details,
        )


@cache
def project_version() -> str:
    """Return the version that ``pyproject.toml`` states."""
    text = (PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
