"""Families of boosted trees that scikit-learn brings."""

from __future__ import annotations

from ML.classifiers.costs import CostLaw
from ML.classifiers.schema import Family, Hyperparameter
from ML.classifiers.search import log, log_whole, whole
from ML.classifiers.tables.settings import (
    boosted_trees,
    columns_in_words,
    columns_per_split,
    depth,
    l2_penalty,
    learning_rate,
    leaves,
    rows_per_tree,
    smallest_leaf,
)

HIST_GRADIENT_BOOSTING = Family(
    name="hist_gradient_boosting",
    title="Histogram gradient boosting",
    summary="scikit-learn's own fast boosting on binned columns: close to LightGBM without another library.",
    pros=(
        "Accuracy close to LightGBM's, from scikit-learn alone",
        "Fast on large tables: columns are binned once",
        "Exact contributions for every prediction",
    ),
    cons=("Fewer ways to make trees differ than LightGBM", "Values beyond 255 bins of a column are not told apart"),
    hyperparameters=(
        boosted_trees(200),
        learning_rate(0.06),
        leaves(15),
        smallest_leaf("min_samples_leaf", 20, search=log_whole(3, 100)),
        columns_per_split("max_features", 0.3),
        l2_penalty("l2_regularization", 1.0),
    ),
    cost="seconds",
    cost_law=CostLaw(2.5, settings={"n_estimators": 1.0}),
    libraries=("shap",),
    unit="iterations",
    explained_in="log-odds",
    importance_rows=300,
)

GRADIENT_BOOSTING = Family(
    name="gradient_boosting",
    title="Gradient boosting",
    summary="The classic of Friedman (2001): exact splits on every value, one core, the reference of older papers.",
    pros=(
        "Exact split points, which helps on small tables",
        "The method that many published comparisons name",
        "Exact contributions for every prediction",
    ),
    cons=("Slow on large tables: it uses one core and sorts every column", "No advantage over the histogram methods"),
    hyperparameters=(
        boosted_trees(300),
        learning_rate(0.06),
        depth(4, whole(2, 8)),
        smallest_leaf("min_samples_leaf", 5),
        rows_per_tree(0.7),
        columns_per_split("max_features", 0.15),
    ),
    cost="seconds to a minute",
    cost_law=CostLaw(5.0, settings={"n_estimators": 1.0}),
    libraries=("shap",),
    unit="iterations",
    explained_in="log-odds",
    importance_rows=300,
)

ADABOOST = Family(
    name="adaboost",
    title="AdaBoost",
    summary="Small trees that vote, each trained on what the ones before got wrong; the votes are turned into "
    "probabilities on inner folds.",
    pros=(
        "Few settings, and hard to overfit on clean labels",
        "Of historical interest: the first boosting method",
        "Exact contributions for every prediction",
    ),
    cons=(
        "Wrong labels in the table get ever more weight",
        "Its own votes are no probabilities, so it is fitted again on inner folds to calibrate them",
    ),
    hyperparameters=(
        boosted_trees(200),
        learning_rate(0.5, log(0.05, 1.0)),
        depth(3, whole(1, 8)),
        columns_in_words("sqrt"),
        Hyperparameter(
            "folds",
            "Inner folds",
            "integer",
            3,
            "Parts of the training rows by which votes are turned into probabilities. More are surer and slower.",
            2,
            10,
        ),
    ),
    cost="seconds to a minute",
    cost_law=CostLaw(10.0, settings={"n_estimators": 1.0}),
    libraries=("shap",),
    unit="trees",
    explained_in="log-odds",
    importance_rows=300,
)
