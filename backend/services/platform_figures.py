"""The platform's figures for ``/metrics``: asked from the database and Redis at a scrape, at most every few seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

from redis import RedisError

from backend.adapters.counters import Counters
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PartUnavailableError
from backend.records import utc_now
from backend.services.counted_figures import counted_families, gauge
from backend.services.tallies import StorageTally
from backend.unit_of_work import Transactions

FRESH_FOR_S = 5.0


class PlatformFigures:
    """A collector.

    Parameters
    ----------
    transactions : Transactions
    board : ProgressBoard
    queue : JobQueue
    counters : Counters
    tally : StorageTally
    """

    def __init__(
        self,
        transactions: Transactions,
        board: ProgressBoard,
        queue: JobQueue,
        counters: Counters,
        tally: StorageTally,
    ) -> None:
        self._transactions = transactions
        self._board = board
        self._queue = queue
        self._counters = counters
        self._tally = tally
        self._lock = threading.Lock()
        self._known: list[Any] = []
        self._known_at = float("-inf")

    def collect(self) -> list[Any]:
        """Return the families; several scrapers within a few seconds cost as much as one."""
        with self._lock:
            if time.monotonic() - self._known_at >= FRESH_FOR_S:
                self._known, self._known_at = list(self._families()), time.monotonic()
            return self._known

    def _families(self) -> Iterator[Any]:
        """Yield what the database and Redis tell; a part that is away is told as such, and its figures are absent."""
        is_up = []
        for name, look in (("database", self._from_database), ("redis", self._from_redis)):
            try:
                yield from look()
                is_up.append(([name], 1.0))
            except (PartUnavailableError, RedisError):
                is_up.append(([name], 0.0))
        yield gauge("part_up", "Whether a part answered this scrape", ("part",), is_up)

    def _from_database(self) -> list[Any]:
        with self._transactions.read() as uow:
            jobs, queued, sessions = uow.tallies.jobs(), uow.tallies.queued(), uow.tallies.sessions()
            chore = uow.chores.find("janitor")
        now = utc_now()
        waited = {kind: 0.0 if since is None else (now - since).total_seconds() for kind, (_, since) in queued.items()}
        tidied = chore.finished_at.timestamp() if chore and chore.finished_at else 0.0
        counted = [([kind, state], float(count)) for kind, state, count in jobs]
        kept = [([kind], float(size)) for kind, size in self._tally.kept().items()]
        return [
            gauge("jobs", "Jobs by kind and state", ("kind", "state"), counted),
            gauge(
                "queued_jobs",
                "Jobs that wait for a worker, as the database has them",
                ("kind",),
                [([kind], float(count)) for kind, (count, _) in queued.items()],
            ),
            gauge(
                "oldest_queued_seconds",
                "How long the job of a kind waits that has waited longest; 0 where none waits",
                ("kind",),
                [([kind], seconds) for kind, seconds in waited.items()],
            ),
            gauge("sessions", "Sessions that are kept", (), [([], float(sessions))]),
            gauge("storage_bytes", "What is kept, by kind", ("kind",), kept),
            gauge("janitor_finished_timestamp_seconds", "When the janitor was done last", (), [([], tidied)]),
        ]

    def _from_redis(self) -> list[Any]:
        workers = self._board.workers()
        slots = float(sum(int(worker.get("concurrency", 0)) for worker in workers))
        return [
            gauge("queue_depth", "Messages in Redis that no worker has taken", (), [([], float(self._queue.depth()))]),
            gauge("workers", "Workers that are alive", (), [([], float(len(workers)))]),
            gauge("worker_slots", "Jobs that they can work on at a time", (), [([], slots)]),
            *counted_families(self._counters.read()),
        ]
