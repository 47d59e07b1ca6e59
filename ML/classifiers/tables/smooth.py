"""Families without trees, whose inputs are brought to one scale."""

from __future__ import annotations

from ML.classifiers.costs import CostLaw
from ML.classifiers.schema import Family, Hyperparameter
from ML.classifiers.search import log, log_whole, one_of, uniform, whole
from ML.classifiers.tables.settings import l2_penalty

LOGISTIC_REGRESSION = Family(
    name="logistic_regression",
    title="Logistic regression",
    summary="A weighted sum of the columns turned into a probability: the simplest model, and the easiest to read.",
    pros=("Each column has one weight that can be read", "Trains in a second or two", "Well-calibrated probabilities"),
    cons=("Sees no combinations or thresholds unless columns express them", "Clearly less accurate than trees"),
    hyperparameters=(
        Hyperparameter(
            "penalty",
            "Penalty",
            "string",
            "l2",
            "What holds weights back: l2 shrinks all of them, l1 sets those of useless columns to zero, elasticnet "
            "does some of both. l1 and elasticnet take longer.",
            choices=("l2", "l1", "elasticnet"),
            search=one_of("l2", "l1", "elasticnet"),
        ),
        Hyperparameter(
            "C",
            "Freedom of the weights",
            "number",
            1.0,
            "How far weights may move from zero. Lower it against overfitting, raise it for large tables.",
            0.0001,
            10000.0,
            search=log(0.001, 100.0),
        ),
        Hyperparameter(
            "l1_share",
            "Share of L1",
            "number",
            0.5,
            "How much of an elasticnet penalty is L1. The other penalties do not read it.",
            0.0,
            1.0,
            search=uniform(0.0, 1.0),
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
    cost_law=CostLaw(0.1, factors={"penalty": {"l2": 1.0, "l1": 10.0, "elasticnet": 10.0}}),
    unit="iterations",
    explained_in="log-odds",
    importance_rows=500,
    scaled=True,
)

SVM = Family(
    name="svm",
    title="Support vector machine",
    summary="A smooth border as far as possible from both classes, drawn by the rows next to it; its distance is "
    "turned into probabilities on inner folds.",
    pros=("Smooth borders that catch combinations of columns", "Strong on small tables", "Few settings"),
    cons=(
        "Time grows with the square of the rows: choose another family above 20,000",
        "Fitted again on inner folds to give probabilities (Platt scaling)",
        "Explanations are sampled, so slower than for trees",
    ),
    hyperparameters=(
        Hyperparameter(
            "C",
            "Price of a wrong row",
            "number",
            3.0,
            "How much a row on the wrong side costs. Lower it for a simpler border and against overfitting.",
            0.001,
            10000.0,
            search=log(0.1, 30.0),
        ),
        Hyperparameter(
            "kernel",
            "Shape of the border",
            "string",
            "rbf",
            "rbf bends the border around groups of rows; linear keeps it straight.",
            choices=("rbf", "linear"),
        ),
        Hyperparameter(
            "sharpness",
            "Sharpness of the bends",
            "number",
            1.0,
            "How fast the influence of a row fades, relative to the spread of the table (rbf only). More follows finer "
            "detail and overfits sooner.",
            0.001,
            1000.0,
            search=log(0.1, 5.0),
        ),
        Hyperparameter(
            "folds",
            "Inner folds",
            "integer",
            5,
            "Parts of the training rows by which distances are turned into probabilities. More are surer and slower.",
            2,
            10,
        ),
    ),
    cost="seconds; minutes above 20,000 rows",
    cost_law=CostLaw(2.0, rows=2.0),
    unit="fits",
    explained_in="probability",
    importance_rows=40,
    scaled=True,
    most_rows=20_000,
)

K_NEAREST_NEIGHBOURS = Family(
    name="k_nearest_neighbours",
    title="Nearest neighbours",
    summary="An object is what the most similar known objects are: no training, and an answer that can be pointed at.",
    pros=("The simplest idea of all: look at the most similar objects", "Nothing to train"),
    cons=(
        "Every column counts alike, so useless ones blur the picture",
        "Less accurate than trees, and slower to predict on large tables",
        "Explanations are sampled, so slower than for trees",
    ),
    hyperparameters=(
        Hyperparameter(
            "n_neighbors",
            "Neighbours",
            "integer",
            20,
            "How many of the most similar training rows vote. More are steadier and blur fine detail.",
            1,
            500,
            search=log_whole(3, 100),
        ),
        Hyperparameter(
            "weights",
            "Say of a neighbour",
            "string",
            "distance",
            "uniform lets every neighbour vote alike; distance gives closer ones more say.",
            choices=("uniform", "distance"),
            search=one_of("uniform", "distance"),
        ),
        Hyperparameter(
            "metric",
            "Distance",
            "string",
            "manhattan",
            "How far two rows are apart: manhattan adds up the differences of all columns, euclidean their squares, "
            "which gives single large differences more weight.",
            choices=("manhattan", "euclidean"),
            search=one_of("manhattan", "euclidean"),
        ),
        Hyperparameter(
            "prior_votes",
            "Votes of the whole table",
            "number",
            1.0,
            "This many votes go to the classes as they occur in the whole table, so that no answer is ever quite sure.",
            0.0,
            100.0,
            search=log(0.1, 10.0),
        ),
    ),
    cost="a second",
    cost_law=CostLaw(0.3),
    unit="fits",
    explained_in="probability",
    importance_rows=30,
    scaled=True,
)

MLP = Family(
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
            search=whole(1, 3),
        ),
        Hyperparameter(
            "hidden_units",
            "Units per layer",
            "integer",
            64,
            "How many units each hidden layer has. More units fit finer detail and overfit sooner.",
            2,
            512,
            search=log_whole(16, 256),
        ),
        l2_penalty("alpha", 0.1, "Pulls weights towards zero."),
        Hyperparameter(
            "learning_rate",
            "Learning rate",
            "number",
            0.001,
            "Size of each correction. Too large and training jumps about; too small and it crawls.",
            0.00001,
            0.1,
            search=log(0.0001, 0.01),
        ),
        Hyperparameter(
            "epochs",
            "Epochs",
            "integer",
            60,
            "How many times the network reads the whole training table.",
            1,
            1000,
            search=log_whole(20, 200),
        ),
        Hyperparameter(
            "batch_size", "Rows per step", "integer", 128, "How many rows are read before each correction.", 8, 4096
        ),
    ),
    cost="seconds to a minute",
    cost_law=CostLaw(1.5, settings={"epochs": 1.0}),
    unit="epochs",
    explained_in="probability",
    importance_rows=60,
    scaled=True,
)
