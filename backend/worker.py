"""The worker, ``celery -A backend.worker worker``: takes ids from the queue, revives what others left behind."""

from __future__ import annotations

import logging
import multiprocessing
import os
from typing import Any

from celery import bootsteps
from celery.signals import setup_logging, task_postrun, task_prerun, worker_process_init, worker_shutting_down
from kombu.exceptions import OperationalError
from redis import RedisError

from backend.adapters import logs, scratch, server_figures, tracing
from backend.adapters.schema import ensure_schema
from backend.assembly import build_services
from backend.config import load_settings
from backend.errors import PartUnavailableError
from backend.records import utc_now
from backend.services.pool import Pool

logger = logging.getLogger(__name__)

settings = load_settings()
ensure_schema(settings)
services = build_services(settings)
app = services.celery
app.services = services
app.conf.imports = tuple(
    f"backend.tasks.{noun}"
    for noun in ("training", "trial", "prediction", "chunk", "refresh", "study", "reference", "janitor")
)

LOOK_EVERY_S = 0.5
DATABASE_PATIENCE_S = 3_600.0
"""Work that is under way waits so long for a database that is away [s]."""
TEND_EVERY_S = 10.0
ANNOUNCE_EVERY_S = 5.0
TIDY_EVERY_S = 30.0

leaving = multiprocessing.get_context("fork").Event()
"""Set when this worker is being stopped; shared with its pool processes, which hand their jobs back."""
services.jobs.is_leaving = leaving.is_set
services.metrics.count_elsewhere(services.counters)
pool = Pool(services.jobs, settings)


class Caretaker(bootsteps.StartStopStep):
    """Timers of the worker's main process, which does no work itself and so outlives any job."""

    requires = {"celery.worker.components:Timer"}  # noqa: RUF012 - as Celery declares it

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._timers: list[Any] = []

    def start(self, parent: Any) -> None:
        """Begin to look after leases, and to say that this worker is alive."""
        announce = lambda: announce_worker(parent)  # noqa: E731
        announce()
        self._timers = [
            parent.timer.call_repeatedly(settings.heartbeat_seconds, revive),
            parent.timer.call_repeatedly(LOOK_EVERY_S, pool.end_too_large),
            parent.timer.call_repeatedly(LOOK_EVERY_S, pool.end_hung),
            parent.timer.call_repeatedly(ANNOUNCE_EVERY_S, announce),
            parent.timer.call_repeatedly(settings.lease_seconds, sweep),
            parent.timer.call_repeatedly(TEND_EVERY_S, tend),
            parent.timer.call_repeatedly(TIDY_EVERY_S, tidy),
        ]

    def stop(self, parent: Any) -> None:
        """Stop looking."""
        for timer in self._timers:
            timer.cancel()
        services.board.dismiss_worker(parent.hostname)


def revive() -> None:
    """Queue again the jobs of silent workers; a database or Redis that is away is tried again at the next tick."""
    try:
        services.jobs.revive()
    except (PartUnavailableError, OperationalError, RedisError) as error:
        logger.warning("Cannot look after leases: %s", error)


def sweep() -> None:
    """Remove what processes of this machine left when they were killed."""
    scratch.sweep(settings.local_root)
    server_figures.sweep(settings.local_root)


def tend() -> None:
    """Have the platform's own models trained where nothing else waits."""
    try:
        services.references.call()
    except (PartUnavailableError, OperationalError, RedisError) as error:
        logger.warning("Cannot look after the reference models: %s", error)


def tidy() -> None:
    """Have the janitor come where that is due; one worker's pool process does the work, never this process."""
    try:
        services.janitor.call()
    except PartUnavailableError as error:
        logger.warning("Cannot call the janitor: %s", error)


def announce_worker(parent: Any) -> None:
    """Say on the board that this worker is alive."""
    facts = {
        "name": parent.hostname,
        "pid": os.getpid(),
        "concurrency": settings.worker_concurrency,
        "heartbeat_at": utc_now().isoformat(),
    }
    services.board.announce_worker(parent.hostname, facts)


@setup_logging.connect
def write_lines(**_: Any) -> None:
    """Write Celery's lines in the same form as our own."""
    logs.configure(settings.log_level, settings.log_format)


@task_prerun.connect
def name_the_request(task: Any = None, **_: Any) -> None:
    """Let the lines of a task carry the request that it comes from."""
    logs.begin(request=getattr(task.request, "request_id", None), task=task.request.id)


@task_postrun.connect
def forget_the_request(**_: Any) -> None:
    """Let the lines between tasks be about nothing.

    (Celery asks whether anybody listens to the end of tasks before tracing is set up in a pool process.)
    """
    logs.begin()


@worker_shutting_down.connect
def hand_jobs_back(**_: Any) -> None:
    """Let the pool processes hand their jobs back at their next step."""
    leaving.set()


@worker_process_init.connect
def start_pool_process(**_: Any) -> None:
    """Open connections of this process's own: those of the parent must not be shared."""
    services.transactions.engine.dispose(close=False)
    services.transactions.patience_s = DATABASE_PATIENCE_S
    scratch.work_here(settings.local_root)
    services.redis.connection_pool.reset()
    tracing.trace_worker(services.transactions.engine, settings)


app.steps["worker"].add(Caretaker)
