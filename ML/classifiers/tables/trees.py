"""Families of independent trees: forests, and a single tree."""

from __future__ import annotations

from ML.classifiers.costs import CostLaw
from ML.classifiers.schema import Family, Hyperparameter
from ML.classifiers.search import log_whole, one_of, whole
from ML.classifiers.tables.settings import columns_in_words, depth_limit, smallest_leaf, voting_trees

_FOREST_DEPTH = (
    "How many questions in a row one tree may ask. 0 means no limit: slightly sharper, but larger and much slower "
    "to explain."
)

RANDOM_FOREST = Family(
    name="random_forest",
    title="Random forest",
    summary="Many independent trees that vote: hard to get wrong, and a sound first reference.",
    pros=(
        "Good results with hardly any tuning",
        "Does not care about the scale of the columns or about outliers",
        "Steady: more trees never make it overfit more",
    ),
    cons=("Somewhat less accurate than boosting", "Large files and slower explanations", "Shy, averaged probabilities"),
    hyperparameters=(
        voting_trees(150),
        depth_limit(20, _FOREST_DEPTH),
        smallest_leaf("min_samples_leaf", 1, 500, log_whole(1, 50)),
        columns_in_words("sqrt"),
    ),
    cost="seconds",
    cost_law=CostLaw(4.0, settings={"n_estimators": 1.0}),
    libraries=("shap",),
    unit="trees",
    explained_in="probability",
    importance_rows=200,
)

EXTRA_TREES = Family(
    name="extra_trees",
    title="Extra trees",
    summary="A forest whose trees split at random values: faster to grow than a random forest, and often as good.",
    pros=(
        "Fast: it draws thresholds instead of searching them",
        "Averages noise away on columns with measurement errors",
        "Good results with hardly any tuning",
    ),
    cons=("Deep trees: large files and slower explanations", "Columns without information dilute its questions"),
    hyperparameters=(
        voting_trees(200),
        depth_limit(20, _FOREST_DEPTH),
        smallest_leaf("min_samples_leaf", 1, 500, log_whole(1, 50)),
        columns_in_words("half"),
    ),
    cost="seconds",
    cost_law=CostLaw(3.0, settings={"n_estimators": 1.0}),
    libraries=("shap",),
    unit="trees",
    explained_in="probability",
    importance_rows=200,
)

DECISION_TREE = Family(
    name="decision_tree",
    title="Decision tree",
    summary="One tree of yes-or-no questions: it can be drawn and read, and shows how far simple rules carry.",
    pros=("Every decision is a short list of thresholds", "Trains in a moment", "Exact contributions"),
    cons=("Clearly less accurate than many trees", "Small changes of the table change the whole tree"),
    hyperparameters=(
        depth_limit(6, "How many questions in a row the tree may ask. 0 means no limit.", whole(2, 16)),
        smallest_leaf("min_samples_leaf", 15, 1000, log_whole(1, 200)),
        Hyperparameter(
            "criterion",
            "Quality of a split",
            "string",
            "entropy",
            "How a question is judged: by entropy (information gained) or by Gini impurity (chance of a wrong guess).",
            choices=("entropy", "gini"),
            search=one_of("entropy", "gini"),
        ),
        Hyperparameter(
            "ccp_alpha",
            "Pruning",
            "number",
            0.0,
            "Branches that gain less than this are cut after growing. Raise it for a smaller tree.",
            0.0,
            1.0,
        ),
    ),
    cost="a second",
    cost_law=CostLaw(0.2),
    libraries=("shap",),
    unit="trees",
    explained_in="probability",
    importance_rows=500,
)
