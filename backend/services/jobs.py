"""Background jobs: who works on what, and what happens when a worker falls silent."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.adapters.queue import JobQueue
from backend.config import Settings
from backend.records import utc_now
from backend.services.leases import JobEnds, Lease, move_session
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

TASKS = {
    "runs": "training.execute",
    "trials": "trial.execute",
    "predictions": "prediction.execute",
    "chunks": "chunk.execute",
    "refreshes": "refresh.execute",
    "studies": "study.execute",
}
"""Name of the task for each kind of job; the kind is the repository's name in the unit of work."""
HELPED = ("trials", "chunks")
"""Kinds that are parts of another job: its worker does them where no other does."""
MOST_LAPSES = 3
FORGOTTEN_AFTER_S = 10.0


class JobService:
    """Claims jobs for workers, and queues again what silent workers left behind."""

    def __init__(self, transactions: Transactions, queue: JobQueue, settings: Settings) -> None:
        self._transactions = transactions
        self._queue = queue
        self._settings = settings
        self.is_leaving: Callable[[], bool] = lambda: False

    def claim(self, kind: str, job_id: str) -> tuple[Any, Lease] | None:
        """Take a queued job; None where another worker has it or it has ended."""
        owner = f"{socket.gethostname()}:{os.getpid()}:{time.monotonic_ns()}"
        now = utc_now()
        with self._transactions.write() as uow:
            expires_at = now + timedelta(seconds=self._settings.lease_seconds)
            record = getattr(uow, kind).claim(job_id, owner, now, expires_at)
            if record is None:
                return None
            if kind == "runs":
                move_session(uow, record.session_id, "training")
        lease = Lease(self._transactions, self._settings, kind, job_id, owner, self.is_leaving)
        return record, lease

    def revive(self) -> int:
        """Queue again the jobs whose lease lapsed, and those whose message was lost; returns how many."""
        return sum(self._revive_lapsed(kind) + self._resend_forgotten(kind) for kind in TASKS)

    def _revive_lapsed(self, kind: str) -> int:
        now = utc_now()
        with self._transactions.read() as uow:
            lapsed = getattr(uow, kind).lapsed(now)
        revived = 0
        for record in lapsed:
            with self._transactions.write() as uow:
                if record.lapses + 1 >= MOST_LAPSES:
                    JobEnds(uow, kind).failed(record.id, record.lease_owner, poisoned(record.lapses + 1))
                    continue
                requeued = getattr(uow, kind).requeue_lapsed(record, now)
            if requeued:
                logger.warning("Lease of %s on %s lapsed; queued again", record.lease_owner, record.id)
                self._queue.send(TASKS[kind], record.id)
                revived += 1
        return revived

    def _resend_forgotten(self, kind: str) -> int:
        if kind in HELPED:
            # The own worker of the run or batch takes what no other has taken.
            return 0
        with self._transactions.read() as uow:
            forgotten = getattr(uow, kind).waiting(utc_now() - timedelta(seconds=FORGOTTEN_AFTER_S))
        if not forgotten or self._queue.depth() > 0:
            return 0
        for record in forgotten:
            self._queue.send(TASKS[kind], record.id)
        return len(forgotten)


def poisoned(lapses: int) -> dict[str, Any]:
    """Return the error of a job that ended its worker too often."""
    return {
        "code": "worker_lost",
        "message": f"The worker went silent {lapses} times with this job: it was stopped, or ran out of memory.",
        "remedy": "Choose fewer rows, features or trees, or give the worker more memory; then start again.",
    }
