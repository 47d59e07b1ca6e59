"""Figures in Prometheus' words: those of the web processes, added up over all of them, and those of the platform.

Each process of one gunicorn writes its figures to a folder of that server's own, which is cleaned when a server starts;
whoever is scraped adds them up. Labels are bounded: route templates and words of ours, never an id.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.adapters import server_figures
from backend.adapters.counters import Counters
from backend.config import Settings

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
UNDER_GUNICORN = "SERVER_SOFTWARE"
"""gunicorn sets it in its processes."""
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Bounds of the buckets of requests' durations [s]."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PREFIX = "playground"
QUEUE_LIMITS = ("max_queued", "max_queued_per_client")
"""Settings that refuse jobs; each is told from the start, as what goes from absent to 1 has not increased."""
RESERVED_BYTES = 1 << 20
"""Of each of a process's files: some 8,000 figures, many more than the bounded labels can make."""


class Metrics:
    """The figures of this process, and whatever is asked at each scrape.

    Parameters
    ----------
    folder : str or None
        Where the processes of this server write their figures; None for a process that is alone.
    """

    def __init__(self, folder: str | None) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        if folder is not None:
            reserve(Path(folder))
        self._folder = folder
        self._elsewhere: Counters | None = None
        self._own = CollectorRegistry()
        self._platform: list[Any] = []
        names = ("method", "route", "status")
        self._requests = Counter(f"{PREFIX}_http_requests", "Requests answered", names, registry=self._own)
        self._seconds = Histogram(
            f"{PREFIX}_http_request_duration_seconds",
            "Time until the answer began",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._own,
        )
        self._looks = Counter(
            f"{PREFIX}_cache_lookups",
            "Looks into caches of web processes",
            ("cache", "outcome"),
            registry=self._own,
        )
        self._refused = Counter(
            f"{PREFIX}_queue_refused",
            "Jobs that were refused as too many wait (429 queue_full)",
            ("limit",),
            registry=self._own,
        )
        for limit in QUEUE_LIMITS:
            self._refused.labels(limit)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        known = method if method in METHODS else "OTHER"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(known, route).observe(seconds)

    def looked(self, cache: str, is_hit: bool) -> None:
        """Count a look into a cache."""
        if self._elsewhere is not None:
            labels = {"cache": cache, "outcome": "hit" if is_hit else "miss"}
            self._elsewhere.add([("worker_cache_lookups", labels, 1.0)])
            return
        self._looks.labels(cache, "hit" if is_hit else "miss").inc()

    def refused(self, limit: str) -> None:
        """Count a job for which there was no room in the queue; ``limit`` is the setting that says so."""
        self._refused.labels(limit).inc()

    def count_elsewhere(self, counters: Counters) -> None:
        """Let what this process counts go to where workers count: nobody scrapes it."""
        self._elsewhere = counters

    def watch(self, collector: Any) -> None:
        """Ask ``collector`` at each scrape: its ``collect`` yields families."""
        self._platform.append(collector)

    def render(self) -> tuple[bytes, str]:
        """Return the page and its content type."""
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        pages = [generate_latest(self._processes()), generate_latest(_Gathered(self._platform))]
        return b"".join(pages), CONTENT_TYPE_LATEST

    def _processes(self) -> CollectorRegistry:
        if self._folder is None:
            return self._own
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        MultiProcessCollector(registry, self._folder)
        return registry


def reserve(folder: Path) -> None:
    """Take the room of this process's figures on the disk at once.

    The client maps its files into memory before they have any: on a disk that is full, counting a request would end
    the process by SIGBUS.
    """
    for kind in ("counter", "histogram"):
        with (folder / f"{kind}_{os.getpid()}.db").open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, RESERVED_BYTES)


class _Gathered:
    """Several collectors as a registry has them."""

    def __init__(self, collectors: list[Any]) -> None:
        self._collectors = collectors

    def collect(self) -> Iterator[Any]:
        for collector in self._collectors:
            yield from collector.collect()


def make_metrics(settings: Settings) -> Metrics:
    """Return the figures of this process: shared with the server's other processes under gunicorn, else its own.

    The folder must be named before the client library is imported for the first time.
    """
    if FOLDER not in os.environ and UNDER_GUNICORN in os.environ:
        os.environ[FOLDER] = str(server_figures.folder_of_server(settings.local_root))
    return Metrics(os.environ.get(FOLDER))
