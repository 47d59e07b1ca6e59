"""A made-up catalogue whose truth is known, and small models trained on it once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import Column, Role
from ML.classifiers import get_family
from ML.trained_model import TrainedModel, TrainingPlan
from ML.training_rows import LabelledTable

SMALL: dict[str, dict[str, Any]] = {
    "lightgbm": {"n_estimators": 30},
    "xgboost": {"n_estimators": 30},
    "random_forest": {"n_estimators": 25, "max_depth": 6},
    "logistic_regression": {},
    "catboost": {"n_estimators": 30, "depth": 3},
    "hist_gradient_boosting": {"n_estimators": 30},
    "gradient_boosting": {"n_estimators": 30},
    "adaboost": {"n_estimators": 30},
    "extra_trees": {"n_estimators": 25, "max_depth": 6},
    "svm": {"folds": 3},
    "ensemble": {
        **dict.fromkeys(get_family("ensemble").members, False),
        **dict.fromkeys(("xgboost", "decision_tree", "logistic_regression"), True),
        "folds": 2,
    },
    "auto": {"max_members": 2, "folds": 2},
    "mlp": {"epochs": 60, "hidden_units": 12, "batch_size": 32, "learning_rate": 0.01},
}
CLASSES = {2: ("FALSE POSITIVE", "PLANET"), 3: ("CANDIDATE", "FALSE POSITIVE", "PLANET")}


def make_column(name: str, kind: str = "number", unit: str = "", canonical: str = "") -> Column:
    words = (name, name.replace("_", " "), unit, "A made-up measurement.", Role.FEATURE)
    return Column(*words, kind=kind, canonical=canonical)


COLUMNS = (
    make_column("depth", unit="ppm"),
    make_column("period", unit="days"),
    make_column("noise"),
    make_column("spectral_type", kind="category"),
)


def make_table(n_classes: int = 2, n_rows: int = 240, seed: int = 0) -> LabelledTable:
    """Classes depend on depth and spectral type; about two rows share a host; some cells are empty."""
    rng = np.random.default_rng(seed)
    features = pd.DataFrame(
        {
            "depth": rng.lognormal(5, 1, n_rows),
            "period": rng.lognormal(2, 1, n_rows),
            "noise": rng.normal(size=n_rows),
            "spectral_type": rng.choice(["F", "G", "K"], n_rows),
        }
    )
    score = 2 * np.log(features.depth) + (features.spectral_type == "G") + 0.3 * rng.normal(size=n_rows)
    codes = np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))
    features.loc[rng.random(n_rows) < 0.1, "depth"] = np.nan
    features.loc[rng.random(n_rows) < 0.1, "spectral_type"] = None
    return LabelledTable(
        features=features,
        target=pd.Series(np.array(CLASSES[n_classes], dtype=object)[codes]),
        hosts=pd.Series(rng.integers(n_rows // 2, size=n_rows)),
        objects=pd.Series([f"K{row:05d}.01" for row in range(n_rows)]),
        flags=pd.Series(codes == 0),
    )


def make_plan(family: str = "lightgbm", n_classes: int = 2, **changes: Any) -> TrainingPlan:
    facts: dict[str, Any] = {
        "features": COLUMNS,
        "classes": CLASSES[n_classes],
        "positive_class": "PLANET" if n_classes == 2 else None,
        "family": family,
        "hyperparameters": SMALL.get(family, {}),
        "folds": 3,
    }
    return TrainingPlan(**{**facts, **changes})


@cache
def _trained(family: str, n_classes: int) -> TrainedModel:
    from ML.training import train

    return train(make_table(n_classes), make_plan(family, n_classes))


@pytest.fixture
def table() -> Callable[..., LabelledTable]:
    return make_table


@pytest.fixture
def plan() -> Callable[..., TrainingPlan]:
    return make_plan


@pytest.fixture
def column() -> Callable[..., Column]:
    return make_column


@pytest.fixture
def trained() -> Callable[[str, int], TrainedModel]:
    """A small model of a family and a number of classes, trained once for all tests: do not change it."""
    return _trained
