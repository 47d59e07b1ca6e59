"""What goes into a bundle, as bytes by name: the same training always gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import ML
from ML.bundle import runtime
from ML.bundle.card import model_card, readme
from ML.bundle.classifiers import classifier_onnx
from ML.bundle.not_exportable import NotExportableError
from ML.bundle.runtime.predict import Scorer
from ML.bundle.runtime.verify import TOLERANCE
from ML.bundle.steps import form_of
from ML.classifiers import get_family
from ML.cross_validation import found_settings
from ML.trained_model import TrainedModel
from ML.training_rows import LabelledTable, training_rows

MOST_TABLE_BYTES = 64 * 1024 * 1024
"""Size above which a training table stays out of the bundle, which then names its sha256 only."""

_CHECKED_ROWS = 1000
_EXAMPLES = 20
_ANSWERING = ("numpy", "onnxruntime")
_TRAINING = ("pandas", "pyarrow", "scikit-learn", "scipy", "joblib", "threadpoolctl", "psutil")
_NOT_TRAINING = {"shap"}
"""Libraries of families that explain answers; no metric hangs on them."""

_SCRIPTS = ("predict.py", "verify.py", "reproduce.py")
_DATA = {".py", ".csv", ".toml", ".json"}
_MODELS_FILE = "model.joblib"


@dataclass(frozen=True)
class Exported:
    """A model's pickle-free form.

    Attributes
    ----------
    form : dict or None
        Columns and steps; None where there is no exact form.
    onnx : bytes or None
    facts : dict
        ``exported``, and either ``rows_checked`` and ``largest_difference`` or ``reason``.
    """

    form: dict[str, Any] | None
    onnx: bytes | None
    facts: dict[str, Any]


def export(model: TrainedModel, frame: pd.DataFrame) -> Exported:
    """Export a model, and hold its answers against the trained one's on rows of its training table.

    Parameters
    ----------
    model : TrainedModel
    frame : DataFrame
        Real rows with the model's columns; up to 1,000 of them are checked.
    """
    try:
        form = form_of(model)
        width = int(model.pipeline[-1].n_features_in_)
        onnx = classifier_onnx(model.pipeline[-1], width)
    except NotExportableError as fault:
        return Exported(None, None, {"exported": False, "reason": str(fault)})
    rows = _spread(frame[model.feature_names], _CHECKED_ROWS)
    found = Scorer(form, onnx).probabilities(as_rows(rows))
    difference = float(np.abs(found - model.probabilities(rows)).max())
    facts = {"rows_checked": len(rows), "largest_difference": difference, "tolerance": TOLERANCE}
    if difference > TOLERANCE:
        reason = f"Its answers to real rows differ by {difference:.1e}, more than {TOLERANCE}."
        return Exported(None, None, {"exported": False, "reason": reason, **facts})
    return Exported(form, onnx, {"exported": True, **facts})


def _spread(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    positions = np.unique(np.linspace(0, len(frame) - 1, min(most, len(frame))).astype(int))
    return frame.iloc[positions]


def as_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON has them: None where a cell is missing."""
    cells = frame.astype("object").where(frame.notna(), None)
    return [dict(zip(map(str, cells.columns), row, strict=True)) for row in cells.to_numpy().tolist()]


def contents(model: TrainedModel, table: LabelledTable, facts: Mapping[str, Any], pickled: bytes) -> dict[str, bytes]:
    """Return every file of a bundle.

    Parameters
    ----------
    model : TrainedModel
    table : LabelledTable
        What it was trained on.
    facts : mapping
        What the run recorded: ``run_id``, ``task``, ``data``, ``split``, ``metrics``, ``baselines``, ``warnings``.
    pickled : bytes
        The recorded ``model.joblib``.
    """
    rows = training_rows(table, model.plan).X
    exported = export(model, rows)
    metadata = {**facts, **_metadata(model, exported)}
    metadata["data"] = {**facts["data"], "data_hash": model.data_hash}
    files = {
        "README.txt": readme(metadata).encode(),
        "metadata.json": _json(metadata),
        "model_card.md": model_card(metadata).encode(),
        "requirements.txt": requirements().encode(),
        "requirements-training.txt": training_requirements(model).encode(),
        "examples.json": _json(_examples(model, rows)),
        "plan.json": _json(_plan(model)),
        _MODELS_FILE: pickled,
        **_exported_files(exported),
        **_table_file(table),
        **_scripts(),
        **_source(),
    }
    return {**files, "SHA256SUMS": _sums(files)}


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode()


