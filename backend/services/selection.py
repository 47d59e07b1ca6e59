"""What a session has selected, checked step by step, and completed with sensible defaults."""

from __future__ import annotations

from typing import Any

from backend.errors import InvalidFieldsError
from backend.services.labels import FEWEST_CLASSES, MOST_CLASSES
from backend.services.sources import CatalogueSource, DataSource
from backend.services.steps import check_costs, classes_of, step_defaults
from backend.services.tuning_cost import with_expectation
from ML.catalogs.catalogue import Role
from ML.choices import ENGINEERED
from ML.classifiers import families, get_family

STEPS = ("data_source", "features", "model", "evaluation")
DEFAULT_SEED = 42
DEFAULT_EVALUATION = {
    "method": "cv",
    "folds": 5,
    "test_size": 0.2,
    "group_by_host": True,
    "split_of": None,
    "split_run": None,
    **step_defaults("evaluation"),
    "costs": None,
    "tuning": None,
}
OPEN_ROLES = frozenset({Role.FEATURE})


def complete_data_source(chosen: dict[str, Any], source: DataSource) -> dict[str, Any]:
    """Return the ``data_source`` part with snapshot and task filled in; refuses a task that the data do not have."""
    if not isinstance(source, CatalogueSource):
        return {**chosen, "dataset": None, "snapshot": None, "task": "custom"}
    tasks = source.catalogue.tasks
    task = chosen.get("task") or next(iter(tasks))
    if task not in tasks:
        _refuse("task", f"Dataset {source.name!r} has no task {task!r}. Choose one of {', '.join(tasks)}.")
    return {**chosen, "upload_id": None, "snapshot": source.snapshot.id, "task": task}


def complete_features(chosen: dict[str, Any] | None, source: DataSource) -> dict[str, Any]:
    """Return the ``features`` part with the list of columns spelled out.

    Raises
    ------
    InvalidFieldsError
        If a column is unknown, gives the answer away without being allowed to, or no column is left.
    """
    chosen = dict(chosen or {})
    target = _target(chosen, source)
    preset = chosen.get("preset") or ("default" if not chosen.get("features") else None)
    if preset is not None and preset not in source.presets:
        _refuse("preset", f"There is no preset {preset!r} here. Choose one of {', '.join(source.presets)}.")
    names = chosen.get("features") or source.presets[preset or "default"]
    names = [name for name in dict.fromkeys(names) if name != target or chosen.get("features")]
    allowed = set(chosen.get("allow_leaks") or ())
    if preset == "everything":
        allowed |= {column.name for column in source.columns if column.role is Role.SOFT_LEAK}
    _check_columns(names, allowed, target, source)
    host = chosen.get("host")
    if host is not None and host not in {column.name for column in source.columns}:
        _refuse("host", f"There is no column {host!r} in {source.name}. Name the column that holds the host star.")
    return {
        "target": target,
        "host": host,
        "positive_class": chosen.get("positive_class"),
        "features": names,
        "preset": preset,
        "engineered": bool(chosen.get("engineered", ENGINEERED)),
        "column_map": dict(chosen.get("column_map") or {}),
        "units": dict(chosen.get("units") or {}),
        "allow_leaks": sorted(allowed & set(names)),
    }


def _target(chosen: dict[str, Any], source: DataSource) -> str | None:
    if isinstance(source, CatalogueSource):
        return source.catalogue.target_column
    target: str | None = chosen.get("target")
    targets = getattr(source, "targets", {})
    if target is not None and target not in targets:
        known = target in {column.name for column in source.columns}
        why = f"does not hold {FEWEST_CLASSES} to {MOST_CLASSES} classes" if known else f"is not in {source.name}"
        _refuse("target", f"Column {target!r} {why}. Choose one of {', '.join(targets) or 'another table'}.")
    return target


def _check_columns(names: list[str], allowed: set[str], target: str | None, source: DataSource) -> None:
    known = {column.name: column for column in source.columns}
    problems = []
    for name in names:
        if name not in known:
            problems.append((name, f"There is no column {name!r} in {source.name}."))
        elif name == target:
            problems.append((name, f"{name!r} is the target itself and cannot be a feature."))
        elif known[name].role not in OPEN_ROLES and name not in allowed:
            why = known[name].reason or f"it is a column of role {known[name].role}"
            problems.append((name, f"{name!r} is locked: {why} Name it in allow_leaks to use it all the same."))
    if problems:
        fields = [{"field": f"features.{name}", "message": message} for name, message in problems]
        raise InvalidFieldsError(problems[0][1], fields)
    if not names:
        _refuse("features", f"No column of {source.name} is selected. Select at least one feature.")


def complete_model(chosen: dict[str, Any] | None) -> dict[str, Any]:
    """Return the ``model`` part with every hyperparameter spelled out; refuses unknown or unusable ones."""
    chosen = chosen or {}
    family = get_family(chosen.get("model") or families()[0].name)
    seed = chosen.get("seed")
    return {
        "model": family.name,
        "hyperparameters": family.validate(chosen.get("hyperparameters") or {}),
        "seed": DEFAULT_SEED if seed is None else seed,
        **{name: chosen.get(name) or default for name, default in step_defaults("model").items()},
    }


def complete_evaluation(chosen: dict[str, Any] | None) -> dict[str, Any]:
    """Return the ``evaluation`` part with defaults filled in."""
    given = {key: value for key, value in (chosen or {}).items() if value is not None}
    return {**DEFAULT_EVALUATION, **given}


def missing_steps(selection: dict[str, Any]) -> list[str]:
    """Return what must still be selected before a training can start."""
    data_source = selection.get("data_source")
    if not data_source:
        return ["data_source"]
    if data_source["data_source"] == "upload" and not (selection.get("features") or {}).get("target"):
        return ["features.target"]
    return []


def complete(selection: dict[str, Any], source: DataSource | None) -> dict[str, Any]:
    """Return all four parts with defaults filled in; parts that need data are None before data are chosen."""
    chosen = selection.get("data_source")
    parts: dict[str, Any] = {
        "data_source": complete_data_source(chosen, source) if chosen and source else None,
        "features": complete_features(selection.get("features"), source) if source else None,
        "model": complete_model(selection.get("model")),
        "evaluation": complete_evaluation(selection.get("evaluation")),
    }
    check_costs(parts["evaluation"], classes_of(parts["data_source"], parts["features"], source))
    if parts["evaluation"]["tuning"]:
        parts["evaluation"]["tuning"] = with_expectation(parts, source)
    return parts


def _refuse(field: str, message: str) -> None:
    raise InvalidFieldsError(message, [{"field": field, "message": message}])
