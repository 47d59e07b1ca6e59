"""The report of the science benchmark: what was measured, as JSON, Markdown and plots."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.facts import NOT_FOR_AIMS, PLAIN, Row, averaged, goal_facts, name_of, ranked, sign_of
from benchmarks.page import CITED, TITLES, page_of
from benchmarks.plots import Point, write_plot
from benchmarks.tasks import BenchTask

LIBRARIES = ("scikit-learn", "lightgbm", "catboost", "numpy", "pandas")


def write_report(
    results: Sequence[Row],
    peers: Sequence[Row],
    absent: dict[str, str],
    tasks: Sequence[BenchTask],
    folder: Path,
    pairs: Sequence[Row] = (),
) -> list[Path]:
    """Write ``benchmark.json``, ``benchmark.md`` and a plot for each task; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, plots = averaged(results), []
    for task in tasks:
        if ranked(rows, task):
            path = folder / f"benchmark-{task.name.replace('_', '-')}.svg"
            plots.append(write_plot(path, task.title, TITLES[task.shown[0]], _points(rows, peers, task), _lines(task)))
    facts = {
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
        "absent": absent,
        "goals": [{**fact, "best": _named(fact["best"])} for fact in goal_facts(rows, tasks)],
        "results": list(results),
        "auto": [{**pair, "auto": _named(pair["auto"]), "best": _named(pair["best"])} for pair in pairs],
        "peers": list(peers),
        "cited": CITED,
    }
    paths = [folder / "benchmark.json", folder / "benchmark.md", *plots]
    paths[0].write_text(_one_line_each(facts), encoding="utf-8")
    paths[1].write_text("\n".join(page_of(results, peers, absent, tasks, pairs)) + "\n", encoding="utf-8")
    return paths


def _one_line_each(facts: Row) -> str:
    """JSON with a line for each entry of its lists, so that what is measured anew changes its own lines alone."""
    parts = []
    for name, value in facts.items():
        entries = [json.dumps(entry, allow_nan=False) for entry in value] if isinstance(value, list) else None
        told = json.dumps(value, allow_nan=False) if not entries else "[\n  " + ",\n  ".join(entries) + "\n ]"
        parts.append(f" {json.dumps(name)}: {told}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _named(row: Row | None) -> Row | None:
    return None if row is None else {name: row[name] for name in ("family", "arm", "seeds", "metrics")}


def _points(rows: Sequence[Row], peers: Sequence[Row], task: BenchTask) -> list[Point]:
    """Return everything that may count, and the peers, the best first."""
    metric = task.shown[0]
    fair = [row for row in rows if row["arm"] not in NOT_FOR_AIMS]
    points = [
        Point(name_of(row), PLAIN if arm == PLAIN else "other settings", **row["metrics"][metric])
        for arm in sorted({row["arm"] for row in fair})
        for row in ranked(fair, task, arm)
    ]
    points += [Point(peer["title"], "peer", **peer["metrics"][metric]) for peer in peers if peer["task"] == task.name]
    return sorted(points, key=lambda point: sign_of(metric) * point.value)


def _lines(task: BenchTask) -> dict[str, float]:
    goal = next((goal for goal in task.goals if goal.metric == task.shown[0]), None)
    held = {} if goal is None else {"floor": goal.floor, "aim": goal.aim}
    return {name: value for name, value in held.items() if value is not None}
