"""The model families and their settings as a table: a new family is a row here and a builder in ``estimators``."""

from __future__ import annotations

from ML.classifiers.schema import Family, Hyperparameter

_LIGHTGBM = Family(
    name="lightgbm",
    title="LightGBM",
    summary="Gradient-boosted trees that grow leaf by leaf: the most accurate family here for its cost.",
    pros=(
        "Highest accuracy on the Kepler table at default settings",
        "Trains in seconds to a minute on two cores",
        "Exact contributions for every prediction in milliseconds",
    ),
    cons=(
        "Many settings; too many leaves overfit small tables",
        "Cannot extrapolate beyond the training range",
    ),
    hyperparameters=(
        Hyperparameter(
            "n_estimators",
            "Trees",
            "integer",
            700,
            "How many trees are added one after another. More "
            "trees fit finer detail and take longer; lower the learning rate when you raise this.",
            10,
            5000,
        ),
        Hyperparameter(
            "learning_rate",
            "Learning rate",
            "number",
            0.05,
            "How much each new tree may correct the ones before it. Smaller is steadier but needs more trees.",
            0.001,
            1.0,
        ),
        Hyperparameter(
            "num_leaves",
            "Leaves per tree",
            "integer",
            31,
            "How many end points one tree may have. More leaves catch finer patterns and overfit sooner.",
            2,
            512,
        ),
        Hyperparameter(
            "min_child_samples",
            "Smallest leaf",
            "integer",
            20,
            "Fewest training rows in one leaf. Raise it for small or noisy tables.",
            1,
            1000,
        ),
        Hyperparameter(
            "feature_fraction",
            "Columns per tree",
            "number",
            0.3,
            "Share of the columns that each tree may look at. Below 1 makes trees differ and is faster.",
            0.05,
            1.0,
        ),
        Hyperparameter(
            "extra_trees",
            "Random split points",
            "boolean",
            True,
            "Each question tries one random threshold per column instead of all of them: faster, and steadier on "
            "noisy columns.",
        ),
        Hyperparameter(
            "reg_lambda",
            "L2 penalty",
            "number",
            1.0,
            "Pulls leaf values towards zero. Raise it against overfitting.",
            0.0,
            1000.0,
        ),
    ),
    cost="seconds to a minute",
    unit="iterations",
    explained_in="log-odds",
    importance_rows=500,
    recommended=True,
)

_XGBOOST = Family(
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
        Hyperparameter(
            "n_estimators",
            "Trees",
            "integer",
            300,
            "How many trees are added one after another. More "
            "trees fit finer detail and take longer; lower the learning rate when you raise this.",
            10,
            5000,
        ),
        Hyperparameter(
            "learning_rate",
            "Learning rate",
            "number",
            0.08,
            "How much each new tree may correct the ones before it. Smaller is steadier but needs more trees.",
            0.001,
            1.0,
        ),
        Hyperparameter(
            "max_depth",
            "Depth of a tree",
            "integer",
            5,
            "How many questions in a row one tree may ask. "
            "Deeper trees catch combinations of columns and overfit sooner.",
            1,
            16,
        ),
        Hyperparameter(
            "min_child_weight",
            "Smallest leaf weight",
            "number",
            1.0,
            "Least total weight of rows in one leaf. Raise it for small or noisy tables.",
            0.0,
            1000.0,
        ),
        Hyperparameter(
            "subsample",
            "Rows per tree",
            "number",
            0.9,
            "Share of the rows that each tree sees. Below 1 makes trees differ.",
            0.1,
            1.0,
        ),
        Hyperparameter(
            "colsample_bytree",
            "Columns per tree",
            "number",
            0.3,
            "Share of the columns that each tree may look at. Below 1 makes trees differ and is faster.",
            0.05,
            1.0,
        ),
        Hyperparameter(
            "reg_lambda",
            "L2 penalty",
            "number",
            1.0,
            "Pulls leaf values towards zero. Raise it against overfitting.",
            0.0,
            1000.0,
        ),
    ),
    cost="seconds to a minute",
    unit="iterations",
    explained_in="log-odds",
    importance_rows=500,
)

