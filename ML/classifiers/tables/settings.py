"""Hyperparameters that several families share: one wording for one meaning."""

from __future__ import annotations

from ML.classifiers.schema import Hyperparameter
from ML.classifiers.search import Search, log, log_whole, one_of, uniform

SHARES = {"sqrt": "sqrt", "log2": "log2", "third": 1 / 3, "half": 0.5, "all": None}
"""Columns per split in words, and as scikit-learn takes them."""


def boosted_trees(default: int) -> Hyperparameter:
    """Trees that are added one after another."""
    text = (
        "How many trees are added one after another. More trees fit finer detail and take longer; "
        "lower the learning rate when you raise this."
    )
    return Hyperparameter("n_estimators", "Trees", "integer", default, text, 10, 5000, search=log_whole(100, 2000))


def voting_trees(default: int) -> Hyperparameter:
    """Trees that vote."""
    text = "How many trees vote. More trees are steadier, with diminishing returns, and make the model larger."
    return Hyperparameter("n_estimators", "Trees", "integer", default, text, 10, 1000)


def learning_rate(default: float, search: Search | None = None) -> Hyperparameter:
    """Size of one tree's correction."""
    text = "How much each new tree may correct the ones before it. Smaller is steadier but needs more trees."
    where = search or log(0.01, 0.3)
    return Hyperparameter("learning_rate", "Learning rate", "number", default, text, 0.001, 1.0, search=where)


def leaves(default: int) -> Hyperparameter:
    """End points of one tree."""
    text = "How many end points one tree may have. More leaves catch finer patterns and overfit sooner."
    return Hyperparameter("num_leaves", "Leaves per tree", "integer", default, text, 2, 512, search=log_whole(7, 127))


def depth(default: int, search: Search) -> Hyperparameter:
    """Questions in a row that one tree may ask."""
    text = (
        "How many questions in a row one tree may ask. Deeper trees catch combinations of columns and overfit sooner."
    )
    return Hyperparameter("max_depth", "Depth of a tree", "integer", default, text, 1, 16, search=search)


def depth_limit(default: int, text: str, search: Search | None = None) -> Hyperparameter:
    """Depth of a tree, where 0 means no limit."""
    return Hyperparameter("max_depth", "Depth limit", "integer", default, text, 0, 64, search=search)


def smallest_leaf(name: str, default: int, most: int = 1000, search: Search | None = None) -> Hyperparameter:
    """Fewest rows in a leaf."""
    text = "Fewest training rows in one leaf. Raise it for small or noisy tables."
    return Hyperparameter(name, "Smallest leaf", "integer", default, text, 1, most, search=search or log_whole(1, 100))


def columns_per_tree(name: str, default: float) -> Hyperparameter:
    """Share of the columns that a tree sees."""
    text = "Share of the columns that each tree may look at. Below 1 makes trees differ and is faster."
    return Hyperparameter(name, "Columns per tree", "number", default, text, 0.05, 1.0, search=uniform(0.1, 1.0))


def columns_per_split(name: str, default: float) -> Hyperparameter:
    """Share of the columns that a split sees."""
    text = "Share of the columns that each question may choose from. Below 1 makes trees differ and is faster."
    return Hyperparameter(name, "Columns per split", "number", default, text, 0.05, 1.0, search=uniform(0.1, 1.0))


def columns_in_words(default: str) -> Hyperparameter:
    """Columns that a split sees, in words."""
    text = (
        "How many columns each question may choose from: the square root of their number, its logarithm, "
        "a third, half, or all of them."
    )
    choices = tuple(SHARES)
    search = one_of(*choices)
    return Hyperparameter("max_features", "Columns per split", "string", default, text, choices=choices, search=search)


def rows_per_tree(default: float) -> Hyperparameter:
    """Share of the rows that a tree sees."""
    text = "Share of the rows that each tree sees. Below 1 makes trees differ."
    return Hyperparameter("subsample", "Rows per tree", "number", default, text, 0.1, 1.0, search=uniform(0.5, 1.0))


def l2_penalty(name: str, default: float, text: str = "Pulls leaf values towards zero.") -> Hyperparameter:
    """Penalty on squared leaf values or weights."""
    words = f"{text} Raise it against overfitting."
    return Hyperparameter(name, "L2 penalty", "number", default, words, 0.0, 1000.0, search=log(0.01, 100.0))
