"""Two runs side by side: only what differs, and a paired test of the difference on the same objects and folds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd

from backend.errors import IncomparableRunsError
from backend.records import RunRecord
from backend.services.models import ModelCache
from backend.services.outcome import is_leaky
from backend.services.sections import PARTS
from backend.services.validated import ValidatedTables
from ML.classifiers import get_family
from ML.comparison import HOW_TO_COMPARE, LOWER_IS_BETTER, RunComparison, compare_runs, verdict_of
from ML.results import Estimate

MOST_TURNED = 50
_SPLIT_SETTINGS = ("method", "folds", "test_size", "group_by_host")
_MUST_AGREE = frozenset({"data", "sha256", "task", "classes", "split"})
_LISTED_APART = ("features.features", "model.hyperparameters")
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
        _refuse_incomparable(run, other)
        one, two = self._tables.of(run), self._tables.of(other)
        evaluation = (run.result or {})["evaluation"]
        positive, seed = (run.result or {})["positive_class"], run.configuration["model"]["seed"]
        made = compare_runs(one, two, evaluation["classes"], positive, seed=seed)
        return {
            "session_id": session_id,
            "with": other_id,
            "this": _facts(run),
            "other": _facts(other),
            **_configurations(run, other),
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


def _refuse_incomparable(run: RunRecord, other: RunRecord) -> None:
    facts = [_comparable(each) for each in (run, other)]
    differing = [name for name in facts[0] if facts[0][name] != facts[1][name]]
    # Other settings may lead to the same folds: a kept split is one that another seed made.
    if not set(differing) & _MUST_AGREE:
        return
    told = "; ".join(f"{name} {_told(facts[0][name])} and {_told(facts[1][name])}" for name in differing)
    raise IncomparableRunsError(
        f"These runs were not judged on the same objects in the same folds: {told}. {HOW_TO_COMPARE}",
        differing=differing,
        this=facts[0],
        other=facts[1],
    )


def _comparable(run: RunRecord) -> dict[str, Any]:
    """Return what must be the same; what follows from something that differs is not named again."""
    result, configuration = run.result or {}, run.configuration
    split = {name: configuration["evaluation"][name] for name in _SPLIT_SETTINGS}
    return {
        "data": f"{result['data']['dataset']} {result['data']['snapshot']}",
        "sha256": result["data"]["sha256"],
        "task": result["task"],
        "classes": result["evaluation"]["classes"],
        **split,
        "seed": configuration["model"]["seed"],
        "split": result["split_hash"],
    }


def _told(value: Any) -> str:
    return value[:12] if isinstance(value, str) and len(value) == 64 else repr(value)  # noqa: PLR2004


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


def _configurations(run: RunRecord, other: RunRecord) -> dict[str, Any]:
    """Return the settings that differ, and the features that only one of the runs has."""
    flat = [_flat({part: each.configuration[part] for part in PARTS}) for each in (run, other)]
    names = [name for name in dict.fromkeys([*flat[0], *flat[1]]) if name not in _LISTED_APART]
    differing = [name for name in names if flat[0].get(name) != flat[1].get(name)]
    features = [each.configuration["features"]["features"] for each in (run, other)]
    return {
        "differences": [{"field": name, "this": flat[0].get(name), "other": flat[1].get(name)} for name in differing],
        "features": {
            "only_this": [name for name in features[0] if name not in set(features[1])],
            "only_other": [name for name in features[1] if name not in set(features[0])],
            "shared": len(set(features[0]) & set(features[1])),
        },
    }


def _flat(parts: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in parts.items():
        path = f"{prefix}{name}"
        flat |= _flat(value, f"{path}.") if isinstance(value, dict) and value else {path: value}
    return flat


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
