"""Thresholds by purpose: what is asked of a list, and what that gives on objects that were not trained on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd

from backend.errors import InvalidFieldsError
from backend.records import RunRecord
from backend.services.validated import ValidatedTables
from ML.thresholds import Judged, purpose_threshold

_COUNTS = ("precision", "recall", "missed", "false_positives")


def threshold_for(
    run: RunRecord, tables: ValidatedTables, objective: str, value: float, positive: str | None
) -> dict[str, Any]:
    """Return the threshold that serves a purpose, judged on out-of-fold scores.

    Parameters
    ----------
    run : RunRecord
    tables : ValidatedTables
    objective : str
        A key of ``ML.curves.OBJECTIVES``.
    value : float
        Precision, recall or share missed (0 to 1), or a number of objects.
    positive : str or None
        The class that is meant, against all others; None is the task's positive one.
    """
    table = tables.of(run)
    name = _meant(run, positive)
    hosts = pd.factorize(table["host"])[0]
    judged = Judged((table["truth"] == name).to_numpy(), table[f"probability_{name}"].to_numpy(), hosts)
    found = purpose_threshold(judged, objective, value)
    intervals = {word: asdict(found[word]) for word in _COUNTS}  # type: ignore[arg-type]
    return {
        "objective": objective,
        "value": value,
        "positive_class": name,
        "threshold": found["threshold"],
        "selected": found["selected"],
        "precision": intervals["precision"]["value"],
        "recall": intervals["recall"]["value"],
        "expected_false_positives": round(intervals["false_positives"]["value"]),
        "intervals": intervals,
    }


def _meant(run: RunRecord, positive: str | None) -> str:
    result = run.result or {}
    classes = result["evaluation"]["classes"]
    name = positive or result["positive_class"]
    if name is None:
        message = (
            f"A threshold needs one class against the rest, and this model has {len(classes)}. "
            f"Send positive, one of {', '.join(classes)}."
        )
        raise InvalidFieldsError(message, [{"field": "action", "message": message}])
    if name not in classes:
        message = f"There is no class {name[:60]!r}; the classes are {', '.join(classes)}."
        raise InvalidFieldsError(message, [{"field": "positive", "message": message}])
    return str(name)
