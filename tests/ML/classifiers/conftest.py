"""Hyperparameters with which each family fits in a moment."""

from __future__ import annotations

from typing import Any

import pytest

from ML.classifiers import get_family

SMALL: dict[str, dict[str, Any]] = {
    "lightgbm": {"n_estimators": 25},
    "catboost": {"n_estimators": 25, "depth": 3},
    "xgboost": {"n_estimators": 25},
    "hist_gradient_boosting": {"n_estimators": 25},
    "gradient_boosting": {"n_estimators": 25},
    "adaboost": {"n_estimators": 25},
    "random_forest": {"n_estimators": 25},
    "extra_trees": {"n_estimators": 25},
    "decision_tree": {},
    "logistic_regression": {"max_iter": 300},
    "svm": {"folds": 3},
    "k_nearest_neighbours": {},
    "mlp": {"epochs": 6, "hidden_units": 8},
    "ensemble": {
        **dict.fromkeys(get_family("ensemble").members, False),
        **dict.fromkeys(("xgboost", "decision_tree", "logistic_regression"), True),
        "folds": 2,
    },
    "auto": {"max_members": 2, "folds": 2},
}


@pytest.fixture(scope="session")
def small() -> dict[str, dict[str, Any]]:
    return SMALL
