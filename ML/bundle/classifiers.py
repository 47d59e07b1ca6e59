"""Fitted classifiers as ONNX, from encoded rows to probabilities: one writer for each class of classifier."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from ML.bundle.graph import INPUT, Graph
from ML.bundle.not_exportable import NotExportableError
from ML.bundle.trees import tree_ensemble

_BINARY = 2
_TINY = 1e-12


def classifier_onnx(classifier: Any, width: int) -> bytes:
    """Return a fitted classifier as ONNX: ``encoded`` (n, width) doubles in, ``probabilities`` (n, n_classes) out.

    Raises
    ------
    NotExportableError
        Nobody has written down yet how such a classifier answers.
    """
    graph = Graph(width)
    return graph.model(_answer(graph, classifier, INPUT), len(classifier.classes_))


def _answer(graph: Graph, model: Any, rows: str) -> str:
    name = type(model).__name__
    if name not in _WRITERS:
        raise NotExportableError(f"There is no exact ONNX form of {name} yet.")
    return _WRITERS[name](graph, model, rows)


def _sum_of_trees(graph: Graph, model: Any, rows: str) -> tuple[str, int]:
    found = tree_ensemble(model)
    taken = graph.single(rows) if found.single else rows
    return graph.trees(taken, found.trees, found.mode, found.shift), len(found.shift)


def _boosted(graph: Graph, model: Any, rows: str) -> str:
    return graph.probable(*_sum_of_trees(graph, model, rows))


def _averaged(graph: Graph, model: Any, rows: str) -> str:
    return _sum_of_trees(graph, model, rows)[0]


def _linear(graph: Graph, model: Any, rows: str) -> str:
    return graph.probable(graph.linear(rows, model.coef_.T, model.intercept_), len(model.coef_))


def _network(graph: Graph, model: Any, rows: str) -> str:
    kinds = {"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid", "identity": "Identity"}
    for weights, shifts in zip(model.coefs_[:-1], model.intercepts_[:-1], strict=True):
        rows = graph.node(kinds[model.activation], graph.linear(rows, weights, shifts))
    return graph.probable(graph.linear(rows, model.coefs_[-1], model.intercepts_[-1]), model.n_outputs_)


def _platt(graph: Graph, model: Any, rows: str) -> str:
    margins = _MARGINS[type(model.margin_).__name__](graph, model.margin_, rows)
    return _linear(graph, model.link_, graph.node("Div", margins, graph.constant(model.scale_)))


def _voted(graph: Graph, model: Any, rows: str) -> str:
    return _sum_of_trees(graph, model, rows)[0]


def _supported(graph: Graph, model: Any, rows: str) -> str:
    """Decision of a support vector machine: of two classes, or of each class against the rest by libsvm's pairs."""
    kernel, pairs = _kernel(graph, model, rows), list(combinations(range(len(model.classes_)), 2))
    if len(model.classes_) == _BINARY:
        return graph.linear(kernel, model.dual_coef_.T, model.intercept_)
    weights = np.column_stack([_pair_weights(model, i, j) for i, j in pairs])
    return _against_the_rest(graph, graph.linear(kernel, weights, model.intercept_), pairs, len(model.classes_))


def _kernel(graph: Graph, model: Any, rows: str) -> str:
    vectors = np.asarray(model.support_vectors_)
    product = graph.node("MatMul", rows, graph.constant(vectors.T))
    if model.kernel == "linear":
        return product
    axis = graph.constant([1], np.int64)
    own = graph.node("ReduceSum", graph.node("Mul", rows, rows), axis, keepdims=1)
    both = graph.node("Add", own, graph.constant((vectors**2).sum(axis=1)))
    distance = graph.node("Sub", both, graph.node("Mul", product, graph.constant(2.0)))
    return graph.node("Exp", graph.node("Mul", distance, graph.constant(-model._gamma)))


def _pair_weights(model: Any, i: int, j: int) -> np.ndarray:
    """Weight of each support vector in the decision between two classes (libsvm keeps them by the other class)."""
    owner = np.repeat(np.arange(len(model.classes_)), model.n_support_)
    weights = np.zeros(len(owner))
    weights[owner == i] = model.dual_coef_[j - 1, owner == i]
    weights[owner == j] = model.dual_coef_[i, owner == j]
    return weights


