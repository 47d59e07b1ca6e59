"""A promotion reaches every process of a real gunicorn, and no request that runs meanwhile is refused."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from backend.config import PROJECT_ROOT, Settings
from backend.stack.ports import free_port
from tests.backend.conftest import QUICK_EVALUATION

WORKERS = 2
PATIENCE_S = 240.0
"""An upper bound of waiting, not an expectation."""

pytestmark = pytest.mark.stack


@pytest.fixture
def versions(client: Any, services: Any) -> dict[int, list[str]]:
    """Two versions of ``finder`` that read other columns; the first is promoted. Their columns by number."""
    found = {}
    for number, chosen in enumerate(({"features": ["koi_period", "koi_depth"]}, {"preset": "physics"}), start=1):
        session_id = client.get("/select").json["data"]["session_id"]
        for step in (
            {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
            {"config_type": "features", **chosen},
            {"config_type": "model", "model": "decision_tree", "hyperparameters": {"max_depth": 3}},
            QUICK_EVALUATION,
        ):
            assert client.post("/select", json={"session_id": session_id, **step}).status_code == 200
        run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
        services.training_job.execute(run_id)
        made = client.post("/api/registry", json={"name": "finder", "session_id": session_id}).json["data"]
        assert made["version"] == number
        found[number] = made["features"]
    promote(client, 1)
    return found


def promote(client: Any, version: int) -> None:
    """Promote in this process, which is none of gunicorn's."""
    assert client.post("/api/registry/finder/promote", json={"version": version}).status_code == 200


@pytest.fixture
def port(settings: Settings, versions: dict[int, list[str]], tmp_path: Path) -> Iterator[int]:
    """Address of a gunicorn with two processes on the same platform."""
    port = free_port()
    told = {"UPLOAD_DIR": settings.upload_dir, "REDIS_URL": settings.redis_url, "FLASK_ENV": "testing"}
    pool = ["-k", "gthread", "-w", str(WORKERS), "--threads", "4", "--keep-alive", "600", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *pool, "--bind", f"127.0.0.1:{port}", "run:app"]
    with (tmp_path / "web.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=PROJECT_ROOT, env={**os.environ, **told}, stdout=log, stderr=log)
    try:
        until(lambda: is_live(port), "gunicorn answers")
        yield port
    finally:
        server.terminate()
        server.wait(60)


def is_live(port: int) -> bool:
    try:
        with closing(Door(port)) as door:
            return door.ask("GET", "/api/health/live")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE_S:g} s in vain until {what}"
        time.sleep(0.05)


class Door:
    """A kept connection: one process of gunicorn accepted it and answers all that is asked over it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.connect()
        self._own = self._connection.sock.getsockname()[1]

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"}
        self._connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())

    def process(self, port: int) -> int | None:
        """The process that holds the other end."""
        ends = (port, self._own)
        held = [connection for connection in psutil.net_connections("tcp4") if connection.raddr and connection.pid]
        return next((one.pid for one in held if (one.laddr.port, one.raddr.port) == ends), None)

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def doors(port: int) -> Iterator[dict[int, Door]]:
    """A connection to each process."""
    found: dict[int, Door] = {}
    opened: list[Door] = []

    def reached_all() -> bool:
        opened.append(Door(port))
        assert opened[-1].ask("GET", "/api/health/live")[0] == 200
        pid = opened[-1].process(port)
        assert pid is not None
        found.setdefault(pid, opened[-1])
        return len(found) == WORKERS

    until(reached_all, "each process of gunicorn has accepted a connection")
    yield found
    for door in opened:
        door.close()


def test_every_process_swaps_and_no_request_is_refused_meanwhile(
    client: Any, versions: dict[int, list[str]], port: int, doors: dict[int, Door]
) -> None:
    # A row with the columns of both versions: whichever answers, it can.
    features = dict.fromkeys([*versions[1], *versions[2]])
    seen: list[tuple[int, int | None]] = []
    done = threading.Event()

    def ask(door: Door) -> int:
        status, answer = door.ask("POST", "/api/registry/finder/predict", {"features": features})
        seen.append((status, (answer["data"] or {}).get("version")))
        return seen[-1][1] or 0

    def reaches_all(version: int) -> None:
        promote(client, version)
        until(lambda: {ask(door) for door in doors.values()} == {version}, f"every process answers with {version}")

    def keep_asking(_: int) -> None:
        with closing(Door(port)) as door:
            while not done.is_set():
                ask(door)

    assert {ask(door) for door in doors.values()} == {1}
    with ThreadPoolExecutor(2) as crowd:
        crowds = [crowd.submit(keep_asking, number) for number in range(2)]
        try:
            for version in (2, 1, 2):
                reaches_all(version)
        finally:
            done.set()
    for future in crowds:
        future.result()
    assert {status for status, _ in seen} == {200}
    assert {version for _, version in seen} == {1, 2}
