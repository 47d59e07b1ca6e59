"""Everything of a pipeline but its classifier, as plain JSON: what ``ML.bundle.runtime.predict`` works through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ML.bundle.not_exportable import NotExportableError
from ML.trained_model import DEFAULT_THRESHOLD, TrainedModel

FORMAT = 1


def form_of(model: TrainedModel) -> dict[str, Any]:
    """Return columns, steps, calibration and classes of a trained model, ready for JSON.

    Floats survive JSON to the last bit, so steps are exact.

    Raises
    ------
    NotExportableError
        A step or calibrator has no such form yet.
    """
    return {
        "format": FORMAT,
        "columns": [_column(model, entry) for entry in model.columns],
        "steps": [_step(name, step) for name, step in model.pipeline.steps[:-1]],
        "calibration": _calibration(getattr(model.pipeline, "calibrator_", None)),
        "classes": list(model.classes),
        "positive_class": model.plan.positive_class,
        "threshold": DEFAULT_THRESHOLD,
    }


def _column(model: TrainedModel, entry: Any) -> dict[str, Any]:
    known = model.feature(entry.name)
    words = {name: getattr(known, name, "") for name in ("label", "unit", "description")}
    span = {"minimum": entry.minimum, "median": entry.median, "maximum": entry.maximum, "missing": entry.missing}
    return {"name": entry.name, "kind": entry.kind, **words, **span, "categories": list(entry.categories)}


def _step(name: str, step: Any) -> dict[str, Any]:
    kind = type(step).__name__
    if kind not in _STEPS:
        raise NotExportableError(f"There is no exact form of the step {name!r} ({kind}) yet.")
    return _STEPS[kind](step)


def _types(step: Any) -> dict[str, Any]:
    names = [str(name) for name in step.feature_names_in_]
    return {"step": "types", "names": names, "vocabularies": {k: list(v) for k, v in step.categories_.items()}}


def _engineer(step: Any) -> dict[str, Any]:
    inputs = [[int(position) for position in held] for held in step.positions_]
    formulas = [{"name": f.name, "formula": f.formula, "unit": f.unit} for f in step.features_]
    return {"step": "engineer", "features": formulas, "inputs": inputs}


def _impute(step: Any) -> dict[str, Any]:
    marks = getattr(step, "origins_", np.arange(0))[step.n_features_in_ :]
    fill = [None if np.isnan(value) else float(value) for value in step.fill_]
    return {"step": "impute", "fill": fill, "marks": np.asarray(marks, dtype=int).tolist()}


def _encode(step: Any) -> dict[str, Any]:
    levels = [None if np.isnan(level) else float(level) for level in step.levels_]
    return {"step": "encode", "origins": step.origins_.tolist(), "levels": levels}


def _squash(step: Any) -> dict[str, Any]:
    names = ("centre", "width", "mean", "deviation")
    return {"step": "squash", **{name: getattr(step, f"{name}_").tolist() for name in names}}


def _standard(step: Any) -> dict[str, Any]:
    return {"step": "scale", "centre": step.mean_.tolist(), "width": step.scale_.tolist()}


def _robust(step: Any) -> dict[str, Any]:
    return {"step": "scale", "centre": step.center_.tolist(), "width": step.scale_.tolist()}


def _select(step: Any) -> dict[str, Any]:
    return {"step": "select", "kept": step.origins_.tolist()}


def _calibration(calibrator: Any) -> dict[str, Any] | None:
    if calibrator is None:
        return None
    kind = type(calibrator).__name__
    if kind not in _CALIBRATORS:
        raise NotExportableError(f"There is no exact form of the calibrator {kind} yet.")
    return _CALIBRATORS[kind](calibrator)


def _library(calibrator: Any) -> dict[str, Any]:
    maps = [_map(one) for one in calibrator.calibrated_.calibrators]
    return {"calibration": "maps", "maps": maps, "floor": calibrator.floor_}


def _map(one: Any) -> dict[str, Any]:
    if hasattr(one, "a_"):
        return {"slope": float(one.a_), "shift": float(one.b_)}
    return {"x": one.X_thresholds_.tolist(), "y": one.y_thresholds_.tolist()}


def _venn_abers(calibrator: Any) -> dict[str, Any]:
    names = ("scores", "lower", "upper")
    tables = [{name: getattr(table, name).tolist() for name in names} for table in calibrator.tables_]
    return {"calibration": "venn_abers", "tables": tables}


_STEPS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ColumnTypes": _types,
    "EngineeredFeatures": _engineer,
    "FillMissing": _impute,
    "FillAndMark": _impute,
    "OneHotCodes": _encode,
    "SquashedScale": _squash,
    "StandardScaler": _standard,
    "RobustScaler": _robust,
    "SelectColumns": _select,
}
_CALIBRATORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "LibraryCalibrator": _library,
    "VennAbersCalibrator": _venn_abers,
}
