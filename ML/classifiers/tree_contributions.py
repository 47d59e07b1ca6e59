"""Exact tree SHAP of scikit-learn's trees, path-dependent, by the C code of ``shap``.

``shap`` itself reads boosting with two classes only and AdaBoost not at all. Their outputs are sums of trees all the
same, so the trees are handed over one class at a time (Lundberg et al. 2020, Nature Machine Intelligence 2, 56).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ML.classifiers.attribution import Attribution, exactly

Tree = dict[str, np.ndarray]


def forest(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute the probability that a tree, or the mean of many, gives to the chosen class."""
    from shap import TreeExplainer

    explainer = TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
    rows = np.arange(len(prepared))
    values = np.asarray(explainer.shap_values(prepared, check_additivity=False))[rows, :, chosen]
    base = np.asarray(explainer.expected_value)[chosen]
    return exactly(values, base, estimator.predict_proba(prepared)[rows, chosen])


def gradient_boosting(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute log-odds of the chosen class: a prior and the trees of its column."""
    raw = estimator.decision_function(prepared).reshape(len(prepared), -1)
    rate, stages = estimator.learning_rate, estimator.estimators_
    prior = raw[0] - [rate * sum(tree.predict(prepared[:1])[0] for tree in stages[:, k]) for k in range(raw.shape[1])]

    def trees(k: int) -> list[Tree]:
        return [_sklearn_tree(tree.tree_, tree.tree_.value[:, 0, 0], rate) for tree in stages[:, k]]

    return _by_output(_single(prepared), chosen, raw, trees, prior)


def _single(prepared: np.ndarray) -> np.ndarray:
    """Round as scikit-learn's trees do before they compare."""
    return prepared.astype(np.float32).astype(float)


def histogram_boosting(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute log-odds of the chosen class: a prior and the trees of its column."""
    raw = estimator.decision_function(prepared).reshape(len(prepared), -1)
    prior = np.asarray(estimator._baseline_prediction, dtype=float).ravel()
    return _by_output(
        prepared, chosen, raw, lambda k: [_histogram_tree(stage[k].nodes) for stage in estimator._predictors], prior
    )


def boosted_votes(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute log-odds of the chosen class: a weighted sum of the votes of all trees."""
    weights, shifts = estimator.output_weights()
    margins = estimator.margin_.decision_function(prepared).reshape(len(prepared), -1)
    X = _single(prepared)
    raw = margins @ weights.T + shifts
    if len(weights) > 2:  # noqa: PLR2004
        return _by_output(X, chosen, raw, lambda k: _votes(estimator.margin_, weights[k]), shifts)
    return _by_output(X, chosen, raw[:, 1:], lambda k: _votes(estimator.margin_, weights[1]), shifts[1:])


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
        _sklearn_tree(tree.tree_, worth[tree.tree_.value[:, 0].argmax(axis=1)], float(part / total))
        for tree, part in zip(ensemble.estimators_, say, strict=True)
    ]


def _by_output(
    X: np.ndarray, chosen: np.ndarray, raw: np.ndarray, trees: Callable[[int], list[Tree]], prior: np.ndarray
) -> Attribution:
    """Explain each row's chosen output; where there is one output, it is the log-odds of class 1."""
    single = raw.shape[1] == 1
    outputs = np.zeros_like(chosen) if single else chosen
    sign = np.where(single & (chosen == 0), -1.0, 1.0)
    values, base = np.zeros(X.shape), np.zeros(len(X))
    for k in np.unique(outputs):
        rows = outputs == k
        values[rows], base[rows] = _tree_shap(trees(int(k)), X[rows])
        base[rows] += prior[k]
    output = raw[np.arange(len(X)), outputs]
    return exactly(values * sign[:, None], base * sign, output * sign)


def _tree_shap(trees: list[Tree], X: np.ndarray) -> tuple[np.ndarray, float]:
    from shap import TreeExplainer

    explainer = TreeExplainer({"trees": trees}, feature_perturbation="tree_path_dependent")
    values = np.asarray(explainer.shap_values(X, check_additivity=False)).reshape(X.shape)
    return values, float(np.ravel(explainer.expected_value)[0])


def _sklearn_tree(tree: Any, leaf_values: np.ndarray, factor: float) -> Tree:
    return {
        "children_left": tree.children_left,
        "children_right": tree.children_right,
        "children_default": tree.children_left,
        "features": tree.feature,
        "thresholds": tree.threshold,
        "values": (factor * leaf_values)[:, None],
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
