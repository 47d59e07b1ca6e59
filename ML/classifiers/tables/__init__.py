"""The model families and their settings as tables: a new family is an entry here and a builder in ``estimators``."""

from __future__ import annotations

from ML.classifiers.tables.auto import auto_of
from ML.classifiers.tables.boosting import CATBOOST, LIGHTGBM, XGBOOST
from ML.classifiers.tables.ensemble import ensemble_of
from ML.classifiers.tables.plain_boosting import ADABOOST, GRADIENT_BOOSTING, HIST_GRADIENT_BOOSTING
from ML.classifiers.tables.smooth import K_NEAREST_NEIGHBOURS, LOGISTIC_REGRESSION, MLP, SVM
from ML.classifiers.tables.trees import DECISION_TREE, EXTRA_TREES, RANDOM_FOREST

_SINGLE = (
    LIGHTGBM,
    CATBOOST,
    XGBOOST,
    HIST_GRADIENT_BOOSTING,
    GRADIENT_BOOSTING,
    ADABOOST,
    RANDOM_FOREST,
    EXTRA_TREES,
    DECISION_TREE,
    LOGISTIC_REGRESSION,
    SVM,
    K_NEAREST_NEIGHBOURS,
    MLP,
)

FAMILIES = (*_SINGLE, ensemble_of(_SINGLE), auto_of(_SINGLE))
