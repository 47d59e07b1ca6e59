"""A promoted model over HTTP against a constant answer: ``python -m tests.reports.registry_speed``.

The same gunicorn answers both: one row, one connection kept open, both addresses asked in turn, so that the machine's
mood is the same for both.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.config import Settings
from backend.stack.ports import free_port
from backend.stack.valkey import embedded_server, find_program

ROOT = Path(__file__).resolve().parents[2]
AT_MOST = 1.5
CONSTANT = """
import json
from backend.app import create_ready_app
app = create_ready_app()
BODY = json.dumps({"status": "success", "data": {"class": "PLANET", "score": 0.5}, "error": None})

@app.post("/constant")
def constant():
    return app.response_class(BODY, mimetype="application/json")
"""


def main() -> int:
    """Print the ratio; 1 where it is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--family", default="lightgbm")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, valkey(Path(folder)) as redis_url:
        settings = Settings(_env_file=None, flask_env="testing", upload_dir=folder, redis_url=redis_url)
        upgrade(settings)
        row = promote(settings, asked.family)
        (Path(folder) / "constant_app.py").write_text(CONSTANT, encoding="utf-8")
        with gunicorn(Path(folder), redis_url) as port:
            times = measure(port, row, asked.requests)
    constant, model = (float(np.median(times[path])) for path in PATHS)
    print(f"{asked.family}: constant {constant * 1e3:.3f} ms, promoted model {model * 1e3:.3f} ms, one row, median")
    print(f"ratio {model / constant:.2f} (at most {AT_MOST})")
    return 0 if model <= AT_MOST * constant else 1


PATHS = ("/constant", "/api/registry/finder/predict")


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """Run a server of messages."""
    server = embedded_server(find_program(), folder / "valkey")
    assert server.part is not None
    (folder / "valkey").mkdir(exist_ok=True)
    process = subprocess.Popen(server.part.command, stdout=subprocess.DEVNULL)
    while not server.part.is_ready():
        time.sleep(0.02)
    try:
        yield server.url
    finally:
        process.terminate()
        process.wait(10)


def promote(settings: Settings, family: str) -> dict[str, Any]:
    """Train on Kepler with the family's defaults, promote, and return a real row."""
    app = create_app(settings)
    client, services = app.test_client(), app.extensions["services"]
    session_id = client.get("/select").json["data"]["session_id"]
    for step in (
        {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
        {"config_type": "model", "model": family},
        {"config_type": "evaluation", "method": "holdout"},
    ):
        assert client.post("/select", json={"session_id": session_id, **step}).status_code == 200
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    answer = client.post("/api/registry/finder/promote", json={"session_id": session_id})
    assert answer.status_code == 200, answer.json
    with services.bundles.unpacked(run_id) as archive:
        row: dict[str, Any] = json.loads(archive.read("examples.json"))["rows"][0]
    return row


@contextmanager
def gunicorn(folder: Path, redis_url: str) -> Iterator[int]:
    """Run the platform as ``run.py`` does, with one more address that answers a constant."""
    port = free_port()
    pool = ("-k", "gthread", "-w", "1", "--threads", "4", "--no-control-socket", "--log-level", "warning")
    command = (sys.executable, "-m", "gunicorn", *pool, "--bind", f"127.0.0.1:{port}", "constant_app:app")
    told = {"UPLOAD_DIR": str(folder), "REDIS_URL": redis_url, "OMP_NUM_THREADS": "1", "FLASK_ENV": "testing"}
    path = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    process = subprocess.Popen(command, env={**os.environ, **told, **path}, cwd=folder)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/health/live")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("gunicorn did not answer within 30 s")


def measure(port: int, row: dict[str, Any], requests: int) -> dict[str, list[float]]:
    """Return seconds of every request by path."""
    body = json.dumps({"features": row})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    times: dict[str, list[float]] = {path: [] for path in PATHS}
    for number in range(requests + 50):
        for path in PATHS:
            began = time.perf_counter()
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
            took = time.perf_counter() - began
            assert answer.status == 200, content
            if number >= 50:
                times[path].append(took)
    return times


if __name__ == "__main__":
    sys.exit(main())
