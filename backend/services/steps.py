"""The steps around the classifier as a session selects them: completed, checked, and handed to a plan."""

from __future__ import annotations

from typing import Any

from backend.errors import InvalidFieldsError
from backend.services.sources import CatalogueSource, DataSource
from ML.choices import STEPS, Step


def step_defaults(part: str) -> dict[str, str]:
    """Return the default of every step that belongs to a part of the selection."""
    return {step.field: step.default for step in STEPS if step.part == part}


def step_choices() -> list[dict[str, Any]]:
    """Return every step with the ways to do it and a sentence on each."""
    return [_described(step) for step in STEPS]


def _described(step: Step) -> dict[str, Any]:
    return {
        "field": step.field,
        "part": step.part,
        "title": step.title,
        "help": step.help,
        "default": step.default,
        "options": [{"name": c.name, "title": c.title, "help": c.help} for c in step.choices],
    }


def planned_steps(configuration: dict[str, Any]) -> dict[str, Any]:
    """Return the steps of a run's configuration as a plan takes them; what an older run did not know is the default."""
    chosen = {**configuration["model"], **configuration["evaluation"]}
    steps = {step.field: chosen.get(step.field, step.default) for step in STEPS}
    return {**steps, "costs": chosen.get("costs")}


def check_costs(evaluation: dict[str, Any], classes: tuple[str, ...] | None) -> None:
    """Refuse costs without imbalance "cost", the other way round, and costs of classes that the task does not have."""
    costs = evaluation["costs"]
    if costs and evaluation["imbalance"] != "cost":
        _refuse(
            f"costs only count with imbalance 'cost', but that is {evaluation['imbalance']!r}. Set it, or drop costs."
        )
    if evaluation["imbalance"] == "cost" and not costs:
        _refuse("imbalance 'cost' needs costs: a number for some class, such as {\"PLANET\": 5}; others cost 1.")
    unknown = [name for name in costs or () if classes is not None and name not in classes]
    if unknown:
        _refuse(f"costs names {', '.join(map(repr, unknown))}; the classes are {', '.join(classes or ())}.")


def classes_of(data_source: dict[str, Any] | None, features: dict[str, Any] | None, source: DataSource | None) -> Any:
    """Return the classes that a selection speaks of, or None where they are not known yet."""
    if source is None or data_source is None:
        return None
    if isinstance(source, CatalogueSource):
        return tuple(source.catalogue.tasks[data_source["task"]].classes)
    targets: dict[str, tuple[str, ...]] = getattr(source, "targets", {})
    return targets.get((features or {}).get("target") or "")


def _refuse(message: str) -> None:
    raise InvalidFieldsError(message, [{"field": "costs", "message": message}])
