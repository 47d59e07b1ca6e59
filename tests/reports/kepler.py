"""Kepler DR25 as the reports use it: default columns, host folds of seed 42, encoded once for each fold."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.choices import ENGINEERED
from ML.classifiers import get_family
from ML.classifiers.estimators import build_estimator, limit_threads
from ML.classifiers.fitting import fit_with_progress
from ML.preprocessing import build_pipeline
from ML.splitting import Fold, grouped_folds
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable, TrainingRows, training_rows

SEED = 42
TASKS = ("binary", "three_class")


class Encoded(NamedTuple):
    """Rows of one fold as a classifier sees them, and the hosts of those to fit on."""

    X: np.ndarray
    y: np.ndarray
    hosts: np.ndarray
    X_new: np.ndarray
    y_new: np.ndarray


def table(task: str) -> LabelledTable:
    """Return the bundled catalogue with the labels of a task."""
    catalogue, frame = get_catalogue("kepler"), load_snapshot(find_snapshot("kepler", None))
    target = catalogue.tasks[task].label(frame[catalogue.target_column])
    return LabelledTable(frame, target, frame[catalogue.host_column], frame[catalogue.object_column])


def plan(task: str, family: str = "lightgbm", **changes: Any) -> TrainingPlan:
    """Return the plan that a person gets who changes nothing."""
    catalogue = get_catalogue("kepler")
    features = tuple(catalogue.column(name) for name in catalogue.presets["default"])
    chosen, settings = catalogue.tasks[task], {"seed": SEED, "engineered": ENGINEERED, **changes}
    return TrainingPlan(features, tuple(chosen.classes), chosen.positive_class, family, **settings)


@cache
def rows(task: str) -> TrainingRows:
    """Return the decided rows of a task."""
    return training_rows(table(task), plan(task))


@cache
def outer_folds(task: str) -> list[Fold]:
    """Return the five folds on which every number is reported."""
    held = rows(task)
    names = np.array(plan(task).classes, dtype=object)[held.y].astype(str)
    return grouped_folds(names, held.hosts, seed=SEED)


@cache
def inner_folds(task: str, parts: int = 3) -> list[Fold]:
    """Return folds of the first outer fold's training rows: its validated rows are never seen."""
    train, _ = outer_folds(task)[0]
    held = rows(task)
    inner = grouped_folds(held.y[train].astype(str), held.hosts[train], folds=parts, seed=SEED)
    return [(train[fit], train[test]) for fit, test in inner]


@cache
def encoded(task: str, fit: tuple[int, ...], test: tuple[int, ...], scaled: bool) -> Encoded:
    """Encode rows by a pipeline that has seen those to fit on alone."""
    held, fit_rows, new_rows = rows(task), np.array(fit), np.array(test)
    family = "logistic_regression" if scaled else "lightgbm"
    steps = build_pipeline(held.features, family, {}, seed=SEED, n_threads=1)[:-1]
    X = steps.fit_transform(held.X.iloc[fit_rows])
    X_new = steps.transform(held.X.iloc[new_rows])
    return Encoded(X, held.y[fit_rows], held.hosts[fit_rows], X_new, held.y[new_rows])


def encode(task: str, fold: Fold, family: str) -> Encoded:
    """Encode a fold as a family needs it."""
    fit, test = fold
    return encoded(task, tuple(fit.tolist()), tuple(test.tolist()), get_family(family).scaled)


def fit(family: str, params: dict[str, Any], data: Encoded, seed: int = SEED, n_threads: int = 2) -> Any:
    """Fit a family on encoded rows."""
    estimator = build_estimator(family, params, seed, n_threads)
    fit_with_progress(estimator, data.X, data.y, None, lambda completed, total: None, data.hosts)
    limit_threads(estimator, 1)
    return estimator
