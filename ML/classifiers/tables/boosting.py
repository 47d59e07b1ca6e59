"""Families of boosted trees that bring a library of their own."""

from __future__ import annotations

from ML.classifiers.costs import CostLaw
from ML.classifiers.schema import Family, Hyperparameter
from ML.classifiers.search import log, log_whole, one_of, uniform, whole
from ML.classifiers.tables.settings import (
    boosted_trees,
    columns_per_split,
    columns_per_tree,
    depth,
    l2_penalty,
    learning_rate,
    leaves,
    rows_per_tree,
    smallest_leaf,
)

LIGHTGBM = Family(
    name="lightgbm",
    title="LightGBM",
    summary="Gradient-boosted trees that grow leaf by leaf: the most accurate family here for its cost.",
    pros=(
        "Highest accuracy on the Kepler table at default settings",
        "Trains in seconds to a minute on two cores",
        "Exact contributions for every prediction in milliseconds",
    ),
    cons=("Many settings; too many leaves overfit small tables", "Cannot extrapolate beyond the training range"),
    hyperparameters=(
        boosted_trees(600),
        learning_rate(0.04),
        leaves(15),
        smallest_leaf("min_child_samples", 8, search=log_whole(3, 100)),
        columns_per_tree("feature_fraction", 0.3),
        Hyperparameter(
            "extra_trees",
            "Random split points",
            "boolean",
            True,
            "Each question tries one random threshold per column instead of all of them: faster, and steadier on "
            "noisy columns.",
            search=one_of(False, True),
        ),
        l2_penalty("reg_lambda", 0.1),
    ),
    cost="seconds to a minute",
    cost_law=CostLaw(1.0, settings={"n_estimators": 1.0}),
    libraries=("lightgbm",),
    unit="iterations",
    takes_gaps=True,
    explained_in="log-odds",
    importance_rows=500,
    recommended=True,
)

XGBOOST = Family(
    name="xgboost",
    title="XGBoost",
    summary="Gradient-boosted trees that grow level by level: a close rival of LightGBM and a common reference.",
    pros=(
        "Accuracy close to LightGBM's",
        "Widely known, so results are easy to compare with published work",
        "Exact contributions for every prediction in milliseconds",
    ),
    cons=("Slower than LightGBM on wide tables", "Deep trees overfit small tables"),
    hyperparameters=(
        boosted_trees(400),
        learning_rate(0.05),
        depth(4, whole(2, 10)),
        Hyperparameter(
            "min_child_weight",
            "Smallest leaf weight",
            "number",
            1.0,
            "Least total weight of rows in one leaf. Raise it for small or noisy tables.",
            0.0,
            1000.0,
            search=log(0.1, 30.0),
        ),
        rows_per_tree(0.9),
        columns_per_tree("colsample_bytree", 0.3),
        l2_penalty("reg_lambda", 0.3),
    ),
    cost="seconds to a minute",
    cost_law=CostLaw(0.8, settings={"n_estimators": 1.0}),
    libraries=("xgboost", "xgboost-cpu"),
    unit="iterations",
    takes_gaps=True,
    explained_in="log-odds",
    importance_rows=500,
)

CATBOOST = Family(
    name="catboost",
    title="CatBoost",
    summary="Gradient-boosted symmetric trees, every level asking one question: accurate as it comes, with well-kept "
    "probabilities.",
    pros=(
        "Accurate and well calibrated with little tuning",
        "Symmetric trees overfit small tables less and predict fast",
        "Exact contributions for every prediction",
    ),
    cons=("Several times slower to train than LightGBM", "Large library and larger model files"),
    hyperparameters=(
        boosted_trees(600),
        learning_rate(0.05),
        Hyperparameter(
            "depth",
            "Depth of a tree",
            "integer",
            6,
            "How many questions each tree asks; it has two to this power end points, so time grows fast with it.",
            1,
            12,
            search=whole(3, 9),
        ),
        l2_penalty("l2_leaf_reg", 3.0),
        columns_per_split("colsample_bylevel", 0.3),
        Hyperparameter(
            "border_count",
            "Bins per column",
            "integer",
            64,
            "Into how many bins each column is cut. Fewer are faster and often steadier; more tell finer values apart.",
            8,
            254,
            search=log_whole(16, 254),
        ),
        Hyperparameter(
            "random_strength",
            "Noise on splits",
            "number",
            1.0,
            "How much chance takes part in choosing a question. More makes trees differ and overfit less.",
            0.0,
            20.0,
            search=uniform(0.0, 5.0),
        ),
    ),
    cost="seconds to minutes",
    cost_law=CostLaw(2.3, settings={"n_estimators": 1.0}),
    libraries=("catboost",),
    unit="iterations",
    takes_gaps=True,
    explained_in="log-odds",
    importance_rows=300,
)
