"""Two runs side by side: only what differs, and a paired test of the difference on the same objects and folds."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import asdict
from threading import Lock
from typing import Any

import pandas as pd

from backend.records import RunRecord
from backend.services.comparable import refuse_incomparable
from backend.services.configurations import configuration_differences
from backend.services.models import ModelCache
from backend.services.outcome import is_leaky
from backend.services.validated import ValidatedTables
from ML.classifiers import get_family
from ML.comparison import LOWER_IS_BETTER, RunComparison, compare_runs, verdict_of
from ML.results import Estimate

MOST_KEPT = 64
"""Comparisons that are kept in memory."""
MOST_TURNED = 50
_TURNED_COLUMNS = ["object", "host", "truth", "prediction", "probability"]


class ComparisonService:
    """Compares the newest finished runs of two sessions.

    Parameters
    ----------
    cache : ModelCache
        Knows the finished runs.
    tables : ValidatedTables
    """

    def __init__(self, cache: ModelCache, tables: ValidatedTables) -> None:
        self._cache = cache
        self._tables = tables
        self._kept: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()
        self._lock = Lock()

    def compare(self, session_id: str, other_id: str) -> dict[str, Any]:
        """Return what differs between two sessions' runs, and by how much the first one is better.

        Raises
        ------
        UnknownSessionError, WrongStateError
            One of them does not exist or is not trained.
        IncomparableRunsError
            They were validated on other objects or in other folds; the message names the remedy.
        """
        run, other = self._cache.trained_run(session_id), self._cache.trained_run(other_id)
        # A finished run never changes, and resampling large tables takes seconds.
        with self._lock:
            known = self._kept.get((run.id, other.id))
        made = known or self._measure(run, other)
        with self._lock:
            self._kept[run.id, other.id] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return {"session_id": session_id, "with": other_id, **made}

    def _measure(self, run: RunRecord, other: RunRecord) -> dict[str, Any]:
        refuse_incomparable(run, other)
        one, two = self._tables.of(run), self._tables.of(other)
        evaluation = (run.result or {})["evaluation"]
        positive, seed = (run.result or {})["positive_class"], run.configuration["model"]["seed"]
        made = compare_runs(one, two, evaluation["classes"], positive, seed=seed)
        return {
            "this": _facts(run),
            "other": _facts(other),
            **configuration_differences(run.configuration, other.configuration),
            "metrics": _metrics(run, other, made),
            "confusion_matrices": {
                "this": evaluation["confusion_matrix"],
                "other": _evaluation(other)["confusion_matrix"],
            },
            "classes": evaluation["classes"],
            **{name: getattr(made, name) for name in ("headline", "verdict", "text", "rows", "hosts")},
            "mcnemar": {**asdict(made.turned), "p_value": made.turned.p_value},
            "turned": turned_objects(one, two),
            "split_hash": (run.result or {})["split_hash"],
            "warnings": _warnings(run, other),
        }


def turned_objects(one: pd.DataFrame, two: pd.DataFrame) -> list[dict[str, Any]]:
    """Return objects that exactly one of the runs gets right, those on which they disagree most first."""
    apart = one["prediction"] != two["prediction"]
    right = (one["prediction"] == one["truth"]) | (two["prediction"] == two["truth"])
    chosen = one.loc[apart & right, _TURNED_COLUMNS]
    others = two.loc[chosen.index, ["prediction", "probability"]].add_prefix("other_")
    # Both are confident of different classes where both probabilities are high.
    order = (chosen["probability"] + others["other_probability"]).sort_values(ascending=False, kind="stable").index
    rows = chosen.join(others).loc[order[:MOST_TURNED]].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _evaluation(run: RunRecord) -> dict[str, Any]:
    evaluation: dict[str, Any] = (run.result or {})["evaluation"]
    return evaluation


def _facts(run: RunRecord) -> dict[str, Any]:
    family = get_family(run.configuration["model"]["model"])
    return {
        "session_id": run.session_id,
        "run_id": run.id,
        "family": family.name,
        "title": family.title,
        "leaky": is_leaky(run.configuration),
        "timing": (run.result or {})["timing"],
    }


def _metrics(run: RunRecord, other: RunRecord, made: RunComparison) -> dict[str, dict[str, Any]]:
    both = [_evaluation(each)["metrics"] for each in (run, other)]
    return {
        name: {
            "this": both[0][name],
            "other": both[1][name],
            "difference": asdict(difference),
            "lower_is_better": name in LOWER_IS_BETTER,
            "verdict": _verdict(name, difference),
        }
        for name, difference in made.difference.items()
    }


def _verdict(name: str, difference: Estimate) -> str:
    verdict = verdict_of(difference)
    turned = {"better": "worse", "worse": "better"} if name in LOWER_IS_BETTER else {}
    return turned.get(verdict, verdict)


def _warnings(run: RunRecord, other: RunRecord) -> list[dict[str, str]]:
    """Return the remarks of both runs that say that their numbers are too good."""
    told = [
        {"code": entry["code"], "text": f"{whose}: {entry['text']}"}
        for whose, each in (("This one", run), ("The other", other))
        for entry in (each.result or {})["warnings"]
        if entry["code"].startswith("trained_with_") or entry["code"] == "hosts_unknown"
    ]
    versions = [(each.result or {})["versions"] for each in (run, other)]
    if versions[0] != versions[1] and run.configuration["model"]["model"] == other.configuration["model"]["model"]:
        told.append({"code": "other_versions", "text": "The runs were fitted with other versions of the libraries."})
    return told
