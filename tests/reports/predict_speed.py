"""How fast one object is answered over HTTP, by a real gunicorn: with and without its contributions.

``python -m tests.reports.predict_speed [family …]`` trains each family on Kepler's default columns, starts
``gunicorn -k gthread -w 2 --threads 4`` and asks it for one row at a time over one connection. Beside each stands the
same server's answer to ``GET /api/health/live``, which does next to nothing: what HTTP itself costs on this machine.
``cpu`` is the processor time of the server's processes for one answer, which other work on the machine hardly changes.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.config import Settings
from backend.stack.valkey import embedded_server, find_program

TIMES, WARM_UP = 200, 10
FAMILIES = ("lightgbm", "xgboost", "catboost", "random_forest")
EVALUATION = {"config_type": "evaluation", "method": "holdout"}


class Client:
    """One connection that is kept."""

    def __init__(self, port: int, server: psutil.Process) -> None:
        self._server = server
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[float, Any]:
        """Return the seconds of an answer and its data, and refuse any but a good one."""
        sent = None if body is None else json.dumps(body)
        begun = time.perf_counter()
        self._connection.request(method, path, sent, {"Content-Type": "application/json"} if sent else {})
        answer = self._connection.getresponse()
        text = answer.read()
        elapsed = time.perf_counter() - begun
        if answer.status != 200:
            raise SystemExit(f"{method} {path} answered {answer.status}: {text[:300]!r}")
        return elapsed, json.loads(text)["data"]

    def times(self, *asked: Any) -> tuple[np.ndarray, float]:
        """Milliseconds of many answers, after a few that do not count, and of processor time for one."""
        for _ in range(WARM_UP):
            self.ask(*asked)
        before = self._processor_time()
        seconds = [self.ask(*asked)[0] for _ in range(TIMES)]
        return np.array(seconds) * 1_000, (self._processor_time() - before) / TIMES * 1_000

    def _processor_time(self) -> float:
        times = [process.cpu_times() for process in self._server.children(recursive=True)]
        return sum(one.user + one.system for one in times)


@contextmanager
def platform(folder: Path) -> Iterator[tuple[Any, int, psutil.Process]]:
    """Yield the application, to train in this process, and the port and process of a gunicorn beside it."""
    server = embedded_server(find_program(), folder)
    assert server.part is not None
    redis = subprocess.Popen(server.part.command, stdout=subprocess.DEVNULL)
    told = {"UPLOAD_DIR": str(folder / "uploads"), "REDIS_URL": server.url, "FLASK_ENV": "development"}
    told |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "RATE_LIMIT_ENABLED": "false"}
    os.environ.update(told)
    settings = Settings(_env_file=None)
    upgrade(settings)
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4", "--no-control-socket"]
    command += ["-b", f"127.0.0.1:{port}", "--log-level", "warning", "backend.app:create_app()"]
    gunicorn = subprocess.Popen(command, start_new_session=True)
    try:
        _wait(port)
        yield create_app(settings), port, psutil.Process(gunicorn.pid)
    finally:
        os.killpg(gunicorn.pid, signal.SIGTERM)
        redis.terminate()
        gunicorn.wait(20)
        redis.wait(10)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not answer in 30 s.")


def trained(app: Any, family: str) -> str:
    """Train a family as a person who changes nothing but the folds, and return the session."""
    client = app.test_client()
    session_id = client.get("/select").json["data"]["session_id"]
    steps = [
        {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
        {"config_type": "model", "model": family},
        EVALUATION,
    ]
    for step in steps:
        answer = client.post("/select", json={"session_id": session_id, **step})
        if answer.status_code != 200:
            raise SystemExit(answer.json)
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    app.extensions["services"].training_job.execute(run_id)
    return str(session_id)


def measure(client: Client, session_id: str) -> dict[str, tuple[np.ndarray, float]]:
    """Time one row without and with contributions, one with six fields, and the form."""
    _, form = client.ask("GET", f"/predict?session_id={session_id}")
    whole = form["examples"][0]["values"]
    few = {name: whole[name] for name in list(whole)[:6]}
    body = {"session_id": session_id, "rows": [whole]}
    asked: dict[str, tuple[Any, ...]] = {
        "nothing (live)": ("GET", "/api/health/live"),
        "one row": ("POST", "/predict", body),
        "one row, contributions": ("POST", "/predict", {**body, "explain": True}),
        "six fields, contributions": ("POST", "/predict", {**body, "rows": [few], "explain": True}),
        "form": ("GET", f"/predict?session_id={session_id}"),
    }
    return {name: client.times(*call) for name, call in asked.items()}


def main() -> None:
    """Measure and print."""
    print(f"{'family':15} {'asked':28} {'median':>8} {'p95':>8} {'cpu':>8}  [ms]")
    with tempfile.TemporaryDirectory() as folder, platform(Path(folder)) as (app, port, server):
        for family in sys.argv[1:] or FAMILIES:
            session_id = trained(app, family)
            for name, (found, cpu) in measure(Client(port, server), session_id).items():
                numbers = (np.median(found), np.quantile(found, 0.95), cpu)
                print(f"{family:15} {name:28} " + " ".join(f"{number:8.1f}" for number in numbers), flush=True)


if __name__ == "__main__":
    main()
