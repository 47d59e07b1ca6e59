"""What whoever runs the platform looks at first: workers, queue, jobs, failures, storage, versions, the janitor."""

from __future__ import annotations

import platform
from typing import Any

from redis import Redis, RedisError

from backend.adapters.files import FileStore
from backend.adapters.logs import tag
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.adapters.schema import schema_of
from backend.config import Settings
from backend.records import utc_now
from backend.services.health import project_version
from backend.services.health_findings import worker_facts
from backend.services.tallies import CHORE, KINDS, StorageTally
from backend.unit_of_work import Transactions

MOST_FAILURES = 20
REMEDIES = {
    "out_of_memory": "Give the worker more memory, or choose fewer rows, features or trees.",
    "memory_limit": "Raise RUN_MEMORY_LIMIT_MB, or choose fewer rows, features or trees.",
    "worker_lost": "Look into the worker's log at that time: it was killed, mostly for its memory.",
    "time_limit": "Raise RUN_TIME_LIMIT_S, or choose fewer rows, features or trees.",
    "internal_error": "A fault of the platform: the worker's log has the traceback under this job's id.",
    "storage_full": "Add space, or set RETENTION_DAYS and run: python -m backend.stack janitor",
    "part_unavailable": "GET /api/health tells which part is away.",
    "archive_unreachable": "Set ARCHIVE_MIRROR, or try again later.",
}
"""What an operator may do, where the error itself names no remedy."""
SHOWN_ID = 8


class OverviewService:
    """Gathers the admin page in a few statements.

    Parameters
    ----------
    transactions : Transactions
    board : ProgressBoard
    queue : JobQueue
    redis : Redis
    files : FileStore
    tally : StorageTally
    settings : Settings
    """

    def __init__(
        self,
        transactions: Transactions,
        board: ProgressBoard,
        queue: JobQueue,
        redis: Redis,
        files: FileStore,
        tally: StorageTally,
        settings: Settings,
    ) -> None:
        self._transactions = transactions
        self._board = board
        self._queue = queue
        self._redis = redis
        self._files = files
        self._tally = tally
        self._settings = settings

    def show(self) -> dict[str, Any]:
        """Return everything; where Redis is away its parts are empty and ``redis`` says why."""
        now = utc_now()
        with self._transactions.read() as uow:
            jobs, failures = uow.tallies.jobs(), uow.tallies.failures(MOST_FAILURES)
            oldest, sessions = uow.tallies.oldest_queued(), uow.tallies.sessions()
        return {
            "time": now,
            **self._from_redis(),
            "oldest_queued_s": None if oldest is None else round((now - oldest).total_seconds(), 1),
            "sessions": sessions,
            "jobs": [{"kind": kind, "state": state, "count": count} for kind, state, count in sorted(jobs)],
            "failures": [_failure(entry) for entry in failures],
            "storage": self._storage(),
            "retention": self._retention(),
            "janitor": self._janitor(),
            "versions": self._versions(),
        }

    def _from_redis(self) -> dict[str, Any]:
        try:
            workers = [worker_facts(worker) for worker in self._board.workers()]
            return {"workers": workers, "queue_depth": self._queue.depth(), "redis": None}
        except RedisError as error:
            return {"workers": [], "queue_depth": None, "redis": f"Redis is away: {error}"}

    def _storage(self) -> dict[str, Any]:
        kept = self._tally.kept()
        allowed = int(self._settings.max_storage_gb * 1e9)
        return {
            "kinds": [{"kind": kind, "bytes": kept[kind]} for kind in KINDS],
            "used_bytes": sum(kept.values()),
            "allowed_bytes": allowed or None,
            "free_bytes": self._files.free_bytes(),
        }

    def _retention(self) -> dict[str, float]:
        names = ("retention_days", "upload_retention_days", "batch_retention_days", "orphan_hours", "janitor_minutes")
        return {name: getattr(self._settings, name) for name in names}

    def _janitor(self) -> dict[str, Any]:
        with self._transactions.read() as uow:
            chore = uow.chores.find(CHORE)
        words = ("started_at", "finished_at", "due_at", "error")
        outcome = {word: value for word, value in (chore.outcome if chore else {}).items() if word != "storage"}
        return {**{word: getattr(chore, word, None) for word in words}, "outcome": outcome}

    def _versions(self) -> dict[str, str | None]:
        engine = self._transactions.engine
        schema = schema_of(engine)
        return {
            "platform": project_version(),
            "python": platform.python_version(),
            "database": engine.dialect.name,
            "schema_revision": schema.held,
            "newest_revision": schema.newest,
        }


def _failure(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a failed job for people: its id is cut, as whole ones open things."""
    code = str(entry.get("code") or "unknown")
    session_id = entry["session_id"]
    return {
        "kind": entry["kind"],
        "id": entry["id"][:SHOWN_ID],
        "session": tag(session_id) if session_id else None,
        "code": code,
        "message": str(entry.get("message") or ""),
        "remedy": entry.get("remedy") or REMEDIES.get(code, ""),
        "attempt": entry["attempt"],
        "finished_at": entry["finished_at"],
    }
