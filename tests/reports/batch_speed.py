"""What a large batch costs: ``python -m tests.reports.batch_speed [rows] [columns] [threads of one worker]``.

A CSV made from the packaged Kepler table (rows drawn with replacement, numbers moved a little, seeded) is predicted by

* one script: ``read_csv``, ``predict_proba``, ``to_csv``, with the same model, the same number of threads, imports
  and loading left out;
* the platform with one real worker, then with two, over a Valkey, database and folder of their own: from the moment
  at which the file has been taken until the batch is done, and beside it with the download of all rows as CSV.

Ratios of one run are told, and the most memory that each process ever held.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.csv as pacsv

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.assembly import Services
from backend.config import Settings
from backend.stack.valkey import embedded_server, find_program
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.backend.test_worker import pool_child, worker

SCRIPT = """
import resource, sys, time
from pathlib import Path
import pandas as pd
from ML.artifacts import load_model
model, source, target = load_model(Path(sys.argv[1]), sys.argv[2]), sys.argv[3], sys.argv[4]
model.pipeline.predict_proba(pd.DataFrame([{name: 1.0 for name in model.feature_names}]))
begun = time.perf_counter()
frame = pd.read_csv(source); read = time.perf_counter()
found = model.pipeline.predict_proba(frame[model.feature_names]); predicted = time.perf_counter()
for k, name in enumerate(model.classes):
    frame["probability_" + name] = found[:, k]
frame.to_csv(target, index=False); ended = time.perf_counter()
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(read - begun, predicted - read, ended - predicted, ended - begun, peak_mb)
"""
SEED = 20261121


def make_table(path: Path, rows: int, columns: int, features: list[str]) -> None:
    """Write the table in pieces; the model's columns come first, others of Kepler's numbers beside them."""
    known = load_snapshot(find_snapshot("kepler"))
    names = [*features, *(n for n in known.columns if n not in features and known[n].dtype.kind in "if")][:columns]
    names += [f"extra_{number}" for number in range(columns - len(names))]
    rng = np.random.default_rng(SEED)
    table = known.reindex(columns=names).astype("float64")
    spread = table.std().fillna(1.0).to_numpy() * 0.01
    with path.open("wb") as file:
        for start in range(0, rows, 50_000):
            size = min(50_000, rows - start)
            drawn = table.to_numpy()[rng.integers(len(table), size=size)]
            moved = np.abs(drawn) + np.abs(rng.normal(size=drawn.shape)) * spread
            moved[:, len(features) :] = np.where(np.isnan(moved), rng.random(moved.shape), moved)[:, len(features) :]
            piece = pa.table({name: pa.array(moved[:, k], from_pandas=True) for k, name in enumerate(names)})
            pacsv.write_csv(piece, file, pacsv.WriteOptions(include_header=start == 0, quoting_style="none"))


def trained(app: Any, services: Services) -> str:
    """Train the recommended family on Kepler, and return the session."""
    client = app.test_client()
    session_id = client.get("/select").json["data"]["session_id"]
    steps: list[dict[str, Any]] = [
        {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
        {"config_type": "features", "preset": "physics"},
        {"config_type": "model", "model": "lightgbm"},
        {"config_type": "evaluation", "method": "holdout"},
    ]
    for step in steps:
        answer = client.post("/select", json={"session_id": session_id, **step})
        assert answer.status_code == 200, answer.json
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    services.redis.flushdb()
    return session_id


def by_script(services: Services, settings: Settings, session_id: str, source: Path, threads: int) -> list[float]:
    """Return seconds of reading, predicting, writing and all, and peak memory in MB, of one script."""
    with services.transactions.read() as uow:
        run = uow.runs.newest_done(session_id)
    assert run is not None
    model = Path(settings.model_root) / str(run.model_path)
    arguments = [str(model), str(run.model_sha256), str(source), str(source.with_name("script.csv"))]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env={**os.environ, "OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"},
        capture_output=True,
        text=True,
        check=True,
    )
    source.with_name("script.csv").unlink()
    return [float(number) for number in done.stdout.split()]


def by_workers(app: Any, settings: Settings, session_id: str, source: Path, count: int) -> tuple[float, float, float]:
    """Return seconds of the batch, of its download as CSV, and the largest peak memory of a worker in MB."""
    client, services = app.test_client(), app.extensions["services"]
    services.redis.flushdb()
    with ExitStack() as stack:
        processes = [stack.enter_context(worker(settings, f"worker{count}{number}")) for number in range(count)]
        while len(services.board.workers()) < count:
            time.sleep(0.2)
        for _ in range(2):
            # Imports and the model come once for each worker, and are not counted.
            followed(client, services, session_id, b"".join(source.open("rb").readlines(4_000_000)))
        with source.open("rb") as stream:
            seconds, prediction_id = followed(client, services, session_id, stream)
        peak = max(peak_mb(pool_child(process)) for process in processes)
    begun = time.perf_counter()
    size = sum(map(len, services.batches.file(session_id, prediction_id, "csv")[1]))
    assert size > source.stat().st_size
    return seconds, time.perf_counter() - begun, peak


def followed(client: Any, services: Services, session_id: str, content: Any) -> tuple[float, str]:
    """Start a batch, wait until it is done, and return its seconds and id."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    started = services.batches.start_file(session_id, stream, "many.csv")
    asked = f"/predict?session_id={session_id}&prediction_id={started['prediction_id']}&per_page=1"
    begun = time.perf_counter()
    while (page := client.get(asked).json["data"])["state"] in {"queued", "running"}:
        time.sleep(0.1)
    assert page["state"] == "done", page["error"]
    with services.transactions.read() as uow:
        record = uow.predictions.get(started["prediction_id"])
        chunks = uow.chunks.of_prediction(record.id)
    helped = sum(chunk.attempt for chunk in chunks)
    assert record.started_at is not None
    print(f"  {page['total']:,} rows, {len(chunks)} pieces ({helped} attempts)", flush=True)
    return time.perf_counter() - begun, record.id


