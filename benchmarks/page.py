"""The benchmark's report as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.facts import NOT_FOR_AIMS, PLAIN, Row, averaged, goal_facts, name_of, ranked, sign_of
from benchmarks.tasks import BenchTask
from ML.classifiers import family_names, get_family

CITED = {
    "kepler_binary": {
        "AutoGluon 1.6, best quality, 120 s a fold": {"accuracy": 0.9783, "roc_auc": 0.9968, "log_loss": 0.0617},
        "FLAML 2.7, 60 s a fold": {"accuracy": 0.9741, "log_loss": 0.0767},
    },
    "kepler_three": {
        "AutoGluon 1.6, best quality, 120 s a fold": {"accuracy": 0.8557, "macro_f1": 0.820, "log_loss": 0.361},
        "FLAML 2.7, 60 s a fold": {"accuracy": 0.8467, "log_loss": 0.386},
    },
}
"""Measured before on Kepler DR25 in five folds by star, not by this command."""
TITLES = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "roc_auc": "AUC",
    "log_loss": "log-loss",
    "ece": "ECE",
}


def page_of(
    results: Sequence[Row],
    peers: Sequence[Row],
    absent: dict[str, str],
    tasks: Sequence[BenchTask],
    pairs: Sequence[Row],
) -> Iterator[str]:
    """Return the lines of the page."""
    rows = averaged(results)
    yield from _opening()
    for name, why in absent.items():
        yield f"**Left out: {name}.** {why}\n"
    yield from _goals(rows, tasks)
    yield from _auto(pairs, tasks)
    for task in tasks:
        yield from _task(rows, peers, task)


def _opening() -> Iterator[str]:
    yield "# The benchmark\n"
    yield "Written by `python run.py bench science`; the same numbers stand in `benchmark.json`.\n"
    yield (
        "Every number is of rows whose star the answering model has not seen: five folds by star, or another mission; "
        "verdicts of later years stand alone in that their stars may be known ([prospective](../prospective.md)). "
        "Columns are the default preset, without leaks, soft leaks, sky position and epoch. Intervals are 95 %, from a "
        "bootstrap over stars; where several seeds (of split and fit alike) were measured, values and ends of "
        "intervals are averaged over them. Defaults were chosen on splits of other seeds (101, 202) than those "
        "reported here (42, 1, 2), but on rows of the same tables. The best of many settings is a little too good; "
        "the seeds that it stands on are named.\n"
    )


def _goals(rows: Sequence[Row], tasks: Sequence[BenchTask]) -> Iterator[str]:
    yield "## Floors and aims\n"
    yield "The best of everything that was measured, for each number apart, with the family that reached it.\n"
    yield "| task | metric | floor | aim | best | by | floor | aim |"
    yield "|---|---|--:|--:|--:|---|---|---|"
    facts, titles = goal_facts(rows, tasks), {task.name: task.title for task in tasks}
    for fact in facts:
        best, metric = fact["best"], fact["metric"]
        told = "not measured" if best is None else _number(best["metrics"][metric], metric)
        who = "" if best is None else f"{name_of(best)}, {_seeds(best)}"
        wanted = f"{_bare(fact['floor'])} | {_bare(fact['aim'])}"
        reached = f"{_verdict(fact['floor_reached'])} | {_verdict(fact['aim_reached'])}"
        yield f"| {titles[fact['task']]} | {TITLES[metric]} | {wanted} | {told} | {who} | {reached} |"
    yield ""
    for fact in facts:
        sentence = _sentence(fact, titles[fact["task"]], rows)
        if sentence:
            yield f"- {sentence}"
    yield ""


def _sentence(fact: Row, title: str, rows: Sequence[Row]) -> str:
    if fact["aim"] is None or fact["best"] is None:
        return ""
    metric = fact["metric"]
    estimate = fact["best"]["metrics"][metric]
    told = f"{title}, {TITLES[metric]} {fact['aim']:g}: "
    if fact["aim_reached"]:
        return f"{told}reached, {_number(estimate, metric)} by {name_of(fact['best'])}."
    fair = [row for row in rows if row["task"] == fact["task"] and row["arm"] not in NOT_FOR_AIMS]
    families = len({row["family"] for row in fair if row["arm"] == PLAIN})
    arms = sorted({name_of(row) for row in fair if row["arm"] != PLAIN})
    within = estimate["low"] is not None and estimate["low"] <= fact["aim"] <= estimate["high"]
    inside = "; the aim lies within the interval" if within else ""
    also = f", and {'; '.join(arms)}" if arms else ""
    told += f"**not reached**, {_number(estimate, metric)} at best{inside}."
    return f"{told} Tried: {families} families as they come{also}.{_bought(fact, rows)}"


def _bought(fact: Row, rows: Sequence[Row]) -> str:
    """Say what soft leaks would have made of a number."""
    metric = fact["metric"]
    held = [
        row for row in rows if row["task"] == fact["task"] and row["arm"] in NOT_FOR_AIMS and metric in row["metrics"]
    ]
    if not held:
        return ""
    best = min(held, key=lambda row: sign_of(metric) * row["metrics"][metric]["value"])
    return f" Never counted: {_number(best['metrics'][metric], metric)} by {name_of(best)}."


def _auto(pairs: Sequence[Row], tasks: Sequence[BenchTask]) -> Iterator[str]:
    if not pairs:
        return
    titles = {task.name: task.title for task in tasks}
    yield "## Auto beside the best family as it comes\n"
    yield (
        "Auto has 60 seconds on two cores for each fit, counted as processor time so that other work on the machine "
        "takes nothing from it. Beside it stands the family whose default was best on this very split, which nobody "
        "knows beforehand. Both answers are resampled together, star by star: *better* and *worse* have an interval "
        "without zero, *alike* may be chance.\n"
    )
    yield "| task | metric | auto | best other family, as it comes | difference | auto is |"
    yield "|---|---|--:|---|--:|---|"
    for pair in pairs:
        metric = pair["metric"]
        both = " | ".join(_number(pair[side]["metrics"][metric], metric) for side in ("auto", "best"))
        told = "not paired" if pair["difference"] is None else _signed(pair["difference"])
        both += f" {name_of(pair['best'])}"
        yield f"| {titles[pair['task']]} | {TITLES[metric]} | {both} | {told} | {pair['verdict']} |"
    yield (
        "\nFrom one mission to another auto sees rows of the first alone, and its inner folds reward what fits it; "
        "which family stands the step best turns with its direction, and nothing in the training rows tells.\n"
    )


def _signed(difference: Row) -> str:
    return f"{difference['value']:+.4f} ({difference['low']:+.4f} to {difference['high']:+.4f})"


def _task(rows: Sequence[Row], peers: Sequence[Row], task: BenchTask) -> Iterator[str]:
    held = ranked(rows, task)
    yield f"## {task.title}\n"
    if task.note:
        yield f"{task.note}\n"
    if not held:
        yield "Not measured.\n"
        return
    yield f"![{task.title}: {TITLES[task.shown[0]]} of every family](benchmark-{task.name.replace('_', '-')}.svg)\n"
    yield "| model | " + " | ".join(TITLES[name] for name in task.shown) + " | seeds | wall s |"
    yield "|---|" + "--:|" * (len(task.shown) + 2)
    for row in held:
        yield _line(row, task)
    arms = sorted({row["arm"] for row in rows if row["task"] == task.name} - {PLAIN})
    for arm in arms:
        for row in ranked(rows, task, arm):
            yield _line(row, task)
    for peer in (peer for peer in peers if peer["task"] == task.name):
        told = [_number(peer["metrics"][name], name) for name in task.shown]
        yield f"| {peer['title']} | " + " | ".join(told) + f" | {peer['seed']} | {peer['wall_s']:.0f} |"
    for name, metrics in CITED.get(task.name, {}).items():
        told = [_bare(metrics.get(metric)) for metric in task.shown]
        yield f"| *{name}, measured before* | " + " | ".join(told) + " | | |"
    yield f"\n{held[0]['rows']:,} rows are judged, in {held[0]['columns']} columns.\n"
    missing = _missing(rows, task)
    if missing:
        yield f"Not measured yet: {', '.join(missing)}.\n"


def _missing(rows: Sequence[Row], task: BenchTask) -> list[str]:
    held = {row["family"] for row in rows if row["task"] == task.name and row["arm"] == PLAIN}
    return [get_family(name).title for name in family_names() if name not in held]


def _line(row: Row, task: BenchTask) -> str:
    told = [_number(row["metrics"][name], name) if name in row["metrics"] else "–" for name in task.shown]
    return f"| {name_of(row)} | " + " | ".join(told) + f" | {', '.join(map(str, row['seeds']))} | {row['wall_s']:.0f} |"


def _seeds(row: Row) -> str:
    return f"{'seed' if len(row['seeds']) == 1 else 'seeds'} {', '.join(map(str, row['seeds']))}"


def _number(estimate: Row, metric: str) -> str:
    digits = 3 if metric == "accuracy" else 4
    if estimate.get("low") is None:
        return f"{estimate['value']:.{digits}f}"
    return f"{estimate['value']:.{digits}f} ({estimate['low']:.{digits}f}–{estimate['high']:.{digits}f})"


def _bare(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _verdict(reached: bool | None) -> str:
    return "" if reached is None else ("reached" if reached else "not reached")
