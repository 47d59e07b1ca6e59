"""A training's result in a terminal."""

from __future__ import annotations

from typing import Any

from backend.stack.console import say

METRICS = (("accuracy", "accuracy"), ("roc_auc", "ROC AUC"), ("log_loss", "log loss"))
TOP = 8
BAR = 30
"""Characters of the longest bar."""


def show_result(result: dict[str, Any], importance: dict[str, Any]) -> None:
    """Print metrics with intervals, baselines and the features that count most."""
    data, model = result["data"], result["model"]
    columns = len(data["features"])
    say(f"{model['title']} on {data['rows']} objects of {data['hosts']} stars, {columns} features", "result")
    for name, title in METRICS:
        if name in result["metrics"]:
            say(f"{title:<12}{estimate(result['metrics'][name])}", "result")
    for name, metrics in result["baselines"].items():
        if metrics and metrics.get("accuracy") is not None:
            say(f"baseline {name}: accuracy {metrics['accuracy']:.4f}", "result")
    for warning in result["warnings"]:
        say(f"note: {warning['text']}", "result")
    show_features(importance["features"][:TOP])


def estimate(value: dict[str, float | None]) -> str:
    """Return a number with its interval."""
    if value["value"] is None:
        return "not defined here"
    interval = "" if value["low"] is None else f"  (95 % of resampled stars: {value['low']:.4f} to {value['high']:.4f})"
    return f"{value['value']:.4f}{interval}"


def show_features(features: list[dict[str, Any]]) -> None:
    """Print the most important features as bars."""
    longest = max((feature["importance"] for feature in features), default=0.0) or 1.0
    for feature in features:
        bar = "█" * max(1, round(BAR * feature["importance"] / longest))
        say(f"{feature['label']:<44.43}{bar}", "features")


def show_ranking(rows: list[dict[str, Any]]) -> None:
    """Print the undecided objects that look most like planets."""
    for place, row in enumerate(rows, start=1):
        say(f"{place}. {row.get('object', '?')}: {row['prediction']}, score {row['score']:.4f}", "ranking")
