"""What a finished training leaves in its record, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backend.services.labels import Labels
from backend.services.sources import DataSource
from ML.catalogs.catalogue import Role

if TYPE_CHECKING:
    from ML.training import TrainedModel


def headline_of(model: TrainedModel, configuration: dict[str, Any]) -> dict[str, Any]:
    """Return the one number that stands for the run in lists, marked where columns gave the answer away."""
    return {"metric": "accuracy", "leaky": is_leaky(configuration), **asdict(model.evaluation.metrics["accuracy"])}


def is_leaky(configuration: dict[str, Any]) -> bool:
    """Tell whether the model sees columns that had to be allowed on purpose."""
    return bool(configuration["features"]["allow_leaks"])


def result_of(model: TrainedModel, configuration: dict[str, Any], source: DataSource, labels: Labels) -> dict[str, Any]:
    """Return everything that GET /result shows, ready for JSON."""
    chosen = configuration["features"]["features"]
    leaks = [c for c in source.columns if c.name in chosen and c.role is not Role.FEATURE]
    decided = labels.target.notna()
    return {
        "task": configuration["data_source"]["task"],
        "data": {
            **source.facts(),
            "rows": int(decided.sum()),
            "hosts": int(labels.hosts[decided].nunique()),
            "undecided": int((~decided).sum()),
            "features": chosen,
        },
        "positive_class": labels.positive_class,
        "evaluation": asdict(model.evaluation),
        "importance": [asdict(entry) for entry in model.importance],
        "warnings": [*leak_warnings(leaks), *host_warnings(labels), *model.warnings],
        "data_hash": model.data_hash,
        "split_hash": model.split_hash,
        "versions": model.versions,
        "timing": asdict(model.fit_facts),
        "hyperparameters": model.plan.hyperparameters,
        "tuning": model.tuning,
    }


def leak_warnings(leaks: list[Any]) -> list[dict[str, str]]:
    """Return what must stand beside the numbers of a model that saw columns which give the answer away."""
    by_role: dict[Role, list[str]] = {}
    for column in leaks:
        by_role.setdefault(column.role, []).append(column.name)
    sentences = {
        Role.LEAK: ("trained_with_leaks", "These columns were written after or because of the verdict"),
        Role.SOFT_LEAK: ("trained_with_soft_leaks", "These columns carry traces of follow-up work"),
        Role.IDENTIFIER: ("trained_with_identifiers", "These columns name an object instead of describing it"),
    }
    return [
        {"code": code, "text": f"{reason}, so the numbers here are too good: {', '.join(by_role[role])}."}
        for role, (code, reason) in sentences.items()
        if role in by_role
    ]


def host_warnings(labels: Labels) -> list[dict[str, str]]:
    """Return the remark on a table whose rows cannot be grouped by star."""
    if labels.hosts_known:
        return []
    text = (
        "No column names the host star, so rows of one star may stand on both sides of a split, "
        "and the numbers may be too good. Choose that column with the features, if there is one."
    )
    return [{"code": "hosts_unknown", "text": text}]