def _metadata(model: TrainedModel, exported: Exported) -> dict[str, Any]:
    family, plan = get_family(model.plan.family), model.plan
    chosen = ("hyperparameters", "seed", "imputation", "scaling", "encoding", "selection", "calibration", "imbalance")
    return {
        "features": [_feature(model, column) for column in model.columns],
        "engineered": bool(plan.engineered),
        "classes": list(plan.classes),
        "positive_class": plan.positive_class,
        "model": {
            "family": plan.family,
            "title": family.title,
            "timed": _is_timed(model),
            **{name: getattr(plan, name) for name in chosen},
        },
        "importance": [asdict(entry) for entry in model.importance],
        "per_class": {
            name: {key: asdict(value) for key, value in entry.items()}
            for name, entry in model.evaluation.per_class.items()
        },
        "versions": model.versions,
        "onnx": exported.facts,
    }


def _is_timed(model: TrainedModel) -> bool:
    asked = getattr(model.pipeline[-1], "_timed", None)
    return bool(asked is not None and asked())


def _feature(model: TrainedModel, column: Any) -> dict[str, Any]:
    known = model.feature(column.name)
    return {**asdict(column), **{name: getattr(known, name, "") for name in ("label", "unit", "description")}}


def _examples(model: TrainedModel, rows: pd.DataFrame) -> dict[str, Any]:
    shown = _spread(rows[model.feature_names], _EXAMPLES)
    return {
        "classes": list(model.classes),
        "rows": as_rows(shown),
        "probabilities": model.probabilities(shown).tolist(),
    }


def _plan(model: TrainedModel) -> dict[str, Any]:
    """Return the plan as JSON; with tuning, besides what each search found."""
    plan = model.plan
    held = {**asdict(plan), "features": [asdict(column) for column in plan.features]}
    if plan.split is not None:
        held["split"] = {"folds": {str(name): int(fold) for name, fold in plan.split.folds.items()}}
    if plan.tuning is not None:
        found = found_settings(plan.hyperparameters, model.tuning)
        held["found"] = {str(fold): settings for fold, settings in found.items()}
    return held


def requirements() -> str:
    """Return the exact versions that ``predict.py`` and ``verify.py`` need: no library that trains."""
    return _pinned(_ANSWERING)


def training_requirements(model: TrainedModel) -> str:
    """Return what ``reproduce.py`` and ``model.joblib`` need besides: the exact versions that trained."""
    sampler = ("imbalanced-learn",) if model.plan.imbalance == "smote" else ()
    family = [name for name in get_family(model.plan.family).libraries if name not in _NOT_TRAINING]
    return f"-r requirements.txt\n{_pinned([*_TRAINING, *sampler, *family])}"


def _pinned(names: Sequence[str]) -> str:
    return "".join(f"{name}=={found}\n" for name in names if (found := _version(name)))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _exported_files(exported: Exported) -> dict[str, bytes]:
    if exported.form is None or exported.onnx is None:
        return {}
    return {"form.json": _json(exported.form), "model.onnx": exported.onnx}


def _table_file(table: LabelledTable) -> dict[str, bytes]:
    """Return the decided rows with class, host, object and flags as Parquet; nothing where that is too large."""
    held = {"row class": table.target, "row host": table.hosts, "row object": table.objects}
    if table.flags is not None:
        held["row flags"] = table.flags
    frame = pd.concat([table.features, pd.DataFrame(held)], axis=1)[table.target.notna().to_numpy()]
    buffer = io.BytesIO()
    frame.reset_index(drop=True).to_parquet(buffer, compression="zstd", index=False)
    found = buffer.getvalue()
    return {"training.parquet": found} if len(found) <= MOST_TABLE_BYTES else {}


def _scripts() -> dict[str, bytes]:
    folder = Path(runtime.__file__).parent
    return {name: (folder / name).read_bytes() for name in _SCRIPTS}


def _source() -> dict[str, bytes]:
    """Return the code that trains, without the shipped tables of objects."""
    folder = Path(str(ML.__file__)).parent
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _DATA and "snapshots" not in path.parts)
    return {f"source/ML/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
