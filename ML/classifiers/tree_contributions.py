"""Exact tree SHAP of scikit-learn's trees, path-dependent: the values of ``shap``, in time linear in the depth.

``shap`` itself reads boosting with two classes only and AdaBoost not at all. Their outputs are sums of trees all the
same, so every family's trees are handed over in one form (Lundberg et al. 2020, Nature Machine Intelligence 2, 56).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from ML.classifiers.attribution import Attribution, exactly
from ML.classifiers.tree_paths import Tree, Trees, contributions, in_one_table

_held: WeakKeyDictionary[Any, tuple[Any, dict[int, Trees]]] = WeakKeyDictionary()
"""Laid-out trees by estimator, with the fitted trees that they are of: a row is explained faster than they are read."""


def _laid_out(estimator: Any, fitted: Any, k: int, trees: Callable[[], list[Tree]]) -> Trees:
    """Return the trees of output ``k`` in one table, read again when the estimator was fitted anew."""
    known, tables = _held.get(estimator, (None, {}))
    if known is not fitted:
        tables = {}
        _held[estimator] = (fitted, tables)
    if k not in tables:
        tables[k] = in_one_table(trees())
    return tables[k]


def forest(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute the probability that a tree, or the mean of many, gives to the chosen class."""
    fitted = getattr(estimator, "estimators_", None) or [estimator]
    source = estimator.tree_ if fitted[0] is estimator else estimator.estimators_
    table = _laid_out(estimator, source, 0, lambda: [_votes_of(tree.tree_, len(fitted)) for tree in fitted])
    values = contributions(table, _single(prepared), chosen, _threads(estimator))
    output = estimator.predict_proba(prepared)[np.arange(len(prepared)), chosen]
    return exactly(values, table.base[chosen], output)


def _votes_of(tree: Any, n_trees: int) -> Tree:
    votes = tree.value[:, 0]
    return _sklearn_tree(tree, votes / votes.sum(axis=1, keepdims=True), 1 / n_trees)


def _threads(estimator: Any) -> int:
    return max(1, int(getattr(estimator, "n_jobs", None) or 1))


def gradient_boosting(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute log-odds of the chosen class: a prior and the trees of its column."""
    raw = estimator.decision_function(prepared).reshape(len(prepared), -1)
    rate, stages = estimator.learning_rate, estimator.estimators_
    prior = raw[0] - [rate * sum(tree.predict(prepared[:1])[0] for tree in stages[:, k]) for k in range(raw.shape[1])]

    def table(k: int) -> Trees:
        grown = [tree.tree_ for tree in stages[:, k]]
        return _laid_out(estimator, stages, k, lambda: [_sklearn_tree(tree, tree.value[:, 0], rate) for tree in grown])

    return _by_output(_single(prepared), chosen, raw, table, prior)


def _single(prepared: np.ndarray) -> np.ndarray:
    """Round as scikit-learn's trees do before they compare."""
    return prepared.astype(np.float32).astype(float)


def histogram_boosting(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute log-odds of the chosen class: a prior and the trees of its column."""
    raw = estimator.decision_function(prepared).reshape(len(prepared), -1)
    prior, stages = np.asarray(estimator._baseline_prediction, dtype=float).ravel(), estimator._predictors

    def table(k: int) -> Trees:
        return _laid_out(estimator, stages, k, lambda: [_histogram_tree(stage[k].nodes) for stage in stages])

    return _by_output(prepared, chosen, raw, table, prior)


def boosted_votes(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute log-odds of the chosen class: a weighted sum of the votes of all trees."""
    weights, shifts = estimator.output_weights()
    margins = estimator.margin_.decision_function(prepared).reshape(len(prepared), -1)
    raw = margins @ weights.T + shifts
    if len(weights) == 2:  # noqa: PLR2004
        weights, shifts, raw = weights[1:], shifts[1:], raw[:, 1:]

    def table(k: int) -> Trees:
        return _laid_out(estimator, estimator.margin_, k, lambda: _votes(estimator.margin_, weights[k]))

    return _by_output(_single(prepared), chosen, raw, table, shifts)


def _votes(ensemble: Any, weights: np.ndarray) -> list[Tree]:
    """Trees whose leaves hold what their vote adds to a weighted sum of the margins."""
    classes = len(ensemble.classes_)
    say = ensemble.estimator_weights_[: len(ensemble.estimators_)]
    if classes == 2:  # noqa: PLR2004
        # scikit-learn's margin of two classes is the vote for the second less that for the first.
        weights = np.array([-weights[0], weights[0]])
    worth = np.where(np.eye(classes) == 1, 1.0, -1 / (classes - 1)) @ weights
    total = ensemble.estimator_weights_.sum()
    return [
        _sklearn_tree(tree.tree_, worth[tree.tree_.value[:, 0].argmax(axis=1)][:, None], float(part / total))
        for tree, part in zip(ensemble.estimators_, say, strict=True)
    ]


def _by_output(
    X: np.ndarray, chosen: np.ndarray, raw: np.ndarray, table: Callable[[int], Trees], prior: np.ndarray
) -> Attribution:
    """Explain each row's chosen output; where there is one output, it is the log-odds of class 1."""
    single = raw.shape[1] == 1
    outputs = np.zeros_like(chosen) if single else chosen
    sign = np.where(single & (chosen == 0), -1.0, 1.0)
    values, base = np.zeros(X.shape), np.zeros(len(X))
    for k in np.unique(outputs).tolist():
        rows, trees = outputs == k, table(k)
        values[rows] = contributions(trees, X[rows], np.zeros(rows.sum(), dtype=int))
        base[rows] = trees.base[0] + prior[k]
    output = raw[np.arange(len(X)), outputs]
    return exactly(values * sign[:, None], base * sign, output * sign)


def _sklearn_tree(tree: Any, leaf_values: np.ndarray, factor: float) -> Tree:
    return {
        "children_left": tree.children_left,
        "children_right": tree.children_right,
        "children_default": np.where(tree.missing_go_to_left, tree.children_left, tree.children_right),
        "features": tree.feature,
        "thresholds": tree.threshold,
        "values": factor * leaf_values,
        "node_sample_weight": tree.weighted_n_node_samples.astype(float),
    }


def _histogram_tree(nodes: np.ndarray) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    left, right = (np.where(leaf, -1, nodes[side].astype(int)) for side in ("left", "right"))
    return {
        "children_left": left,
        "children_right": right,
        "children_default": np.where(nodes["missing_go_to_left"], left, right),
        "features": np.where(leaf, -2, nodes["feature_idx"]),
        "thresholds": nodes["num_threshold"].astype(float),
        "values": nodes["value"].astype(float)[:, None],
        "node_sample_weight": nodes["count"].astype(float),
    }
