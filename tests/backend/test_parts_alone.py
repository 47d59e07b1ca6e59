"""Each part also starts alone, on an empty folder, several at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import inspect

from backend.adapters.database import make_engine, ping
from backend.config import PROJECT_ROOT, Settings
from backend.stack.ports import free_port

pytestmark = pytest.mark.stack

MIGRATE = (
    "from backend.adapters.schema import upgrade; from backend.config import load_settings; upgrade(load_settings())"
)
STARTS_WITHIN_S = 60


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_processes_that_migrate_at_once_do_not_meet(tmp_path: Path, database_url: str | None) -> None:
    environment = {**os.environ, "UPLOAD_DIR": str(tmp_path), "DATABASE_URL": database_url or ""}
    command = [sys.executable, "-c", MIGRATE]
    processes = [subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stderr=subprocess.PIPE) for _ in range(4)]
    endings = [(process.communicate(timeout=60)[1].decode()[-500:], process.returncode) for process in processes]
    assert [code for _, code in endings] == [0] * 4, endings
    engine = make_engine(Settings(_env_file=None, upload_dir=str(tmp_path), database_url=database_url).database)
    ping(engine)
    assert {"sessions", "runs", "predictions", "uploads"} <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "backend/app.py"],
        [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--no-control-socket", "run:app"],
    ],
)
def test_the_web_server_starts_alone(tmp_path: Path, redis_url: str, command: list[str]) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "UPLOAD_DIR": str(tmp_path),
        "REDIS_URL": redis_url,
        "PORT": str(port),
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port}",
    }
    log = tmp_path / "web.log"
    with log.open("wb") as handle:
        server = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=handle, stderr=handle)
    try:
        answer = fetch(f"http://127.0.0.1:{port}/select", log)
    finally:
        server.terminate()
        server.wait(20)
    assert answer["data"]["state"] == "created"


def fetch(url: str, log: Path) -> dict[str, dict[str, str]]:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))
