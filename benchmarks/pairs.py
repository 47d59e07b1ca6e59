"""Auto beside the family that is best as it comes, on the same rows: is the difference more than chance?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks.cells import Cell, keep_answers, measure
from benchmarks.facts import Row, auto_facts
from benchmarks.tasks import BY_NAME, BenchTask
from ML.comparison import LOWER_IS_BETTER, paired_differences


def pairs(
    results: Sequence[Row], tasks: Sequence[BenchTask], folder: Path, threads: int, say: Callable[[str], None] | None
) -> list[Row]:
    """Hold auto against the best other family on each task where both were measured.

    Parameters
    ----------
    results : sequence of dict
        Measured cells.
    tasks : sequence of BenchTask
    folder : Path
        Holds the cells' answers.
    threads : int
    say : callable or None
        Told what is fitted again because its answers were not kept; with None nothing is, and such a task is left out.

    Returns
    -------
    list of dict
        ``task``, ``metric``, ``auto`` and ``best`` (both averaged rows), ``difference`` (auto minus best, with its
        95 % interval) and ``verdict``: ``"better"``, ``"worse"`` or ``"alike"``.
    """
    found = []
    for fact in auto_facts(results, tasks):
        cell, other = (Cell(fact["task"], fact[side]["family"], fact["auto"]["seeds"][0]) for side in ("auto", "best"))
        ours, theirs = answers(cell, folder, threads, say), answers(other, folder, threads, say)
        difference = _difference(cell, ours, theirs, fact["metric"]) if ours and theirs else None
        found.append({**fact, "difference": difference, "verdict": verdict(difference, fact["metric"])})
    return found


def answers(cell: Cell, folder: Path, threads: int, say: Callable[[str], None] | None) -> dict[str, np.ndarray] | None:
    """Return ``truth``, ``answers`` and ``hosts`` of a cell; fitted again where they were not kept."""
    path = cell.file(folder, threads).with_suffix(".npz")
    if not path.exists():
        if say is None:
            return None
        say(f"{cell.task:16} {cell.family:24} once more, for its answers")
        keep_answers(path, measure(cell, threads)[1])
    with np.load(path) as held:
        return dict(held)


def _difference(cell: Cell, ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray], metric: str) -> Row:
    if not np.array_equal(ours["truth"], theirs["truth"]):
        raise ValueError(f"The answers on {cell.task} are of other rows: remove its .npz files and measure them again.")
    plan = BY_NAME[cell.task].plan("default")
    scored = (ours["truth"], ours["answers"], theirs["answers"])
    every = paired_differences(*scored, plan.classes, plan.positive_class, ours["hosts"], seed=cell.seed)
    return asdict(every[metric])


def verdict(difference: Row | None, metric: str) -> str:
    """Whether auto is better or worse than chance explains, or neither can be told."""
    if difference is None:
        return ""
    sign = -1 if metric in LOWER_IS_BETTER else 1
    worst, best = sorted((sign * difference["low"], sign * difference["high"]))
    if worst > 0:
        return "better"
    return "worse" if best < 0 else "alike"
