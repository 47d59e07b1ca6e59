"""Under the real server: figures of all its processes add up, a new server begins anew, lines hold no id."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from backend.config import PROJECT_ROOT, Settings
from backend.stack.ports import free_port

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]
PATIENCE_S = 90
ASKED = 40


@contextmanager
def server(settings: Settings, log: Path) -> Iterator[str]:
    """Run gunicorn with two processes."""
    port = free_port()
    variables = {"UPLOAD_DIR": settings.upload_dir, "REDIS_URL": str(settings.redis_url), "LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "2", "--no-control-socket"]
    command += ["--access-logfile", "-", "--bind", f"127.0.0.1:{port}", "run:app"]
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, cwd=PROJECT_ROOT, env={**os.environ, **variables}, stdout=sink, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not answers(url):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(url: str) -> bool:
    try:
        return bool(get(f"{url}/api/health/live"))
    except OSError:
        return False


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def counted(url: str, route: str) -> float:
    """Return how many requests of a route the server counted, whichever process is asked."""
    families = text_string_to_metric_families(get(f"{url}/metrics"))
    samples = [sample for family in families for sample in family.samples]
    return sum(s.value for s in samples if s.name == "playground_http_requests_total" and s.labels["route"] == route)


def test_processes_add_up_and_a_new_server_begins_anew(settings: Settings, tmp_path: Path) -> None:
    log, folders = tmp_path / "web.log", settings.local_root / "tmp" / "metrics"
    with server(settings, log) as url:
        session_id = json.loads(get(f"{url}/select"))["data"]["session_id"]
        for _ in range(ASKED):
            get(f"{url}/training?session_id={session_id}")
        assert [counted(url, "/training") for _ in range(4)] == [ASKED] * 4
        (first,) = folders.iterdir()
    with server(settings, log) as url:
        assert counted(url, "/training") == 0
        (second,) = folders.iterdir()
        assert second != first, "what a dead server counted is gone"
    lines = log.read_text()
    assert session_id not in lines
    told = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
    assert sum(line.get("route") == "/training" for line in told) == ASKED
    assert len({line["request"] for line in told if "request" in line}) >= ASKED
