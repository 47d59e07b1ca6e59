"""The platform's figures for ``/metrics``: asked from the database and Redis at a scrape, at most every few seconds."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from redis import RedisError

from backend.adapters.counters import INFINITE, SECONDS, Counters, Entry
from backend.adapters.metrics import PREFIX
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PartUnavailableError
from backend.records import utc_now
from backend.services.tallies import StorageTally
from backend.unit_of_work import Transactions

FRESH_FOR_S = 5.0
COUNTERS = {
    "jobs_ended": ("Jobs that ended on a worker", ("kind", "state")),
    "failures": ("Jobs that failed, by the error's code", ("kind", "reason")),
    "predicted_rows": ("Rows of batches that were predicted", ()),
    "worker_cache_lookups": ("Looks into a cache of the workers", ("cache", "outcome")),
}
HISTOGRAMS = {
    "job_seconds": ("Time that a worker spent on a job", ("kind",)),
    "phase_seconds": ("Time that a worker spent in a phase of a job", ("kind", "phase")),
}
"""What workers count: help and labels."""


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
        yield _gauge("part_up", "Whether a part answered this scrape", ("part",), is_up)

    def _from_database(self) -> list[Any]:
        with self._transactions.read() as uow:
            jobs, oldest, sessions = uow.tallies.jobs(), uow.tallies.oldest_queued(), uow.tallies.sessions()
            chore = uow.chores.find("janitor")
        waited = 0.0 if oldest is None else (utc_now() - oldest).total_seconds()
        tidied = chore.finished_at.timestamp() if chore and chore.finished_at else 0.0
        counted = [([kind, state], float(count)) for kind, state, count in jobs]
        kept = [([kind], float(size)) for kind, size in self._tally.kept().items()]
        return [
            _gauge("jobs", "Jobs by kind and state", ("kind", "state"), counted),
            _gauge("oldest_queued_seconds", "How long the job waits that has waited longest", (), [([], waited)]),
            _gauge("sessions", "Sessions that are kept", (), [([], float(sessions))]),
            _gauge("storage_bytes", "What is kept, by kind", ("kind",), kept),
            _gauge("janitor_finished_timestamp_seconds", "When the janitor was done last", (), [([], tidied)]),
        ]

    def _from_redis(self) -> list[Any]:
        workers = self._board.workers()
        slots = float(sum(int(worker.get("concurrency", 0)) for worker in workers))
        return [
            _gauge("queue_depth", "Messages that wait for a worker", (), [([], float(self._queue.depth()))]),
            _gauge("workers", "Workers that are alive", (), [([], float(len(workers)))]),
            _gauge("worker_slots", "Jobs that they can work on at a time", (), [([], slots)]),
            *counted_families(self._counters.read()),
        ]


def counted_families(entries: list[Entry]) -> Iterator[Any]:
    """Yield what workers counted as families; what nobody counted yet has a family without samples."""
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    for name, (text, labels) in COUNTERS.items():
        counter = CounterMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
        for _, found, value in (entry for entry in entries if entry[0] == name):
            counter.add_metric([found[label] for label in labels], value)
        yield counter
    for name, (text, labels) in HISTOGRAMS.items():
        histogram = HistogramMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
        for values, (buckets, total) in _histograms(entries, name, labels).items():
            histogram.add_metric(list(values), buckets, total)
        yield histogram


def _histograms(
    entries: list[Entry], name: str, labels: tuple[str, ...]
) -> dict[tuple[str, ...], tuple[list[tuple[str, float]], float]]:
    """Return cumulative buckets and sum by labels."""
    counts: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    sums: dict[tuple[str, ...], float] = {}
    for kind, found, value in entries:
        key = tuple(found.get(label, "") for label in labels)
        if kind == f"{name}_bucket":
            counts[key][found["le"]] = value
        if kind == f"{name}_sum":
            sums[key] = value
    return {key: (_cumulative(found), sums.get(key, 0.0)) for key, found in counts.items()}


def _cumulative(counts: dict[str, float]) -> list[tuple[str, float]]:
    total, buckets = 0.0, []
    for bound in (*map(str, SECONDS), INFINITE):
        total += counts.get(bound, 0.0)
        buckets.append((bound, total))
    return buckets


def _gauge(name: str, text: str, labels: tuple[str, ...], values: list[tuple[list[str], float]]) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
    for found, value in values:
        family.add_metric(found, value)
    return family