def peak_mb(process: psutil.Process) -> float:
    """Return the most memory that a process ever held [MB]."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(rows: int = 100_000, columns: int = 40, threads: int = 1) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = embedded_server(find_program(), Path(folder) / "valkey")
        assert server.part is not None
        valkey = subprocess.Popen(server.part.command, stdout=subprocess.DEVNULL)
        stack.callback(valkey.terminate)
        settings = Settings(
            _env_file=None,
            flask_env="testing",
            upload_dir=f"{folder}/data",
            redis_url=server.url,
            training_threads=threads,
        )
        while not server.part.is_ready():
            time.sleep(0.05)
        upgrade(settings)
        app = create_app(settings)
        services: Services = app.extensions["services"]
        session_id = trained(app, services)
        source = Path(folder) / "many.csv"
        form = services.prediction.form(session_id)
        make_table(source, rows, columns, [field["name"] for field in form["features"]])
        print(f"{rows:,} rows x {columns} columns, {source.stat().st_size / 1e6:,.0f} MB, {threads} thread(s) each")
        read, predicted, written, script, memory = by_script(services, settings, session_id, source, threads)
        steps = f"read {read:.1f} + predict {predicted:.1f} + write {written:.1f}"
        print(f"script: {steps} = {script:.1f} s, {memory:,.0f} MB")
        one = by_workers(app, settings, session_id, source, 1)
        print(f"one worker: {one[0]:.1f} s ({one[0] / script:.2f} x script), {one[2]:,.0f} MB; download {one[1]:.1f} s")
        two = by_workers(app, settings, session_id, source, 2)
        print(f"two workers: {two[0]:.1f} s ({one[0] / two[0]:.2f} x as fast as one), {two[2]:,.0f} MB")
        services.transactions.engine.dispose()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
