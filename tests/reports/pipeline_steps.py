"""What the steps around a classifier do on Kepler DR25: ``python -m tests.reports.pipeline_steps``.

Every arm is validated on the same five host-grouped folds of seed 42 as the default and compared with it on the same
rows, by a bootstrap over hosts. The three calibrations share their inner fits, which is what makes this affordable.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ML.calibration import fit_calibrator
from ML.classifiers.inner import inner_folds
from ML.comparison import paired_differences
from ML.cross_validation import CALIBRATION_FOLDS, completed_plan, fit_rows, new_pipeline, one_blas_thread
from ML.evaluation import point_metrics
from ML.trained_model import TrainingPlan
from tests.reports.kepler import SEED, outer_folds, plan, rows

CALIBRATIONS = ("sigmoid", "isotonic", "venn_abers")
ARMS: dict[str, dict[str, Any]] = {
    "imbalance: class_weight": {"imbalance": "class_weight"},
    "imbalance: smote": {"imbalance": "smote"},
    "selection: importance": {"selection": "importance"},
    "selection: l1": {"selection": "l1"},
    "selection: l2": {"selection": "l2"},
    "imputation: mean": {"imputation": "mean"},
    "imputation: indicator": {"imputation": "indicator"},
}
SCALINGS: dict[str, dict[str, Any]] = {
    "scaling: none": {"scaling": "none"},
    "scaling: standard": {"scaling": "standard"},
    "scaling: robust": {"scaling": "robust"},
}
SHOWN = ("accuracy", "balanced_accuracy", "macro_f1", "roc_auc", "log_loss", "brier", "ece")


def validated(task: str, chosen: TrainingPlan) -> tuple[np.ndarray, list[int]]:
    """Return out-of-fold probabilities, and how many columns the classifier saw in each fold."""
    held = rows(task)
    found, widths = np.zeros((len(held.y), len(chosen.classes))), []
    for train, test in outer_folds(task):
        pipeline = new_pipeline(held, chosen)
        prepared = fit_rows(pipeline, held, chosen, train, _ignore, [])
        found[test] = pipeline.predict_proba(held.X.iloc[test])
        widths.append(prepared.shape[1])
    return found, widths


def calibrated(task: str, chosen: TrainingPlan, raw: np.ndarray) -> dict[str, np.ndarray]:
    """Correct the default's probabilities in each fold, learned on inner host folds of its training rows."""
    held = rows(task)
    found = {method: np.zeros_like(raw) for method in CALIBRATIONS}
    for train, test in outer_folds(task):
        inner = np.zeros((len(train), raw.shape[1]))
        for fit, left in inner_folds(held.y[train], held.hosts[train], CALIBRATION_FOLDS, SEED):
            pipeline = new_pipeline(held, chosen)
            fit_rows(pipeline, held, chosen, train[fit], _ignore, [])
            inner[left] = pipeline.predict_proba(held.X.iloc[train[left]])
        for method in CALIBRATIONS:
            found[method][test] = fit_calibrator(method, inner, held.y[train]).calibrate(raw[test])
    return found


def _ignore(completed: int, total: int) -> None:
    """Report to nobody."""


def report(task: str, family: str, calibration_only: bool) -> dict[str, Any]:
    """Measure every arm of a family on a task, or its calibrations; each is printed as soon as it is there."""
    held, base = rows(task), completed_plan(plan(task, family))
    raw, widths = validated(task, base)
    found = {"default": measured(held, base, raw, raw, widths)}
    print(f"**{task}, {family}**\n\n{heading()}\n{line('default', found['default'])}", flush=True)
    for name, answers, columns in _arms(task, family, base, raw, widths, calibration_only):
        found[name] = measured(held, base, answers, raw, columns)
        print(line(name, found[name]), flush=True)
    print(flush=True)
    return found


def _arms(
    task: str, family: str, base: TrainingPlan, raw: np.ndarray, widths: list[int], calibration_only: bool
) -> Iterator[tuple[str, np.ndarray, list[int]]]:
    """Yield name, out-of-fold probabilities and columns of each arm but the default."""
    for method, found in calibrated(task, base, raw).items():
        yield f"calibration: {method}", found, widths
    others = {} if calibration_only else {**ARMS, **(SCALINGS if family == "logistic_regression" else {})}
    for name, changes in others.items():
        yield name, *validated(task, replace(base, **changes))


def measured(held: Any, base: TrainingPlan, found: np.ndarray, raw: np.ndarray, widths: list[int]) -> dict[str, Any]:
    """Metrics of an arm, its difference from the default with the interval, and the columns that it used."""
    metrics = point_metrics(held.y, found, base.classes, base.positive_class)
    facts: dict[str, Any] = {"columns": widths, "metrics": {name: metrics[name] for name in SHOWN}}
    if found is not raw:
        compared = paired_differences(
            held.y, found, raw, base.classes, base.positive_class, held.hosts, seed=SEED, on_step=lambda: None
        )
        facts["difference"] = {name: [compared[name].value, compared[name].low, compared[name].high] for name in SHOWN}
    return facts


def heading() -> str:
    """Return the head of a Markdown table."""
    return f"| | columns | {' | '.join(SHOWN)} |\n|---|---|{'---|' * len(SHOWN)}"


def line(name: str, arm: dict[str, Any]) -> str:
    """Return a row of the table; differences whose interval excludes 0 are bold."""
    columns = sorted(set(arm["columns"]))
    shown = f"{columns[0]}" if len(columns) == 1 else f"{columns[0]}–{columns[-1]}"
    return f"| {name} | {shown} | {' | '.join(_cell(metric, arm) for metric in SHOWN)} |"


def _cell(metric: str, arm: dict[str, Any]) -> str:
    value = f"{arm['metrics'][metric]:.4f}"
    if "difference" not in arm:
        return value
    difference, low, high = arm["difference"][metric]
    sure = low is not None and (low > 0 or high < 0)
    return f"{value} ({'**' if sure else ''}{difference:+.4f}{'**' if sure else ''})"


def main() -> None:
    """Measure and print; ``--out`` keeps the numbers as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", nargs="+", default=["binary", "three_class"])
    parser.add_argument("--families", nargs="+", default=["lightgbm", "logistic_regression"])
    parser.add_argument("--calibration-only", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    found: dict[str, Any] = {}
    with one_blas_thread():
        for task in asked.tasks:
            for family in asked.families:
                found[f"{task}, {family}"] = report(task, family, asked.calibration_only)
                if asked.out:
                    asked.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
