"""Fitted tree ensembles of every library as :class:`ML.bundle.graph.Tree`, with the sums that belong to them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ML.bundle.graph import Tree
from ML.bundle.not_exportable import NotExportableError


@dataclass(frozen=True)
class Ensemble:
    """Trees that are added up.

    Attributes
    ----------
    trees : list of Tree
    shift : ndarray of shape (n_outputs,)
        Added to the sum.
    mode : str
        ONNX name of the question that leads to the left: ``BRANCH_LEQ``, ``BRANCH_LT`` or ``BRANCH_GT``.
    single : bool
        Whether the library rounds columns to single precision before it compares.
    """

    trees: list[Tree]
    shift: np.ndarray
    mode: str = "BRANCH_LEQ"
    single: bool = False


def tree_ensemble(model: Any) -> Ensemble:
    """Return the trees of a fitted model of ``TREE_MODELS``.

    Raises
    ------
    NotExportableError
        Its trees ask what no node of a graph asks.
    """
    return _READERS[type(model).__name__](model)


def _lightgbm(model: Any) -> Ensemble:
    booster = model.booster_
    outputs = booster.num_model_per_iteration()
    blocks = booster.model_to_string().split("end of trees")[0].split("\nTree=")[1:]
    trees = [_lightgbm_tree(block, number % outputs, outputs) for number, block in enumerate(blocks)]
    return Ensemble(trees, np.zeros(outputs))


def _lightgbm_tree(block: str, output: int, outputs: int) -> Tree:
    """Inner nodes come first in LightGBM's arrays; a negative child is the one's complement of a leaf."""
    facts = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
    leaves = np.array(facts["leaf_value"].split(), dtype=float)
    if int(facts["num_cat"]):
        raise NotExportableError("A tree asks for categories, which no step here leaves unencoded.")
    inner = len(leaves) - 1
    read = {name: np.array(facts.get(name, "").split(), dtype=float) for name in _LIGHTGBM_NODES}
    left, right = (_complements(read[name].astype(int), inner) for name in ("left_child", "right_child"))
    ends = np.full(len(leaves), -1)
    return Tree(
        np.concatenate([read["split_feature"].astype(int), ends]),
        np.concatenate([read["threshold"], np.zeros(len(leaves))]),
        np.concatenate([left, ends]),
        np.concatenate([right, ends]),
        _in_column(np.concatenate([np.zeros(inner), leaves]), output, outputs),
        np.concatenate([_lightgbm_gaps(read), ends > 0]),
    )


_LIGHTGBM_NODES = ("split_feature", "threshold", "left_child", "right_child", "decision_type")
_DEFAULT_LEFT, _MISSING_SHIFT, _MISSING_IS_NAN = 2, 2, 2


def _lightgbm_gaps(read: dict[str, np.ndarray]) -> np.ndarray:
    """Where the column had gaps in training they have a side of their own; elsewhere they are taken as 0."""
    kinds = read["decision_type"].astype(int)
    knows = (kinds >> _MISSING_SHIFT) & 3 == _MISSING_IS_NAN
    return np.where(knows, kinds & _DEFAULT_LEFT > 0, read["threshold"] >= 0)


def _complements(children: np.ndarray, inner: int) -> np.ndarray:
    return np.where(children < 0, inner + ~children, children)


def _in_column(values: np.ndarray, output: int, outputs: int) -> np.ndarray:
    table = np.zeros((len(values), outputs))
    table[:, output] = values
    return table


def _xgboost(model: Any) -> Ensemble:
    learner = json.loads(bytes(model.get_booster().save_raw("json")))["learner"]
    held = learner["gradient_booster"]["model"]
    groups = held["tree_info"]
    outputs = max(groups) + 1
    base = np.array(json.loads(str(learner["learner_model_param"]["base_score"]).replace("E", "e")), dtype=float)
    if learner["objective"]["name"] == "binary:logistic":
        base = np.log(base / (1 - base))
    trees = [_xgboost_tree(tree, group, outputs) for tree, group in zip(held["trees"], groups, strict=True)]
    return Ensemble(trees, np.broadcast_to(base, (outputs,)), "BRANCH_LT", single=True)


def _xgboost_tree(tree: dict[str, Any], output: int, outputs: int) -> Tree:
    left = np.array(tree["left_children"])
    # Leaves keep their value where inner nodes keep their threshold.
    thresholds = np.array(tree["split_conditions"], dtype=np.float32).astype(float)
    feature, right = np.array(tree["split_indices"]), np.array(tree["right_children"])
    gaps = np.array(tree["default_left"], dtype=bool)
    return Tree(feature, thresholds, left, right, _in_column(thresholds, output, outputs), gaps)


def _catboost(model: Any) -> Ensemble:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.model_.save_model(str(path), format="json")
        held = json.loads(path.read_text(encoding="utf-8"))
    scale, bias = held["scale_and_bias"]
    columns = held["features_info"]["float_features"]
    trees = [_catboost_tree(tree, columns, len(bias), scale) for tree in held["oblivious_trees"]]
    return Ensemble(trees, np.array(bias, dtype=float), "BRANCH_GT", single=True)


def _catboost_tree(tree: dict[str, Any], columns: list[dict[str, Any]], outputs: int, scale: float) -> Tree:
    """Spread an oblivious tree: the i-th question, asked on a whole level, is the i-th bit of the leaf's number."""
    questions = tree["splits"] or []
    depth = len(questions)
    inner = 2**depth - 1
    level = np.floor(np.log2(np.arange(1, inner + 1))).astype(int)
    # The last question is asked first, so that paths spell the leaf's bits from the highest.
    asked = [questions[depth - 1 - k] for k in level]
    about = [columns[question["float_feature_index"]] for question in asked]
    feature = np.array([column["flat_feature_index"] for column in about], dtype=int)
    gaps = np.array([column.get("nan_value_treatment") == "AsTrue" for column in about], dtype=bool)
    border = np.array([np.float32(question["border"]) for question in asked], dtype=float)
    nodes, ends = np.arange(inner), np.full(inner + 1, -1)
    value = np.array(tree["leaf_values"], dtype=float).reshape(inner + 1, outputs) * scale
    return Tree(
        np.concatenate([feature, ends]),
        np.concatenate([border, np.zeros(inner + 1)]),
        np.concatenate([2 * nodes + 2, ends]),
        np.concatenate([2 * nodes + 1, ends]),
        np.vstack([np.zeros((inner, outputs)), value]),
        np.concatenate([gaps, ends > 0]),
    )


