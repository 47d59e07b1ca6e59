"""``python run.py bench science``: every family and ``auto`` on every task, and a report with intervals.

Finished numbers are kept in the work folder, so that an interrupted run goes on. ``--report-only`` writes the report of
what is there; what is not measured yet is named in it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import cells, peers
from benchmarks.cells import ARMS, PLAIN, SEEDS, Cell, makes_sense
from benchmarks.pairs import pairs
from benchmarks.report import write_report
from benchmarks.tasks import BY_NAME, TASKS, BenchTask, MissingTableError
from ML.classifiers import family_names

ROOT = Path(__file__).parents[1]
BEST = ("lightgbm", "catboost", "xgboost")
"""Families of which several splits are averaged."""
TRIED_FOR_AIMS = ("lightgbm", "catboost", "ensemble", "auto")
"""Families that are measured with every arm."""


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    words = argparse.ArgumentParser(prog="python run.py bench science", description=__doc__)
    words.add_argument("--tasks", nargs="*", default=list(BY_NAME), choices=list(BY_NAME), metavar="TASK")
    words.add_argument("--families", nargs="*", default=list(family_names()), choices=family_names(), metavar="FAMILY")
    words.add_argument("--arms", nargs="*", default=[PLAIN], choices=list(ARMS), metavar="ARM")
    words.add_argument("--seeds", type=int, default=3, help=f"splits of {', '.join(BEST)}")
    words.add_argument("--seeds-of-others", type=int, default=1, help="splits of the other families")
    words.add_argument("--threads", type=int, default=2)
    words.add_argument("--archive", type=Path, help="folder with the archive's tables; else ARCHIVE_MIRROR")
    words.add_argument("--work", type=Path, default=ROOT / ".bench" / "science", help="folder of finished numbers")
    words.add_argument("--out", type=Path, default=ROOT / "docs" / "reports", help="folder of the report")
    words.add_argument("--report-only", action="store_true", help="measure nothing")
    words.add_argument(
        "--peers", nargs="*", default=[], choices=list(peers.PEERS), help="AutoML peers on the same folds"
    )
    words.add_argument("--peer-budget", type=int, default=60, help="seconds of a peer in each fold")
    return words.parse_args(arguments)


def usable(names: list[str]) -> tuple[list[BenchTask], dict[str, str]]:
    """Return the tasks whose tables are here, and why the others are not."""
    found, absent = [], {}
    for name in names:
        try:
            BY_NAME[name].plan("default")
        except MissingTableError as missing:
            absent[name] = str(missing)
        else:
            found.append(BY_NAME[name])
    return found, absent


def planned(tasks: list[BenchTask], chosen: argparse.Namespace) -> list[Cell]:
    """Return every cell that is wanted, in the order in which they are measured."""

    def seeds(family: str) -> int:
        return min(len(SEEDS), chosen.seeds if family in BEST else chosen.seeds_of_others)

    plain = list(cells.cells_of(tasks, chosen.families, seeds)) if PLAIN in chosen.arms else []
    arms = [arm for arm in chosen.arms if arm != PLAIN]
    families = [family for family in chosen.families if family in TRIED_FOR_AIMS]
    every = [
        Cell(task.name, family, seed, arm)
        for arm in arms
        for family in families
        for seed in SEEDS[: seeds(family)]
        for task in tasks
    ]
    return plain + [cell for cell in every if makes_sense(cell.task, cell.arm)]


def main(arguments: list[str], say: Callable[[str], None] = print) -> int:
    """Measure what is asked for and write the report of everything that the work folder holds."""
    chosen = parsed(arguments)
    if chosen.archive is not None:
        os.environ["ARCHIVE_MIRROR"] = str(chosen.archive)
    tasks, absent = usable(chosen.tasks)
    for name, why in absent.items():
        say(f"!!! LEFT OUT: {BY_NAME[name].title}. {why}")
    if not chosen.report_only:
        cells.run(planned(tasks, chosen), chosen.work, chosen.threads, say)
        for peer in chosen.peers:
            peers.run(peer, tasks, chosen.work, chosen.peer_budget, say)
    held, all_absent = usable(list(BY_NAME))
    everything = argparse.Namespace(
        families=family_names(), arms=list(ARMS), seeds=len(SEEDS), seeds_of_others=len(SEEDS)
    )
    results = cells.load(chosen.work, planned(held, everything), chosen.threads)
    both = pairs(results, TASKS, chosen.work, chosen.threads, None if chosen.report_only else say)
    for path in write_report(results, cells.load_peers(chosen.work), all_absent, TASKS, chosen.out, both):
        say(f"written: {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
