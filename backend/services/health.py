"""How well each part of the platform is."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from backend.adapters.database import ping
from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.config import PROJECT_ROOT, Settings
from backend.records import utc_now
from backend.unit_of_work import Transactions

OK, DEGRADED, DOWN = "ok", "degraded", "down"
WORST_FIRST = (DOWN, DEGRADED, OK)
LEAST_FREE_BYTES = 1_000_000_000
"""Below this a training or an upload may not find room."""
LONGEST_REASON = 300

Finding = tuple[str, str | None, dict[str, Any]]
"""State, reason and details of one part."""


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
        workers = self._workers if redis["state"] == OK else _unknown_workers
        parts = [
            measure("api", self._api),
            measure("database", self._database),
            redis,
            measure("workers", workers),
            measure("storage", self._storage),
            measure("model_cache", lambda: (OK, None, self._model_cache())),
        ]
        status = next(state for state in WORST_FIRST if any(part["state"] == state for part in parts))
        return {"status": status, "version": project_version(), "time": utc_now().isoformat(), "parts": parts}

    def _api(self) -> Finding:
        return OK, None, {"environment": self._settings.flask_env}

    def _database(self) -> Finding:
        ping(self._transactions.engine)
        return OK, None, {"kind": self._transactions.engine.dialect.name}

    def _redis(self) -> Finding:
        self._board.ping()
        return OK, None, {}

    def _workers(self) -> Finding:
        alive = [worker_facts(worker) for worker in self._board.workers()]
        details = {"workers": alive, "queue_depth": self._queue.depth()}
        if alive:
            return OK, None, details
        remedy = "Trainings wait in the queue. Start one: celery -A backend.worker worker"
        return DEGRADED, f"No worker is alive. {remedy}", details

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


def _unknown_workers() -> Finding:
    return DEGRADED, "Unknown while Redis is away: workers announce themselves there.", {"workers": []}


def worker_facts(worker: dict[str, Any]) -> dict[str, Any]:
    """Return what a worker said of itself, with the age of its last word [s]."""
    age = None
    if isinstance(worker.get("heartbeat_at"), str):
        age = round((utc_now() - datetime.fromisoformat(worker["heartbeat_at"])).total_seconds(), 1)
    return {**worker, "heartbeat_age_s": age}


@cache
def project_version() -> str:
    """Return the version that ``pyproject.toml`` states."""
    text = (PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