def _against_the_rest(graph: Graph, decisions: str, pairs: list[tuple[int, int]], classes: int) -> str:
    """scikit-learn's one against the rest: votes, and the sum of confidences squeezed into less than half a vote."""
    signs = np.zeros((len(pairs), classes))
    for row, (i, j) in enumerate(pairs):
        signs[row, i], signs[row, j] = 1.0, -1.0
    zero, one = graph.constant(0.0), graph.constant(1.0)
    # A decision of 0 is a vote for the first class of the pair.
    against = graph.cast(graph.node("Less", decisions, zero), np.float64)
    won = graph.node("Add", graph.node("MatMul", graph.node("Sub", one, against), graph.constant(np.maximum(signs, 0))),
                     graph.node("MatMul", against, graph.constant(np.maximum(-signs, 0))))  # fmt: skip
    sums = graph.node("MatMul", decisions, graph.constant(signs))
    reach = graph.node("Mul", graph.node("Add", graph.node("Abs", sums), one), graph.constant(3.0))
    return graph.node("Add", won, graph.node("Div", sums, reach))


def _neighbours(graph: Graph, model: Any, rows: str) -> str:
    """Distances to every training row, the nearest of them, and their votes."""
    count = min(model.n_neighbors, len(model.votes_))
    last = graph.constant([-1], np.int64)
    apart = graph.node("Sub", graph.node("Unsqueeze", rows, graph.constant([1], np.int64)),
                       graph.constant(model.index_._fit_X[None]))  # fmt: skip
    size = graph.node("Abs", apart) if model.metric == "manhattan" else graph.node("Mul", apart, apart)
    distance = graph.node("ReduceSum", size, last, keepdims=0)
    if model.metric != "manhattan":
        distance = graph.node("Sqrt", distance)
    near, which = graph.two("TopK", distance, graph.constant([count], np.int64), axis=1, largest=0)
    votes = graph.node("Gather", graph.constant(model.votes_), which, axis=0)
    if model.weights != "uniform":
        votes = graph.node("Mul", votes, graph.node("Unsqueeze", _closeness(graph, near, count), last))
    votes = graph.node("ReduceSum", votes, graph.constant([1], np.int64), keepdims=0)
    tiny = graph.constant(_TINY)
    total = graph.node("Max", graph.node("ReduceSum", votes, last, keepdims=1), tiny)
    scaled = graph.node("Mul", votes, graph.node("Div", graph.constant(float(count)), total))
    prior = graph.constant(np.maximum(model.prior_votes, _TINY) * model.prior_)
    together = graph.node("Add", scaled, prior)
    return graph.node("Div", together, graph.node("ReduceSum", together, last, keepdims=1))


def _closeness(graph: Graph, near: str, count: int) -> str:
    farthest = graph.node("Gather", near, graph.constant([count - 1], np.int64), axis=1)
    reach = graph.node("Max", farthest, graph.constant(_TINY))
    return graph.node("Div", reach, graph.node("Max", near, graph.node("Mul", reach, graph.constant(1e-6))))


def _weighted(graph: Graph, model: Any, rows: str) -> str:
    """Mean of the members' probabilities by their weights."""
    filled = graph.filled(rows, model.fill_)
    seen = {name: rows if model.sees_gaps(name) else filled for name, _ in model.parts()}
    parts = [
        graph.node("Mul", _answer(graph, member, seen[name]), graph.constant(model.weights_[name]))
        for name, member in model.parts()
    ]
    return parts[0] if len(parts) == 1 else graph.node("Sum", *parts)


Writer = Callable[[Graph, Any, str], str]
_MARGINS: dict[str, Writer] = {"SVC": _supported, "_CountedAdaBoost": _voted}
_WRITERS: dict[str, Writer] = {
    **dict.fromkeys(
        ("LGBMClassifier", "XGBClassifier", "SymmetricBoosting", "HistogramBoosting", "GradientBoostingClassifier"),
        _boosted,
    ),
    **dict.fromkeys(("RandomForestClassifier", "ExtraTreesClassifier", "DecisionTreeClassifier"), _averaged),
    "LogisticRegression": _linear,
    "MLPClassifier": _network,
    "SupportVectorMachine": _platt,
    "BoostedVotes": _platt,
    "NeighbourVotes": _neighbours,
    "WeightedEnsemble": _weighted,
    "AutoEnsemble": _weighted,
}
