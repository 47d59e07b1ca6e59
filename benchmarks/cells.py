"""One number of the benchmark after the other: each is measured once, and kept in a file of its own."""

from __future__ import annotations

import hashlib
import json
import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.tasks import BY_NAME, BenchTask, Judged
from ML.cross_validation import completed_plan
from ML.trained_model import TrainingPlan

ARMS: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "not engineered": {"engineered": False},
    "gaps marked": {"imputation": "indicator"},
    "gaps filled by the mean": {"imputation": "mean"},
    "gaps left": {"imputation": "gaps"},
    "not engineered, gaps left": {"engineered": False, "imputation": "gaps"},
    "two more columns, gaps marked": {"preset": "wide", "imputation": "indicator"},
    "two more columns, gaps left": {"preset": "wide", "imputation": "gaps"},
    "sigmoid": {"calibration": "sigmoid"},
    "isotonic": {"calibration": "isotonic"},
    "soft leaks": {"preset": "everything"},
}
"""What is changed of the plan; the first is what a person gets who changes nothing."""
PLAIN = "as it comes"
SETTINGS: dict[str, dict[str, Any]] = {"auto": {"clock": "processor"}}
"""What a family is given so that other work on the machine takes nothing from its time budget."""
TRANSFERS = ("kepler_to_tess", "tess_to_kepler")


def makes_sense(task: str, arm: str) -> bool:
    """Whether an arm is another setting of a task: transfers are engineered anyway, with columns of their own."""
    changes = ARMS[arm]
    if changes.get("preset") == "wide":
        return task in TRANSFERS
    return task not in TRANSFERS or not {"preset", "engineered"} & set(changes)


@dataclass(frozen=True)
class Cell:
    """A family with the changes of an arm on a task, split and fitted with a seed."""

    task: str
    family: str
    seed: int
    arm: str = PLAIN
    hyperparameters: dict[str, Any] = field(default_factory=dict)

    def plan(self, threads: int) -> TrainingPlan:
        """Return the plan that is judged."""
        given = {**SETTINGS.get(self.family, {}), **self.hyperparameters}
        changes = {**ARMS[self.arm], "hyperparameters": given}
        plan = BY_NAME[self.task].plan(changes.pop("preset", "default"))
        return replace(plan, family=self.family, seed=self.seed, n_threads=threads, **changes)

    def file(self, folder: Path, threads: int) -> Path:
        """Return where its result is kept: another file when columns or settings change."""
        plan = completed_plan(self.plan(threads))
        told = [plan.hyperparameters, [column.name for column in plan.features], ARMS[self.arm]]
        mark = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]
        arm = self.arm.replace(" ", "-")
        return folder / f"{self.task}.{self.family}.{arm}.{self.seed}.{mark}.json"


def measure(cell: Cell, threads: int) -> tuple[dict[str, Any], Judged]:
    """Judge a cell: every metric with its interval and what it took, and the answers themselves."""
    plan = cell.plan(threads)
    wall, processor = time.monotonic(), time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judged = BY_NAME[cell.task].judge(plan)
    evaluation = judged.evaluation
    took = {"wall_s": round(time.monotonic() - wall, 1), "cpu_s": round(time.process_time() - processor, 1)}
    metrics = {name: asdict(estimate) for name, estimate in evaluation.metrics.items()}
    metrics["macro_f1"] = metrics.get("macro_f1") or asdict(evaluation.macro["f1"])
    facts = {"rows": sum(map(sum, evaluation.confusion_matrix)), "columns": len(plan.features), "threads": threads}
    took["load"] = round(os.getloadavg()[0], 1)
    return {**asdict(cell), "metrics": metrics, **facts, **took}, judged


def cells_of(tasks: Iterable[BenchTask], families: Iterable[str], seeds: Callable[[str], int]) -> Iterator[Cell]:
    """Every family on every task, the first seed of all before the second of any."""
    chosen = [(task.name, family) for family in families for task in tasks]
    most = max((seeds(family) for _, family in chosen), default=0)
    for number in range(most):
        yield from (Cell(task, family, SEEDS[number]) for task, family in chosen if number < seeds(family))


SEEDS = (42, 1, 2, 3, 4, 5, 6, 7, 8, 9)
"""Of splits and fits alike. Defaults were searched with seeds 101 and 202."""


def run(cells: Iterable[Cell], folder: Path, threads: int, say: Callable[[str], None]) -> None:
    """Measure what is not yet there; an interrupted run goes on from here."""
    folder.mkdir(parents=True, exist_ok=True)
    for cell in cells:
        path = cell.file(folder, threads)
        if path.exists():
            continue
        found, judged = measure(cell, threads)
        keep_answers(path, judged)
        temporary = path.with_suffix(".part")
        temporary.write_text(json.dumps(found), encoding="utf-8")
        temporary.replace(path)
        say(f"{cell.task:16} {cell.family:24} {cell.arm:14} seed {cell.seed:<3} {_told(found)}")


def keep_answers(path: Path, judged: Judged) -> None:
    """Keep a cell's answers beside its numbers, to be held against those of another."""
    hosts = np.unique(judged.hosts.astype(str), return_inverse=True)[1]
    np.savez_compressed(path.with_suffix(".npz"), truth=judged.truth, answers=judged.answers, hosts=hosts)


def _told(found: dict[str, Any]) -> str:
    shown = BY_NAME[found["task"]].shown
    numbers = [f"{name} {found['metrics'][name]['value']:.4f}" for name in shown]
    return f"{'  '.join(numbers)}  {found['wall_s']:.0f} s"


def load(folder: Path, cells: Iterable[Cell], threads: int) -> list[dict[str, Any]]:
    """Return the results of the cells that have been measured."""
    paths = [cell.file(folder, threads) for cell in cells]
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.exists()]


def load_peers(folder: Path) -> list[dict[str, Any]]:
    """Return what was measured of AutoML peers."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "peers").glob("*.json"))]
