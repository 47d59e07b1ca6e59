"""What tuning is expected to take, from the family's cost law."""

from __future__ import annotations

from typing import Any

from backend.services.sources import DataSource
from ML.classifiers import get_family
from ML.classifiers.costs import REFERENCE_FIT_S

DEFAULT_BUDGET: dict[str, Any] = {"trials": 20, "timeout_s": None, "folds": 3}

_ROWS_WHERE_UNKNOWN = 5_000


def with_expectation(parts: dict[str, Any], source: DataSource | None) -> dict[str, Any]:
    """Return the tuning budget of a selection with what it comes to: searches, fits at most, and expected seconds.

    The seconds are a first guess for settings like those chosen, without other workers' help: a search also tries
    slower and faster ones, and gives up hopeless ones early.
    """
    evaluation = parts["evaluation"]
    budget = {**DEFAULT_BUDGET, **evaluation["tuning"]}
    validation = evaluation["folds"] if evaluation["method"] == "cv" else 1
    searches = validation + 1
    each = budget["trials"] * budget["folds"]
    seconds = searches * each * _inner_fit_s(parts, source, budget["folds"])
    if budget["timeout_s"] is not None:
        seconds = min(seconds, searches * budget["timeout_s"])
    return {
        **{name: budget[name] for name in DEFAULT_BUDGET},
        "searches": searches,
        "fits": searches * each,
        "expected_s": round(seconds, 1),
    }


def _inner_fit_s(parts: dict[str, Any], source: DataSource | None, folds: int) -> float:
    """Return the expected seconds of one fit on the training rows of an inner fold."""
    evaluation, model = parts["evaluation"], parts["model"]
    outer = 1 - 1 / evaluation["folds"] if evaluation["method"] == "cv" else 1 - evaluation["test_size"]
    inner = 1 - 1 / folds
    rows = int((source.rows if source else _ROWS_WHERE_UNKNOWN) * outer * inner)
    columns = len(parts["features"]["features"]) if parts["features"] else 1
    cost = get_family(model["model"]).expected_cost(rows, columns, model["hyperparameters"])
    return float(cost * REFERENCE_FIT_S)
