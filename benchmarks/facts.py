"""What the cells of the benchmark say together: averaged over seeds, ranked, and held against floors and aims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import mean
from typing import Any

from benchmarks.tasks import BenchTask, Goal
from ML.classifiers import get_family

Row = dict[str, Any]
PLAIN, NOT_FOR_AIMS = "as it comes", ("soft leaks",)


def averaged(results: Iterable[Row]) -> list[Row]:
    """Return one row for each (task, family, arm): metrics and ends of intervals averaged over its seeds."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for result in results:
        groups.setdefault((result["task"], result["family"], result["arm"]), []).append(result)
    return [_averaged(*key, rows) for key, rows in groups.items()]


def _averaged(task: str, family: str, arm: str, rows: Sequence[Row]) -> Row:
    names = [name for name in rows[0]["metrics"] if all(row["metrics"][name]["value"] is not None for row in rows)]
    metrics = {name: {end: _mean(rows, name, end) for end in ("value", "low", "high")} for name in names}
    values = {name: [row["metrics"][name]["value"] for row in rows] for name in names}
    spread = {name: max(held) - min(held) for name, held in values.items()}
    seeds = sorted(row["seed"] for row in rows)
    seconds = {name: round(mean(row[name] for row in rows), 1) for name in ("wall_s", "cpu_s")}
    about = {"task": task, "family": family, "arm": arm, "seeds": seeds, "rows": rows[0]["rows"]}
    return {**about, "columns": rows[0]["columns"], "metrics": metrics, "spread": spread, **seconds}


def _mean(rows: Sequence[Row], name: str, end: str) -> float | None:
    held = [row["metrics"][name][end] for row in rows]
    return None if any(value is None for value in held) else float(mean(held))


def best_of(rows: Iterable[Row], task: BenchTask, goal: Goal) -> Row | None:
    """Return the row of a task that is best in a metric, among those that may count for an aim."""
    counting = [row for row in rows if row["task"] == task.name and row["arm"] not in NOT_FOR_AIMS]
    fair = [row for row in counting if goal.metric in row["metrics"]]
    sign = 1 if goal.least else -1
    return min(fair, key=lambda row: sign * row["metrics"][goal.metric]["value"], default=None)


def goal_facts(rows: Sequence[Row], tasks: Iterable[BenchTask]) -> list[Row]:
    """Return floor, aim and the best of each metric that has a floor or an aim."""
    facts = []
    for task in tasks:
        for goal in task.goals:
            best = best_of(rows, task, goal)
            value = None if best is None else best["metrics"][goal.metric]["value"]
            facts.append(
                {
                    "task": task.name,
                    "metric": goal.metric,
                    "floor": goal.floor,
                    "aim": goal.aim,
                    "least": goal.least,
                    "best": best,
                    "floor_reached": None if value is None else goal.reached(value, goal.floor),
                    "aim_reached": None if value is None else goal.reached(value, goal.aim),
                }
            )
    return facts


def auto_facts(results: Sequence[Row], tasks: Iterable[BenchTask]) -> list[Row]:
    """Return for each task how ``auto`` stands beside the best family as it comes, on the splits that both had."""
    return [fact for task in tasks for fact in _auto_on(results, task)]


def _auto_on(results: Sequence[Row], task: BenchTask) -> Iterator[Row]:
    plain = [row for row in results if row["task"] == task.name and row["arm"] == PLAIN]
    seeds = {row["seed"] for row in plain if row["family"] == "auto"}
    held = {name: {row["seed"] for row in plain if row["family"] == name} for name in {row["family"] for row in plain}}
    same = averaged(row for row in plain if row["seed"] in seeds and seeds <= held[row["family"]])
    order = ranked(same, task)
    ours = [row for row in order if row["family"] == "auto"]
    others = [row for row in order if row["family"] != "auto"]
    if ours and others:
        yield {"task": task.name, "metric": task.shown[0], "auto": ours[0], "best": others[0]}


def ranked(rows: Iterable[Row], task: BenchTask, arm: str = PLAIN) -> list[Row]:
    """Return a task's rows of one arm, the best by its first metric first."""
    metric = task.shown[0]
    held = [row for row in rows if row["task"] == task.name and row["arm"] == arm and metric in row["metrics"]]
    return sorted(held, key=lambda row: sign_of(metric) * row["metrics"][metric]["value"])


def sign_of(metric: str) -> int:
    """1 where less is better."""
    return 1 if metric in {"log_loss", "ece"} else -1


def name_of(row: Row) -> str:
    """Name a model: its family, and its settings where they are not those that come."""
    return get_family(row["family"]).title + ("" if row["arm"] == PLAIN else f", {row['arm']}")
