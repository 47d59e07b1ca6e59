"""A small model of some of the columns: quick to fit, validated in the folds of the model that it stands in for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ML.cross_validation import completed_plan, fit_rows, new_pipeline, one_blas_thread
from ML.evaluation import point_metrics
from ML.partial.reserve import TrainingReserve
from ML.results import Estimate, Evaluation, FitFacts, Warnings
from ML.trained_model import TrainedModel, TrainingPlan, probability_columns
from ML.training_rows import TrainingRows

FAMILY = "lightgbm"
SETTINGS = {"n_estimators": 100, "num_leaves": 15, "learning_rate": 0.08}
"""Family and settings of reduced models: a fit takes a tenth of a second, whatever family the whole model is of."""

_WEIGHTED = ("class_weight", "cost")


def can_reduce(model: TrainedModel) -> bool:
    """Tell whether a model carries rows of every class to fit on, in every fold."""
    reserve = model.reserve
    if reserve is None or not (reserve.fold > 0).any():
        return False
    sides = [reserve.fold != number for number in _folds(reserve)]
    return all(len(np.unique(reserve.y[side])) == len(model.classes) for side in sides)


def reduced_plan(model: TrainedModel, fields: Sequence[str]) -> TrainingPlan:
    """Return the plan of a model of some of the columns, in the order of the whole model's."""
    known = {column.name: column for column in model.plan.features}
    wanted = set(fields)
    return completed_plan(
        replace(
            model.plan,
            features=tuple(known[name] for name in model.feature_names if name in wanted),
            family=FAMILY,
            hyperparameters=SETTINGS,
            imbalance=model.plan.imbalance if model.plan.imbalance in _WEIGHTED else "none",
            selection="none",
            calibration="none",
            tuning=None,
            split=None,
            n_threads=1,
        )
    )


def reduced_model(model: TrainedModel, fields: Sequence[str]) -> TrainedModel:
    """Fit a model of some of the columns on the rows that the whole model carries along.

    Parameters
    ----------
    model : TrainedModel
        For which :func:`can_reduce` holds.
    fields : sequence of str
        At least one of its columns.

    Returns
    -------
    TrainedModel
        With out-of-fold answers of its own, so that its intervals are as wide as it deserves; without importance.
    """
    began, cpu = time.perf_counter(), time.process_time()
    plan, reserve = reduced_plan(model, fields), _reserve(model)
    rows = reserve.rows_of(plan.features)
    remarks: Warnings = []
    with one_blas_thread():
        answers = _out_of_fold(rows, plan, reserve, remarks)
        pipeline = new_pipeline(rows, plan)
        prepared = fit_rows(pipeline, rows, plan, np.arange(len(rows.y)), _no_step, remarks)
    return TrainedModel(
        plan=plan,
        pipeline=pipeline,
        columns=rows.columns(),
        evaluation=_evaluation(answers, rows, plan, reserve),
        importance=[],
        out_of_fold=_table(answers, rows, plan, reserve),
        background=prepared[:0],
        data_hash=model.data_hash,
        split_hash=model.split_hash,
        versions=model.versions,
        fit_facts=FitFacts(time.perf_counter() - began, time.process_time() - cpu, 0.0, 1),
        warnings=remarks,
        domain=model.domain,
    )


def reduced_log_loss(model: TrainedModel, fields: Sequence[str]) -> tuple[float, float]:
    """Log-loss and accuracy on held-out rows of a model of some of the columns."""
    plan, reserve = reduced_plan(model, fields), _reserve(model)
    rows = reserve.rows_of(plan.features)
    with one_blas_thread():
        metrics = _metrics(_out_of_fold(rows, plan, reserve, []), rows, plan, reserve)
    return float(metrics["log_loss"] or 0.0), float(metrics["accuracy"] or 0.0)


def _reserve(model: TrainedModel) -> TrainingReserve:
    assert model.reserve is not None, "can_reduce was not asked"  # noqa: S101
    return model.reserve


def _folds(reserve: TrainingReserve) -> list[int]:
    return [int(number) for number in np.unique(reserve.fold) if number > 0]


def _out_of_fold(rows: TrainingRows, plan: TrainingPlan, reserve: TrainingReserve, remarks: Warnings) -> np.ndarray:
    """Probabilities of shape (n_rows, n_classes); NaN for rows that are only trained on."""
    answers = np.full((len(rows.y), len(plan.classes)), np.nan)
    for number in _folds(reserve):
        tested = reserve.fold == number
        pipeline = new_pipeline(rows, plan)
        fit_rows(pipeline, rows, plan, np.flatnonzero(~tested), _no_step, remarks)
        answers[tested] = pipeline.predict_proba(rows.X[tested])
    return answers


def _metrics(
    answers: np.ndarray, rows: TrainingRows, plan: TrainingPlan, reserve: TrainingReserve
) -> dict[str, float | None]:
    tested = reserve.fold > 0
    return point_metrics(rows.y[tested], answers[tested], plan.classes, plan.positive_class)


def _evaluation(answers: np.ndarray, rows: TrainingRows, plan: TrainingPlan, reserve: TrainingReserve) -> Evaluation:
    metrics = {name: Estimate(value) for name, value in _metrics(answers, rows, plan, reserve).items()}
    return Evaluation(metrics, {}, {}, plan.classes, [], {}, ())


def _table(answers: np.ndarray, rows: TrainingRows, plan: TrainingPlan, reserve: TrainingReserve) -> pd.DataFrame:
    tested = reserve.fold > 0
    truth = np.array(plan.classes, dtype=object)[rows.y[tested]]
    scores = dict(zip(probability_columns(plan.classes), answers[tested].T, strict=True))
    return pd.DataFrame({"truth": truth, "fold": reserve.fold[tested], **scores})


def _no_step(completed: int, total: int) -> None:
    """Count nothing: a fit takes a tenth of a second."""
