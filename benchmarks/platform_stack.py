"""A platform of its own for the benchmark: started as ``python run.py`` does, driven over HTTP, and stopped again."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from backend.stack.ports import free_port

ROOT = Path(__file__).parents[1]
START_WITHIN_S = 120.0
FINAL = {"trained", "failed", "cancelled"}
LIGHT = ({"config_type": "model", "model": "decision_tree"}, {"config_type": "evaluation", "method": "holdout"})
"""Steps of a training that is over in a moment."""


class Client:
    """One connection to the platform, kept open; a thread has its own.

    Parameters
    ----------
    port : int
    address : str, optional
        Asked from, as a proxy would tell it: the platform must trust one.
    """

    def __init__(self, port: int, address: str | None = None) -> None:
        self._told = {"X-Forwarded-For": address} if address else {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Return status, content and headers; a ``dict`` is sent as JSON, bytes as they are."""
        told = {**self._told, **(headers or {})}
        if isinstance(body, dict):
            body, told = json.dumps(body).encode(), {"Content-Type": "application/json", **told}
        answer = self._answer(method, path, body, told)
        return answer.status, answer.read(), answer.headers

    def _answer(self, *request: Any) -> http.client.HTTPResponse:
        try:
            self._connection.request(*request)
            return self._connection.getresponse()
        except ConnectionError:
            # The server closes connections that were not used for some seconds.
            self._connection.close()
            self._connection.request(*request)
            return self._connection.getresponse()

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def data(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """Return what a call answers.

        Raises
        ------
        RuntimeError
            If it is refused.
        """
        status, content, _ = self.ask(method, path, body, headers)
        if status >= http.HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{method} {path} was answered {status}: {content[:400]!r}")
        return json.loads(content)["data"]

    def session(self, *steps: dict[str, Any], source: dict[str, Any] | None = None) -> str:
        """Return a new session with these steps selected; Kepler unless another source is named."""
        session_id = str(self.data("GET", "/select")["session_id"])
        first = {"config_type": "data_source", **(source or {"data_source": "nasa", "dataset": "kepler"})}
        for step in (first, *steps):
            self.data("POST", "/select", {"session_id": session_id, **step})
        return session_id

    def train(self, session_id: str) -> float:
        """Start a training; the moment at which it was asked for [seconds of the epoch]."""
        asked = time.time()
        self.data("POST", "/training", {"session_id": session_id})
        return asked

    def ended(self, session_id: str, every_s: float = 0.05) -> dict[str, Any]:
        """Wait for a training's end; the session."""
        while self.data("GET", f"/training?session_id={session_id}")["state"] not in FINAL:
            time.sleep(every_s)
        session: dict[str, Any] = self.data("GET", f"/api/sessions/{session_id}")
        return session


def moment(session: dict[str, Any], state: str) -> float:
    """Return when a session came to a state [seconds of the epoch]."""
    return datetime.fromisoformat(session["state_times"][state]).timestamp()


@dataclass(frozen=True)
class Running:
    """A platform that answers.

    Attributes
    ----------
    ready_s : float
        From the command to the first answer of ``/api/health/ready`` [s].
    """

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    ready_s: float

    def client(self, address: str | None = None) -> Client:
        """Return a new connection."""
        return Client(self.port, address)

    def parts(self) -> dict[str, list[psutil.Process]]:
        """Return the processes of each part."""
        found: dict[str, list[psutil.Process]] = {"gunicorn": [], "celery": []}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            for name in found.keys() & _words_of(child):
                found[name].append(child)
        return found

    def memory_mb(self) -> dict[str, int]:
        """Return the resident memory of each part's largest process [MB]."""
        return {name: max(megabytes(process) for process in held) for name, held in self.parts().items() if held}

    def redis_url(self) -> str:
        """Return the address of its server of messages."""
        return self.parts()["gunicorn"][0].environ()["REDIS_URL"]


def _words_of(process: psutil.Process) -> set[str]:
    """Return the words of a process's command; none where it has ended meanwhile."""
    try:
        return set(process.cmdline())
    except psutil.NoSuchProcess:
        return set()


def megabytes(process: psutil.Process) -> int:
    """Return the resident memory of a process [MB]."""
    return round(process.memory_info().rss / 1e6)


@contextmanager
def platform(folder: Path, **settings: str) -> Iterator[Running]:
    """Run a platform for as long as the context lasts."""
    port, log = free_port(), (folder / "stack.log").open("wb")
    told = {"PORT": str(port), "UPLOAD_DIR": str(folder), "REFERENCE_MODELS": "false", "FLASK_ENV": "testing"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "backend.stack", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=_environment({**told, **settings}), stdout=log, stderr=log)
    try:
        wait_for(port, "/api/health/ready", process)
        yield Running(port, process, folder, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(60)
        log.close()


@contextmanager
def gunicorn(target: str, folder: Path, redis_url: str, processes: int = 1) -> Iterator[tuple[int, float, int]]:
    """Run a web server alone; its port, when it answered [s], and the memory of one of its processes [MB]."""
    port, began = free_port(), time.perf_counter()
    pool = ("-k", "gthread", "-w", str(processes), "--threads", "4", "--no-control-socket", "--log-level", "warning")
    command = (sys.executable, "-m", "gunicorn", *pool, "--bind", f"127.0.0.1:{port}", target)
    told = {"UPLOAD_DIR": str(folder), "REDIS_URL": redis_url, "OMP_NUM_THREADS": "1", "FLASK_ENV": "testing"}
    path = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    log = (folder / "web.log").open("ab")
    process = subprocess.Popen(command, env=_environment({**told, **path}), cwd=folder, stdout=log, stderr=log)
    try:
        wait_for(port, "/api/health/live", process)
        took = time.perf_counter() - began
        yield port, took, max(megabytes(child) for child in psutil.Process(process.pid).children())
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _environment(told: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MODEL_DIR"}}
    return {**inherited, **told}


def wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers 200.

    Raises
    ------
    TimeoutError
        If it ends or does not answer in time.
    """
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with closing(Client(port)) as client:
                if client.ask("GET", path)[0] == http.HTTPStatus.OK:
                    return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"port {port} did not answer {path} within {START_WITHIN_S:.0f} s")