_RANDOM_FOREST = Family(
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
        Hyperparameter(
            "n_estimators",
            "Trees",
            "integer",
            150,
            "How many trees vote. More trees are steadier, with diminishing returns, and make the model larger.",
            10,
            1000,
        ),
        Hyperparameter(
            "max_depth",
            "Depth limit",
            "integer",
            20,
            "How many questions in a row one tree may ask. 0 "
            "means no limit: slightly sharper, but larger and much slower to explain.",
            0,
            64,
        ),
        Hyperparameter(
            "min_samples_leaf",
            "Smallest leaf",
            "integer",
            1,
            "Fewest training rows in one leaf. Raise it for small or noisy tables.",
            1,
            500,
        ),
        Hyperparameter(
            "max_features",
            "Columns per split",
            "string",
            "sqrt",
            "How many columns each question may "
            "choose from: the square root of their number, its logarithm, or all of them.",
            choices=("sqrt", "log2", "all"),
        ),
    ),
    cost="seconds",
    unit="trees",
    explained_in="probability",
    importance_rows=200,
)

_LOGISTIC_REGRESSION = Family(
    name="logistic_regression",
    title="Logistic regression",
    summary="A weighted sum of the columns turned into a probability: the simplest model, and the easiest to read.",
    pros=("Each column has one weight that can be read", "Trains in a second or two", "Well-calibrated probabilities"),
    cons=("Sees no combinations or thresholds unless columns express them", "Clearly less accurate than trees"),
    hyperparameters=(
        Hyperparameter(
            "C",
            "Freedom of the weights",
            "number",
            1.0,
            "How far weights may move from zero. Lower it against overfitting, raise it for large tables.",
            0.0001,
            10000.0,
        ),
        Hyperparameter(
            "max_iter",
            "Most iterations",
            "integer",
            1000,
            "When to give up looking for better weights. A warning tells when this was too few.",
            10,
            10000,
        ),
    ),
    cost="seconds",
    unit="iterations",
    explained_in="log-odds",
    importance_rows=500,
    scaled=True,
)

_MLP = Family(
    name="mlp",
    title="Neural network (MLP)",
    summary="A small fully connected network: smooth decision boundaries, for comparison with the trees.",
    pros=("Smooth answers between neighbouring values", "Catches combinations of columns without trees"),
    cons=(
        "Sensitive to settings and to the scale of the columns (scaled here for you)",
        "Explanations are sampled, so slower than for trees",
        "Tends to be too sure of itself",
    ),
    hyperparameters=(
        Hyperparameter(
            "hidden_layers",
            "Hidden layers",
            "integer",
            1,
            "How many layers lie between the columns and the answer.",
            1,
            4,
        ),
        Hyperparameter(
            "hidden_units",
            "Units per layer",
            "integer",
            64,
            "How many units each hidden layer has. More units fit finer detail and overfit sooner.",
            2,
            512,
        ),
        Hyperparameter(
            "alpha",
            "L2 penalty",
            "number",
            0.1,
            "Pulls weights towards zero. Raise it against overfitting.",
            0.0,
            1000.0,
        ),
        Hyperparameter(
            "learning_rate",
            "Learning rate",
            "number",
            0.001,
            "Size of each correction. Too large and training jumps about; too small and it crawls.",
            0.00001,
            0.1,
        ),
        Hyperparameter(
            "epochs", "Epochs", "integer", 60, "How many times the network reads the whole training table.", 1, 1000
        ),
        Hyperparameter(
            "batch_size", "Rows per step", "integer", 128, "How many rows are read before each correction.", 8, 4096
        ),
    ),
    cost="seconds to a minute",
    unit="epochs",
    explained_in="probability",
    importance_rows=60,
    scaled=True,
)

FAMILIES = (_LIGHTGBM, _XGBOOST, _RANDOM_FOREST, _LOGISTIC_REGRESSION, _MLP)
