"""What a second worker is worth to tuning: ``python -m tests.reports.tuning_speed [trials] [most workers]``.

Real workers on a Valkey, database and folder of their own; the same tuned training of Kepler DR25 with one worker, then
with two and so on, told as ratios of one run. Each worker fits with one thread, so that only their number differs.
Counted is the time in which trials were judged; reading the table and fitting the winners are left out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.config import Settings
from backend.records import TrialRecord
from backend.stack.valkey import embedded_server, find_program
from tests.backend.test_worker import worker

ENDED = {"trained", "failed", "cancelled"}


def steps(trials: int) -> list[dict[str, Any]]:
    """Return a selection whose trials take about as long as one another: a forest's number of trees is not searched."""
    return [
        {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
        {"config_type": "features", "preset": "physics"},
        {"config_type": "model", "model": "random_forest", "hyperparameters": {"n_estimators": 60}},
        {"config_type": "evaluation", "method": "holdout", "tuning": {"trials": trials, "folds": 3}},
    ]


def searching_s(trials: list[TrialRecord]) -> float:
    """Return the seconds in which the searches went on, one after another."""
    spans = []
    for search in {trial.search for trial in trials}:
        own = [trial for trial in trials if trial.search == search]
        begun = [trial.started_at for trial in own if trial.started_at]
        ended = [trial.finished_at for trial in own if trial.finished_at]
        spans.append((max(ended) - min(begun)).total_seconds())
    return sum(spans)


def tuned_run(app: Any, settings: Settings, workers: int, trials: int) -> list[TrialRecord]:
    """Train with this many workers and return the run's trials."""
    client, services = app.test_client(), app.extensions["services"]
    services.redis.flushdb()
    session_id = client.get("/select").json["data"]["session_id"]
    for step in steps(trials):
        assert client.post("/select", json={"session_id": session_id, **step}).status_code == 200
    with ExitStack() as stack:
        for number in range(workers):
            stack.enter_context(worker(settings, f"worker{workers}{number}"))
        while len(services.board.workers()) < workers:
            time.sleep(0.2)
        run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
        while (seen := client.get(f"/training?session_id={session_id}").json["data"])["state"] not in ENDED:
            time.sleep(0.5)
    assert seen["state"] == "trained", seen["error"]
    with services.transactions.read() as uow:
        return uow.trials.of_run(run_id)


def main(trials: int = 16, most_workers: int = 2) -> None:
    """Time tuning with one worker and with more, and print ratios."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = embedded_server(find_program(), Path(folder) / "valkey")
        assert server.part is not None
        process = subprocess.Popen(server.part.command, stdout=subprocess.DEVNULL)
        stack.callback(process.terminate)
        while not server.part.is_ready():
            time.sleep(0.05)
        places = {"upload_dir": f"{folder}/uploads", "redis_url": server.url}
        settings = Settings(_env_file=None, flask_env="testing", training_threads=1, **places)
        upgrade(settings)
        app = create_app(settings)
        found: dict[int, list[TrialRecord]] = {}
        for workers in range(1, most_workers + 1):
            found[workers] = tuned_run(app, settings, workers, trials)
        yardstick = searching_s(found[1])
        print(f"{len(found[1])} trials in 2 searches, three inner folds each\n")
        print(
            "| workers | took part | searching, s | speed | trials at a time | same trials |\n|---|---|---|---|---|---|"
        )
        for workers, records in found.items():
            same = [r.value for r in records] == [r.value for r in found[1]]
            spent, part = searching_s(records), len({r.worker for r in records if r.worker})
            at_once = sum(r.seconds or 0.0 for r in records) / spent
            told = (f"{spent:.1f}", f"{yardstick / spent:.2f} ×", f"{at_once:.2f}", "yes" if same else "NO")
            print(f"| {workers} | {part} | {' | '.join(told)} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
