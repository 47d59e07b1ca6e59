"""Training: validate in folds, fit on all decided rows, measure what each column contributes."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from sklearn.pipeline import Pipeline

from ML.classifiers import get_family
from ML.classifiers.contributions import attribute, background_rows
from ML.cross_validation import (
    NO_STORE,
    CrossValidation,
    FoldStore,
    Tuner,
    check_tuner,
    completed_plan,
    count_units,
    fit_rows,
    new_pipeline,
    one_blas_thread,
    settle,
    validate_rows,
)
from ML.partial import keep_rows
from ML.preprocessing import dropped_columns, input_columns, prepared_probabilities, sum_by_origin
from ML.progress import ProgressCallback, ignore_progress
from ML.results import FeatureImportance, Warnings, remark
from ML.trained_model import TrainedModel, TrainingPlan
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows

__all__ = ["FoldStore", "LabelledTable", "TrainedModel", "TrainingPlan", "train"]

_IMPORTANCE_REPORTS = 20


def train(
    table: LabelledTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    tuner: Tuner | None = None,
) -> TrainedModel:
    """Train and validate a classifier.

    Parameters
    ----------
    table : LabelledTable
        Objects with classes; undecided ones are left aside.
    plan : TrainingPlan
        What was chosen.
    on_progress : callable
        Told the counts of the phases ``"folds"``, ``"final_fit"`` and ``"importance"``; may raise to stop, and what
        it raises comes out unchanged.
    fold_store : FoldStore or None
        Finished folds; those it holds are not fitted again.
    tuner : Tuner or None
        Searches for hyperparameters, in every fold and for the final fit, for plans with ``tuning``.

    Returns
    -------
    TrainedModel

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the table cannot be used; the message names the remedy.
    """
    complete = completed_plan(plan)
    check_tuner(complete, tuner)
    rows = training_rows(table, complete)
    with one_blas_thread():
        return _Training(rows, complete, TrainingProgress(on_progress), fold_store or NO_STORE, tuner).run()


@dataclass
class _Training:
    rows: TrainingRows
    plan: TrainingPlan
    progress: TrainingProgress
    store: FoldStore
    tuner: Tuner | None = None

    def run(self) -> TrainedModel:
        validated = validate_rows(self.rows, self.plan, self.progress, self.store, tuner=self.tuner)
        pipeline, prepared = self.fit_finally(validated)
        background = background_rows(pipeline[-1], prepared, self.plan.seed)
        importance = self.importance(pipeline, prepared, background)
        return TrainedModel(
            plan=self.plan,
            pipeline=pipeline,
            columns=self.rows.columns(),
            evaluation=validated.evaluation,
            importance=importance,
            out_of_fold=validated.out_of_fold(),
            background=background,
            data_hash=self.rows.data_hash(),
            split_hash=validated.split_hash,
            versions=_versions(self.plan),
            fit_facts=self.progress.facts(self.plan.n_threads),
            warnings=validated.warnings,
            tuning=validated.tuning,
            reserve=keep_rows(self.rows, validated.fold_number, self.plan.seed),
        )

    def fit_finally(self, validated: CrossValidation) -> tuple[Pipeline, np.ndarray]:
        """Fit on every decided row, with the settings that a tuner finds on all of them."""
        total, unit = count_units(self.rows, self.plan)
        self.progress.begin("final_fit", total, unit, "Fitting on all decided rows")
        everyone, on_step = np.arange(len(self.rows.y)), self.progress.counting_from(0)
        self.plan, facts = settle(self.rows, self.plan, everyone, self.tuner, on_step, self.store)
        validated.tuning.extend(facts)
        pipeline = new_pipeline(self.rows, self.plan)
        steps = self.progress.still_working if facts else on_step
        prepared = fit_rows(pipeline, self.rows, self.plan, everyone, steps, validated.warnings)
        self.progress.reach(total)
        validated.warnings.extend(_dropped(pipeline))
        return pipeline, prepared

    def importance(self, pipeline: Pipeline, prepared: np.ndarray, background: np.ndarray) -> list[FeatureImportance]:
        """Average absolute contributions to the predicted class over a seeded sample of rows."""
        rng = np.random.default_rng(self.plan.seed)
        sample = rng.permutation(len(prepared))[: get_family(self.plan.family).importance_rows]
        self.progress.begin("importance", len(sample), "rows", "Measuring what each column contributes")
        total = np.zeros(len(input_columns(pipeline)))
        size = max(1, len(sample) // _IMPORTANCE_REPORTS)
        for start in range(0, len(sample), size):
            rows = prepared[sample[start : start + size]]
            chosen = prepared_probabilities(pipeline, rows).argmax(axis=1)
            parts = attribute(pipeline[-1], rows, chosen, background).values
            total += np.abs(sum_by_origin(pipeline, parts)).sum(axis=0)
            self.progress.reach(start + len(rows))
        return _ranked(input_columns(pipeline), total / len(sample))


def _dropped(pipeline: Pipeline) -> Warnings:
    """Name the columns of which selection has left nothing in the final fit."""
    names = dropped_columns(pipeline)
    text = f"Selection dropped {len(names)} of {len(input_columns(pipeline))} columns: {', '.join(names)}."
    return [remark("columns_dropped", text)] if names else []


def _ranked(names: list[str], means: np.ndarray) -> list[FeatureImportance]:
    whole = means.sum() or 1.0
    order = np.argsort(-means, kind="stable")
    return [FeatureImportance(names[k], float(means[k]), float(means[k] / whole)) for k in order]


def _versions(plan: TrainingPlan) -> dict[str, str]:
    """Versions of what the numbers depend on."""
    sampler = ("imbalanced-learn",) if plan.imbalance == "smote" else ()
    libraries = ("scikit-learn", "numpy", "scipy", "pandas", *sampler, *get_family(plan.family).libraries)
    return {"python": platform.python_version(), **_held(libraries)}


def _held(libraries: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in libraries:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
