"""AutoML peers of the field on the same folds, each in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from backend.stack.environment import prepare
from benchmarks.tasks import BenchTask
from ML.cross_validation import split_rows
from ML.evaluation import evaluate
from ML.training_rows import TrainingRows

HERE = Path(__file__).parent
ROOT = HERE.parent
SEED = 42
PEERS = {
    "flaml": ("FLAML 2.7", "flaml_fold.py"),
    "autogluon": ("AutoGluon 1.6, best quality, without PyTorch", "autogluon_fold.py"),
}
"""What a peer is called in the report, and the script that fits one fold."""


def run(peer: str, tasks: Sequence[BenchTask], work: Path, seconds: int, say: Callable[[str], None]) -> None:
    """Measure a peer on the tasks that are validated in folds; what is there is not measured again."""
    python = prepare(ROOT / f".venv-{peer}", HERE / f"requirements-{peer}.txt")
    for task in (task for task in tasks if task.rows is not None):
        path = work / "peers" / f"{task.name}.{peer}.{SEED}.{seconds}.json"
        if not path.exists():
            found = _measured(peer, python, task, work, seconds)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(found), encoding="utf-8")
            say(f"{task.name:16} {found['title']}: log-loss {found['metrics']['log_loss']['value']:.4f}")


def _measured(peer: str, python: Path, task: BenchTask, work: Path, seconds: int) -> dict[str, Any]:
    plan, title, began = replace(task.plan("default"), seed=SEED), PEERS[peer][0], time.monotonic()
    rows: TrainingRows = task.rows(plan)  # type: ignore[misc]
    answers = np.zeros((len(rows.y), len(plan.classes)))
    for number, (train, test) in enumerate(split_rows(rows, plan)):
        kept = work / "peers" / f"{task.name}.{peer}.{seconds}.fold-{number}.npy"
        answers[test] = _fold(python, HERE / PEERS[peer][1], rows, train, test, kept, seconds)
    evaluation = evaluate(rows.y, answers, plan.classes, plan.positive_class, rows.hosts, seed=SEED)
    metrics = {name: asdict(estimate) for name, estimate in evaluation.metrics.items()}
    took = {"wall_s": round(time.monotonic() - began, 1), "seconds_a_fold": seconds}
    return {
        "task": task.name,
        "peer": peer,
        "title": f"{title}, {seconds} s a fold",
        "seed": SEED,
        "metrics": metrics,
        **took,
    }


def _fold(
    python: Path, script: Path, rows: TrainingRows, train: np.ndarray, test: np.ndarray, kept: Path, seconds: int
) -> np.ndarray:
    """Fit and answer one fold; gaps stay gaps, which the peer fills as it likes."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        X = rows.X.to_numpy(dtype=float)
        fold, part = kept.with_suffix(".npz"), kept.with_suffix(".part.npy")
        np.savez(fold, X=X[train], y=rows.y[train], hosts=rows.hosts[train], X_new=X[test])
        # Safe path: this folder holds modules with names of the standard library's.
        command = (str(python), "-P", str(script), str(fold), str(part), str(seconds), str(SEED))
        subprocess.run(command, check=True)
        part.replace(kept)
        fold.unlink()
    return np.asarray(np.load(kept))
