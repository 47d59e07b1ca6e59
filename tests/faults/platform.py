"""A whole platform whose parts can be broken: server processes of its own, seams at which they stop, a client."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import requests

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.assembly import Services
from backend.config import PROJECT_ROOT, Settings
from backend.seams import REACHED
from backend.stack.ports import free_port

TETHER = PROJECT_ROOT / "backend" / "stack" / "tether.py"
"""Ties a process to this one, so that none outlives a test run that is killed."""
PATIENCE_S = 120.0
"""A deadline for what happens in seconds on an idle machine; nothing waits so long unless it is broken."""
SMALL_PIECES = "200"


def wait_for(condition: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
    """Return the first true answer of ``condition``."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {patience_s} s: {what}")


class Platform:
    """Workers and servers over one database, one queue and one store.

    Attributes
    ----------
    folder : Path
        Everything is written under it.
    services : Services
        The platform's own, in this process: what a test looks with.
    client : flask.testing.FlaskClient
    """

    def __init__(
        self, folder: Path, redis_url: str, database_url: str = "", model_dir: str = "", upload_dir: str = ""
    ) -> None:
        self.folder = folder
        self.workers: list[Worker] = []
        self.seams = folder / "seams"
        self.seams.mkdir(parents=True)
        self._environment = {
            "FLASK_ENV": "testing",
            "SEAM_DIR": str(self.seams),
            "UPLOAD_DIR": upload_dir or str(folder / "data"),
            "MODEL_DIR": model_dir,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "LEASE_SECONDS": "2",
            "HEARTBEAT_SECONDS": "0.5",
            "DATABASE_PATIENCE_S": "1.5",
            "BATCH_PIECE_ROWS": SMALL_PIECES,
            "TRAINING_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        with _environment(self._environment):
            self.settings = Settings(_env_file=None)
            upgrade(self.settings)
            app = create_app(self.settings)
        self.services: Services = app.extensions["services"]
        self.services.redis.flushdb()
        self.client: Any = app.test_client()
        self._ends = ExitStack()
        self._started = 0

    def close(self) -> None:
        """Stop all."""
        self._ends.close()
        self.services.transactions.engine.dispose()
        self.services.celery.close()
        self.services.redis.close()

    def worker(self, **environment: str) -> Worker:
        """Start a worker; it is killed at the end if it still runs."""
        self._started += 1
        name = f"w{self._started}"
        celery = ("-m", "celery", "-A", "backend.worker", "worker", "-n", f"{name}@%h", "--concurrency", "1")
        process = self._start(name, celery, environment)
        self.workers.append(Worker(self, name, process))
        return self.workers[-1]

    def web(self, **environment: str) -> Web:
        """Start gunicorn with one process."""
        port = free_port()
        options = ("-k", "gthread", "-w", "1", "--threads", "4", "--no-control-socket", "--bind", f"127.0.0.1:{port}")
        process = self._start("web", ("-m", "gunicorn", *options, "run:app"), environment)
        return Web(process, f"http://127.0.0.1:{port}")

    def _start(self, name: str, arguments: tuple[str, ...], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(TETHER), str(os.getpid()), sys.executable, *arguments],
                cwd=PROJECT_ROOT,
                env={**os.environ, **self._environment, **environment},
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._ends.callback(kill_group, process)
        return process

    @contextmanager
    def in_background(self, action: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
        """Do something meanwhile; yields a function that waits for its outcome."""
        with ThreadPoolExecutor(1) as threads:
            yield threads.submit(action).result

    @contextmanager
    def held(self, place: str) -> Iterator[Callable[[], int]]:
        """Hold whoever comes by a place; yields a function that waits for one and returns its process."""
        marker = self.seams / f"{place}{REACHED}"
        (self.seams / place).touch()
        try:
            yield lambda: int(wait_for(lambda: marker.exists() and marker.read_text(), f"somebody is at {place}"))
        finally:
            (self.seams / place).unlink()
            marker.unlink(missing_ok=True)

    def workers_are_there(self, names: set[str]) -> None:
        """Wait until these workers have announced themselves."""
        wait_for(lambda: names <= {str(w["name"]).split("@")[0] for w in self.services.board.workers()}, f"{names}")

    def log(self, name: str) -> str:
        """Return what a process has said so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")


class Worker:
    """A worker and the pool process that does its work."""

    def __init__(self, platform: Platform, name: str, process: subprocess.Popen[bytes]) -> None:
        self._platform = platform
        self.name = name
        self.process = process

    def ready(self) -> Worker:
        """Wait until it has announced itself."""
        self._platform.workers_are_there({self.name})
        return self

    def pool(self) -> psutil.Process:
        """Return the process that does the work."""
        return wait_for(lambda: next(iter(psutil.Process(self.process.pid).children()), None), "a pool process")

    def kill(self) -> None:
        """End it as a power cut does."""
        kill_group(self.process)

    def leave(self) -> float:
        """Send it away as a service manager does, and return how long it took to go [s]."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began


class Web:
    """gunicorn, and its process that answers."""

    def __init__(self, process: subprocess.Popen[bytes], address: str) -> None:
        self.process = process
        self.address = address

    def ready(self) -> Web:
        """Wait until it answers."""
        wait_for(lambda: _answers(f"{self.address}/api/health/live"), "the web server answers")
        return self

    def answering(self) -> psutil.Process:
        """Return the process that answers."""
        return next(iter(psutil.Process(self.process.pid).children()))

    def kill_answering(self) -> None:
        """Kill what answers; gunicorn starts another."""
        for child in psutil.Process(self.process.pid).children():
            child.kill()

    def send(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """Send a request."""
        return requests.request(method, f"{self.address}{path}", timeout=60, **arguments)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.RequestException:
        return False


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
