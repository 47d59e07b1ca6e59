"""The bench on which a search's trials are judged: inner folds of its training rows, grouped by host."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ML.classifiers.fitting import OnStep
from ML.cross_validation import completed_plan, fit_rows, new_pipeline, one_blas_thread
from ML.evaluation import point_metrics
from ML.splitting import Fold, grouped_folds, split_hash
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows
from ML.tuning.sampling import is_hopeless
from ML.tuning.trials import COMPLETE, FAILED, PRUNED, Trial

METRIC = "log_loss"
"""What a search makes small: a proper score, so that neither ranking nor probabilities are given up for the other."""

FEWEST_FOLDS = 2


@dataclass(frozen=True)
class Bench:
    """Training rows of one search, split once more.

    Attributes
    ----------
    rows : TrainingRows
        All decided rows.
    plan : TrainingPlan
        The plan with the settings as chosen, uncalibrated: each trial would be fitted six times for a correction that
        the settings which are kept get afterwards.
    folds : list of (ndarray, ndarray)
        Positions in ``rows`` of the training and the validation rows of each inner fold.
    split_hash : str
        Hash of which object is validated in which inner fold; equal ones mean that trials compare.
    """

    rows: TrainingRows
    plan: TrainingPlan
    folds: list[Fold]
    split_hash: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging a trial came to; the fields are those of ``Trial``."""

    state: str
    scores: tuple[float, ...]
    seconds: float
    error: str = ""

    @property
    def value(self) -> float | None:
        """Mean log-loss of the inner folds that were judged."""
        return float(np.mean(self.scores)) if self.scores else None


def bench_of(rows: TrainingRows, plan: TrainingPlan, chosen: np.ndarray) -> Bench:
    """Split the rows at the positions ``chosen`` into inner folds.

    Raises
    ------
    UntrainableTableError
        A class has one host only.
    """
    assert plan.tuning is not None  # noqa: S101 - whoever tunes has a plan for it
    names = np.array(plan.classes, dtype=object)[rows.y[chosen]].astype(str)
    units = rows.hosts[chosen] if plan.group_by_host else np.arange(len(chosen))
    fewest = int(pd.Series(units).groupby(names).nunique().min())
    parts = grouped_folds(
        names,
        rows.hosts[chosen],
        folds=max(FEWEST_FOLDS, min(plan.tuning.folds, fewest)),
        group_by_host=plan.group_by_host,
        seed=plan.seed,
    )
    number = np.zeros(len(chosen), dtype=int)
    for fold, (_, validated) in enumerate(parts, start=1):
        number[validated] = fold
    positions = [(chosen[train], chosen[validated]) for train, validated in parts]
    return Bench(rows, replace(plan, calibration="none"), positions, split_hash(rows.objects[chosen], number.tolist()))


def judge(bench: Bench, settings: Mapping[str, Any], peers: Sequence[Trial], on_step: Callable[[], None]) -> Judged:
    """Judge settings on the inner folds, one after another, and give up where they are hopeless.

    Parameters
    ----------
    bench : Bench
    settings : mapping
        The searched hyperparameters.
    peers : sequence of Trial
        Complete trials that it is held against.
    on_step : callable
        Called often from inside the fits; what it raises comes out unchanged. Any other fault makes the trial fail.
    """
    started, step, scores = time.perf_counter(), _Step(on_step), []
    state, error = COMPLETE, ""
    try:
        for fold in bench.folds:
            scores.append(_score(bench, settings, fold, step))
            if is_hopeless(scores, len(bench.folds), peers):
                state = PRUNED
                break
    except Exception as fault:
        if step.raised is not None:
            raise step.raised from None
        state, error = FAILED, f"{type(fault).__name__}: {fault}"
    return Judged(state, tuple(scores), round(time.perf_counter() - started, 3), error)


def _score(bench: Bench, settings: Mapping[str, Any], fold: Fold, on_step: OnStep) -> float:
    train, validated = fold
    rows, plan = (
        bench.rows,
        completed_plan(replace(bench.plan, hyperparameters={**bench.plan.hyperparameters, **settings})),
    )
    with one_blas_thread():
        pipeline = new_pipeline(rows, plan)
        fit_rows(pipeline, rows, plan, train, on_step, [])
        answers = np.asarray(pipeline.predict_proba(rows.X.iloc[validated]), dtype=float)
    loss = point_metrics(rows.y[validated], answers, plan.classes, plan.positive_class)[METRIC]
    if loss is None or not np.isfinite(loss):
        raise ValueError(f"the log-loss of these settings is {loss}")
    return float(loss)


class _Step:
    """Remembers what a step raised: a wish to stop is no fault of the settings."""

    def __init__(self, on_step: Callable[[], None]) -> None:
        self._on_step = on_step
        self.raised: BaseException | None = None

    def __call__(self, *_: int) -> None:
        try:
            self._on_step()
        except BaseException as wish:
            self.raised = wish
            raise
