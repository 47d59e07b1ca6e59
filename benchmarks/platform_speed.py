"""How much the platform adds to the work itself, and how soon a person sees what happened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from benchmarks.figures import Figure, percentile
from benchmarks.platform_stack import LIGHT, ROOT, Client, Running, gunicorn, moment
from benchmarks.screens_browser import chromium

CONSTANT = """
import json
from backend.app import create_ready_app
app = create_ready_app()
BODY = json.dumps({"status": "success", "data": {"state": "trained"}, "error": None})

@app.get("/constant")
def constant():
    return app.response_class(BODY, mimetype="application/json")
"""
SCRIPT = """
import os, time
from tests.reports.kepler import plan, table
from ML.training import train
began = time.perf_counter()
train(table("binary"), plan("binary", "lightgbm", engineered=True, n_threads=int(os.environ["THREADS"])))
print(time.perf_counter() - began)
"""
READY_S, API_READY_S, API_MB = 8.0, 2.0, 150
RATIO, BEYOND_S = 1.05, 1.0
STARTED_MS, SEEN_S, THROUGHPUT = 150.0, 1.0, 0.5


def starts(running: Running) -> Iterator[Figure]:
    """How long the whole and the web server alone take to start."""
    yield Figure(
        "`python run.py` until ready", f"{running.ready_s:.1f} s", f"under {READY_S:.0f} s", running.ready_s < READY_S
    )
    took, held = [], 0
    for _ in range(3):
        with gunicorn("run:app", running.folder, running.redis_url()) as (_, seconds, megabytes):
            took.append(seconds)
            held = max(held, megabytes)
    ready = median(took)
    yield Figure("API process until it answers", f"{ready:.2f} s", f"under {API_READY_S:.0f} s", ready < API_READY_S)
    yield Figure("API process, resident memory", f"{held} MB", f"under {API_MB} MB", held < API_MB)


def trainings(running: Running, rounds: int) -> Iterator[Figure]:
    """A training as it comes through the platform, beside the same call in a script, in turn."""
    client, ours, script = running.client(), [], []
    client.ended(_begin(client, LIGHT))
    for _ in range(rounds):
        script.append(_script())
        session_id = client.session()
        asked = client.train(session_id)
        ours.append(moment(client.ended(session_id), "trained") - asked)
    platform, alone = median(ours), median(script)
    allowed = RATIO * alone + BEYOND_S
    measured = f"{platform:.1f} s; the call alone {alone:.1f} s; ratio {platform / alone:.2f}"
    target = f"at most {RATIO} × the call alone + {BEYOND_S:.0f} s = {allowed:.1f} s"
    yield Figure("A training of Kepler as it comes, submitted until trained", measured, target, platform <= allowed)


def _begin(client: Client, steps: Any) -> str:
    session_id = client.session(*steps)
    client.train(session_id)
    return session_id


def _script() -> float:
    """Seconds of the same call in a script, with as many threads as a worker has, imports not counted."""
    threads = {"THREADS": str(os.cpu_count() or 1), "OMP_WAIT_POLICY": "PASSIVE"}
    command = (sys.executable, "-c", SCRIPT)
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, **threads}, capture_output=True, text=True, check=True)
    return float(run.stdout.split()[-1])


def submissions(running: Running, count: int) -> Iterator[Figure]:
    """From asking for a training until a worker that has nothing to do has begun it."""
    client, took = running.client(), []
    for _ in range(count):
        session_id = client.session(*LIGHT)
        asked = client.train(session_id)
        took.append(moment(client.ended(session_id), "training") - asked)
        time.sleep(0.2)
    late = percentile(took, 95)
    measured = f"median {percentile(took, 50):.0f} ms, p95 {late:.0f} ms ({count} times)"
    yield Figure(
        "Submitted until started, idle worker", measured, f"p95 at most {STARTED_MS:.0f} ms", late <= STARTED_MS
    )


def sightings(running: Running, count: int) -> Iterator[Figure]:
    """From the end of a training, as the database tells it, until the open page says so."""
    client, took = running.client(), []
    with chromium() as browser:
        page = browser.new_page()
        for _ in range(count):
            session_id = client.session(*LIGHT)
            page.goto(f"http://127.0.0.1:{running.port}/app/sessions/{session_id}/training")
            page.get_by_role("button", name="Train", exact=True).first.click()
            seen = page.wait_for_function(
                "() => document.body.innerText.includes('The model is trained') && Date.now()", polling=10
            ).json_value()
            took.append(seen / 1e3 - moment(client.ended(session_id), "trained"))
    worst = max(took)
    measured = f"median {median(took):.2f} s, longest {worst:.2f} s ({count} times)"
    yield Figure("Trained until the open page says so", measured, f"at most {SEEN_S:.0f} s", worst <= SEEN_S)


def polling(running: Running, requests: int) -> Iterator[Figure]:
    """Unchanged progress asked for again and again, beside a constant answer of the same web server."""
    client = running.client()
    ended = client.session(*LIGHT)
    client.train(ended)
    client.ended(ended)
    (running.folder / "constant_app.py").write_text(CONSTANT, encoding="utf-8")
    with gunicorn("constant_app:app", running.folder, running.redis_url()) as (port, _, _):
        rates = _rates(port, {"constant": "/constant", "ended": f"/training?session_id={ended}"}, requests)
    ratio = rates["ended"] / rates["constant"]
    measured = f"{rates['ended']:,.0f} a second beside {rates['constant']:,.0f}; ratio {ratio:.2f}"
    yield Figure(
        "Polling with `If-None-Match`, answered 304", measured, f"at least {THROUGHPUT} ×", ratio >= THROUGHPUT
    )


def _rates(port: int, paths: dict[str, str], requests: int) -> dict[str, float]:
    """Return requests a second of each path, asked in turns over four connections each."""
    took: dict[str, float] = dict.fromkeys(paths, 0.0)
    for _ in range(5):
        for name, path in paths.items():
            took[name] += _rush(port, path, requests // 5)
    return {name: requests // 5 * 5 * 4 / seconds for name, seconds in took.items()}


def _rush(port: int, path: str, each: int, connections: int = 4) -> float:
    """Seconds that four clients need for so many requests each; what they know is sent along."""

    def ask() -> None:
        client = Client(port)
        tag = client.ask("GET", path)[2].get("ETag")
        headers = {"If-None-Match": tag} if tag else {}
        for _ in range(each):
            client.ask("GET", path, headers=headers)

    return side_by_side([ask] * connections)


def side_by_side(jobs: Sequence[Callable[[], object]]) -> float:
    """Run jobs in threads of their own; seconds until the last has ended. What one raises comes out."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(jobs)) as pool:
        for job in [pool.submit(job) for job in jobs]:
            job.result()
    return time.perf_counter() - began
