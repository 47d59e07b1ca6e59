"""The parts of the running platform, from its settings."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from functools import partial
from typing import TYPE_CHECKING

from backend.adapters.redis_address import broker_options, broker_url
from backend.config import Settings
from backend.stack.child import Part
from backend.stack.ports import LOOPBACK

if TYPE_CHECKING:
    from celery import Celery

THREADS_PER_WEB_WORKER = 4
WEB_GRACE_S, WORKER_GRACE_S = 5, 8
ASKED_WITHIN_S = 2.0
SERVER_ERRORS = 500
"""First of the HTTP status codes that say that the server is not well."""


def address(settings: Settings) -> str:
    """Return the address to open in a browser."""
    host = LOOPBACK if settings.host in {"0.0.0.0", "::"} else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def worker_part(settings: Settings, redis_url: str) -> Part:
    """Return the Celery worker that trains and predicts."""
    name = f"stack{os.getpid()}"
    options = ("--concurrency", str(settings.worker_concurrency), "--hostname", f"{name}@%h")
    # One worker has nobody to talk to; the greetings cost a second at start.
    quiet = ("--without-gossip", "--without-mingle", "--loglevel", settings.log_level)
    return Part(
        name="worker",
        command=(sys.executable, "-m", "celery", "-A", "backend.worker", "worker", *options, *quiet),
        environment=_environment(settings, redis_url, settings.threads_per_fit),
        is_ready=partial(_worker_answers, _Broker(redis_url), name),
        grace_s=WORKER_GRACE_S,
    )


def web_part(settings: Settings, redis_url: str) -> Part:
    """Return the web server."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    pool = ("-k", "gthread", "-w", str(settings.workers), "--threads", str(THREADS_PER_WEB_WORKER))
    habits = ("--no-control-socket", "--graceful-timeout", str(WEB_GRACE_S))
    return Part(
        name="web",
        command=(sys.executable, "-m", "gunicorn", *pool, *habits, "--bind", f"{host}:{settings.port}", "run:app"),
        environment=_environment(settings, redis_url, 1),
        is_ready=partial(web_answers, address(settings)),
        grace_s=WEB_GRACE_S + 1,
    )


def profiles_part(settings: Settings, redis_url: str) -> Part:
    """Return the errand that profiles the catalogues ahead of the first visitor; nothing waits for it."""
    return Part(
        name="profiles",
        command=(sys.executable, "-m", "backend.stack.profiles"),
        environment=_environment(settings, redis_url, 1),
        once=True,
    )


def _environment(settings: Settings, redis_url: str, threads: int) -> dict[str, str]:
    # Waiting OpenMP threads that spin take the cores from those that work.
    openmp = {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"}
    # A whole platform has models of its own, unless whoever starts it wants none.
    wanted = settings.reference_models or "reference_models" not in settings.model_fields_set
    own = {"REFERENCE_MODELS": str(wanted).lower()}
    return {"REDIS_URL": redis_url, "PYTHONUNBUFFERED": "1", **openmp, **own}


def web_answers(url: str) -> bool:
    """Whether the platform's web server answers at `url`."""
    try:
        with urllib.request.urlopen(f"{url}api/health/live", timeout=2) as answer:
            return bool(answer.status < SERVER_ERRORS)
    except urllib.error.HTTPError as error:
        with error:
            return error.code < SERVER_ERRORS
    except OSError:
        return False


class _Broker:
    """Celery's remote control, imported at first use: by then the worker itself is being imported."""

    def __init__(self, redis_url: str) -> None:
        self._url = redis_url
        self._app: Celery | None = None

    def names(self) -> list[str]:
        """Return the names of the workers that answer."""
        if self._app is None:
            from celery import Celery

            self._app = Celery(broker=broker_url(self._url), set_as_current=False)
            self._app.conf.broker_transport_options = broker_options(self._url, ASKED_WITHIN_S)
        return [name for reply in self._app.control.ping(timeout=0.5) for name in reply]


def _worker_answers(broker: _Broker, name: str) -> bool:
    return any(found.startswith(f"{name}@") for found in broker.names())
