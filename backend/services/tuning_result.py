"""What tuning found, for ``GET /result?section=tuning``."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from backend.records import RunRecord

_UNTUNED = "The hyperparameters are those that were chosen; nothing was searched for."


def tuned_model(run: RunRecord) -> dict[str, Any]:
    """Return the ``model`` part of a run's configuration with the hyperparameters that the final model has."""
    model = run.configuration["model"]
    return {**model, "hyperparameters": (run.result or {}).get("hyperparameters", model["hyperparameters"])}


def tuning_section(run: RunRecord, _: dict[str, Any]) -> dict[str, Any]:
    """Return hyperparameters by fold, and the searches' own best beside what validation gave."""
    result = run.result or {}
    validated = {f"fold-{fold['fold']}": fold["metrics"].get("log_loss") for fold in result["evaluation"]["folds"]}
    searches = [_shown(facts, validated.get(facts["search"])) for facts in result.get("tuning", [])]
    judged = [s for s in searches if s["best_value"] is not None and s["outer_value"] is not None]
    inner = fmean(search["best_value"] for search in judged) if judged else None
    outer = fmean(search["outer_value"] for search in judged) if judged else None
    return {
        "metric": "log_loss",
        "hyperparameters": tuned_model(run)["hyperparameters"],
        "inner": inner,
        "outer": outer,
        "searches": searches,
        "text": _sentence(inner, outer, len(judged)) if searches else _UNTUNED,
    }


def _shown(facts: dict[str, Any], outer_value: float | None) -> dict[str, Any]:
    best: float | None = None
    trials = []
    for trial in facts["trials"]:
        if trial["state"] == "complete":
            best = trial["value"] if best is None else min(best, trial["value"])
        trials.append({**trial, "best": best})
    return {**facts, "trials": trials, "outer_value": outer_value}


def _sentence(inner: float | None, outer: float | None, folds: int) -> str:
    if inner is None or outer is None:
        return "No fold's search finished a trial, so the folds were validated with the settings as chosen."
    return (
        f"On their own inner folds the best settings of {folds} search{'' if folds == 1 else 'es'} reach a log-loss of "
        f"{inner:.4f}, which is optimistic because they were chosen for it; on the validation rows, which no search "
        f"saw, it is {outer:.4f}. Every number of this result is of the second kind."
    )