def _histogram(model: Any) -> Ensemble:
    rounds = model._predictors
    outputs = len(rounds[0])
    trees = [_histogram_tree(one.nodes, k, outputs) for ones in rounds for k, one in enumerate(ones)]
    return Ensemble(trees, np.asarray(model._baseline_prediction, dtype=float).ravel())


def _histogram_tree(nodes: np.ndarray, output: int, outputs: int) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    left, right = (np.where(leaf, -1, nodes[side].astype(int)) for side in ("left", "right"))
    value = _in_column(nodes["value"], output, outputs)
    return Tree(nodes["feature_idx"].astype(int), nodes["num_threshold"].astype(float), left, right, value)


def _gradient(model: Any) -> Ensemble:
    outputs = model.estimators_.shape[1]
    trees = [
        _plain_tree(one.tree_, _in_column(one.tree_.value[:, 0, 0] * model.learning_rate, k, outputs))
        for ones in model.estimators_
        for k, one in enumerate(ones)
    ]
    start = model._raw_predict_init(np.zeros((1, model.n_features_in_), dtype=np.float32))
    return Ensemble(trees, np.asarray(start, dtype=float).ravel(), single=True)


def _plain_tree(tree: Any, value: np.ndarray) -> Tree:
    return Tree(tree.feature, tree.threshold, tree.children_left, tree.children_right, value)


def _forest(model: Any) -> Ensemble:
    """A forest's probabilities are the mean of its trees' shares."""
    trees = [_plain_tree(one.tree_, _shares(one.tree_) / len(model.estimators_)) for one in model.estimators_]
    return Ensemble(trees, np.zeros(len(model.classes_)), single=True)


def _tree(model: Any) -> Ensemble:
    return Ensemble([_plain_tree(model.tree_, _shares(model.tree_))], np.zeros(len(model.classes_)), single=True)


def _shares(tree: Any) -> np.ndarray:
    value = tree.value[:, 0, :]
    return np.asarray(value / value.sum(axis=1, keepdims=True))


def _votes(model: Any) -> Ensemble:
    """AdaBoost's decision: a tree's weight for the class that it names, less its share of the rest."""
    classes = len(model.classes_)
    total = float(np.sum(model.estimator_weights_))
    trees = [
        _plain_tree(one.tree_, _say(one, classes) * weight / total)
        for one, weight in zip(model.estimators_, model.estimator_weights_, strict=False)
    ]
    return Ensemble(trees, np.zeros(trees[0].value.shape[1]), single=True)


def _say(tree: Any, classes: int) -> np.ndarray:
    named = np.asarray(tree.classes_)[tree.tree_.value[:, 0, :].argmax(axis=1)].astype(int)
    say = np.full((len(named), classes), -1 / (classes - 1))
    say[np.arange(len(named)), named] = 1.0
    # Of two classes the decision is that for the second less that for the first.
    return 2 * say[:, 1:] if classes == 2 else say  # noqa: PLR2004


_READERS: dict[str, Callable[[Any], Ensemble]] = {
    "LGBMClassifier": _lightgbm,
    "XGBClassifier": _xgboost,
    "SymmetricBoosting": _catboost,
    "HistogramBoosting": _histogram,
    "GradientBoostingClassifier": _gradient,
    "RandomForestClassifier": _forest,
    "ExtraTreesClassifier": _forest,
    "DecisionTreeClassifier": _tree,
    "_CountedAdaBoost": _votes,
}
TREE_MODELS = frozenset(_READERS)
