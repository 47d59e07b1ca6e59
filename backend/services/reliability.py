"""Where a run's model can be trusted: over period and radius, by class, mission, verdict and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from backend.errors import InvalidFieldsError
from backend.records import RunRecord
from backend.services.sources import Sources
from backend.services.validated import ValidatedTables
from ML.reliability import groups
from ML.reliability.context import MISSION, PERIOD, RADIUS, REASON_PREFIX, VERDICT, reason_titles
from ML.reliability.plane import FEWEST, completeness_and_reliability

GROUPED_BY = {"missions": MISSION, "without_verdict": VERDICT}
"""Column by which the headline metrics are told apart."""
REASON_WORDS = {groups.SEVERAL: "Several of these", groups.NONE: "None of these"}
LIKELY_PLANET = "PLANET"
NO_PLANE = (
    "The table names no orbital period or no planet radius, so its objects stand in no cell. "
    "For an upload, map those columns with the features."
)


class ReliabilityService:
    """Measures from out-of-fold answers.

    Parameters
    ----------
    tables : ValidatedTables
    sources : Sources
    """

    def __init__(self, tables: ValidatedTables, sources: Sources) -> None:
        self._tables = tables
        self._sources = sources

    def section(self, run: RunRecord, query: dict[str, Any]) -> dict[str, Any]:
        """Return completeness and reliability over the plane, and results by class, mission, verdict and reason."""
        positive = _positive_of(query.get("positive"), run.result or {})
        threshold = query.get("threshold")
        table, result = self._tables.of(run), run.result or {}
        answers = _answers(table, result, run.configuration["model"]["seed"])
        return {
            "positive": positive,
            "threshold": threshold,
            "fewest": FEWEST,
            "plane": asdict(_plane(table, positive, _claimed(table, positive, threshold))),
            "remark": None if {PERIOD, RADIUS} <= set(table.columns) else NO_PLANE,
            "classes": _classes(table, result),
            "verdicts": _verdicts(answers, table),
            **{kind: result.get("groups", {}).get(kind, []) for kind in GROUPED_BY},
            "reasons": self._reasons(run, answers, table, positive),
        }

    def _reasons(
        self, run: RunRecord, answers: groups.Answers, table: pd.DataFrame, positive: str
    ) -> list[dict[str, Any]]:
        flags = [name for name in table.columns if name.startswith(REASON_PREFIX)]
        if not flags:
            return []
        titles = reason_titles(self._sources.open(run.configuration).columns) | REASON_WORDS
        parts = groups.by_reason(table[flags], (table["truth"] != positive).to_numpy())
        return [{**asdict(entry), "title": titles[entry.name]} for entry in groups.recalled(answers, parts)]


def grouped_results(
    table: pd.DataFrame, result: dict[str, Any], seed: int, on_step: Callable[[], None]
) -> dict[str, list[dict[str, Any]]]:
    """Return the headline metrics by mission, and without each of several verdicts of one class, for the record.

    They are measured when a run ends: intervals of large tables take longer than a request may.

    Parameters
    ----------
    table : pandas.DataFrame
        Validated objects with what is known of each.
    result : dict
        What the run leaves in its record.
    seed : int
    on_step : callable
        Called between chunks of resamples; may raise to stop.
    """
    answers = _answers(table, result, seed)
    parts: dict[str, Callable[[pd.Series], dict[str, np.ndarray]]] = {
        "missions": groups.by_words,
        "without_verdict": lambda words: groups.without_words(words, answers.truth),
    }
    return {
        kind: [asdict(group) for group in groups.group_metrics(answers, part(table[GROUPED_BY[kind]]), on_step)]
        for kind, part in parts.items()
        if GROUPED_BY[kind] in table.columns
    }


def _positive_of(asked: str | None, result: dict[str, Any]) -> str:
    """Return the class whose completeness is meant: the one asked for, the task's, or that of planets."""
    classes = result["evaluation"]["classes"]
    if asked is not None and asked not in classes:
        message = f"positive is {asked!r}; choose one of {', '.join(classes)}."
        raise InvalidFieldsError(message, [{"field": "positive", "message": message}])
    usual = result["positive_class"] or (LIKELY_PLANET if LIKELY_PLANET in classes else classes[0])
    return str(asked or usual)


def _answers(table: pd.DataFrame, result: dict[str, Any], seed: int) -> groups.Answers:
    classes = tuple(result["evaluation"]["classes"])
    return groups.Answers(
        truth=table["truth"].map({name: code for code, name in enumerate(classes)}).to_numpy(dtype=int),
        probabilities=table[[f"probability_{name}" for name in classes]].to_numpy(),
        hosts=table["host"].to_numpy(),
        classes=classes,
        positive_class=result["positive_class"],
        seed=seed,
    )


def _claimed(table: pd.DataFrame, positive: str, threshold: float | None) -> np.ndarray:
    if threshold is None:
        return (table["prediction"] == positive).to_numpy()
    return (table[f"probability_{positive}"] >= threshold).to_numpy()


def _plane(table: pd.DataFrame, positive: str, claimed: np.ndarray) -> Any:
    period, radius = (_numbers(table, name) for name in (PERIOD, RADIUS))
    truth = (table["truth"] == positive).to_numpy()
    return completeness_and_reliability(period, radius, truth, claimed, table["host"].to_numpy())


def _numbers(table: pd.DataFrame, name: str) -> np.ndarray:
    return table[name].to_numpy(dtype=float) if name in table.columns else np.full(len(table), np.nan)


def _classes(table: pd.DataFrame, result: dict[str, Any]) -> list[dict[str, Any]]:
    """Per-class numbers of the result, with counts of objects, stars and claims."""
    evaluation = result["evaluation"]
    claims = table["prediction"].value_counts()
    return [
        {
            "name": name,
            "objects": int((table["truth"] == name).sum()),
            "hosts": int(table.loc[table["truth"] == name, "host"].nunique()),
            "claimed": int(claims.get(name, 0)),
            "metrics": {key: value for key, value in evaluation["per_class"][name].items() if key != "support"},
        }
        for name in evaluation["classes"]
    ]


def _verdicts(answers: groups.Answers, table: pd.DataFrame) -> list[dict[str, Any]]:
    if VERDICT not in table.columns:
        return []
    truth = dict(zip(table[VERDICT], table["truth"], strict=True))
    entries = groups.recalled(answers, groups.by_words(table[VERDICT]))
    return [{**asdict(entry), "truth": truth[entry.name]} for entry in entries]
