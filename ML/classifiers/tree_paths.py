"""Exact path-dependent tree SHAP in time linear in a tree's depth, compiled by numba.

A leaf's Shapley values are those of a product game: each column on its path either lets the row through (1 or 0) or,
unknown, the share of training rows that went the same way. Their weights are the integral over t from 0 to 1 of a
polynomial in t with one factor for each other column on the path (Owen 1972, Management Science 18, 64), which
Gauss-Legendre quadrature with half as many points as the path has columns gives exactly. One walk down multiplies the
factors, one walk up adds the leaves, as in Linear TreeSHAP (Yu et al. 2022, arXiv:2209.08192): all factors are
positive, so nothing cancels. The values are those of ``shap``'s ``TreeExplainer``, which needs the square of the depth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numba import njit

Tree = dict[str, np.ndarray]
"""One tree as ``shap`` takes it: children, default child, feature, threshold, value and weight of every node."""

_ROWS_AT_ONCE = 64

_FAST = {"reassoc", "contract", "arcp", "nsz"}
"""What the compiler may do with sums and products; missing values stay missing values."""


def _compiled(function: Callable[..., Any]) -> Any:
    """Compile a function when it is first called, and keep the machine code for the next process if there is room."""
    try:
        return njit(nogil=True, cache=True, fastmath=_FAST)(function)
    except RuntimeError:
        # Neither this folder nor the user's cache can be written: each process compiles for itself.
        return njit(nogil=True, fastmath=_FAST)(function)


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees in one table of nodes, in the order of a walk down: a node's parent stands before it.

    Attributes
    ----------
    parent, above : ndarray of int32 of shape (n_nodes,)
        The node before, and the nearest node above whose question was about the same column; -1 where there is none.
    feature : ndarray of int32 of shape (n_nodes,)
        Column that the parent asks about; -1 for a root.
    left, right, default : ndarray of int32 of shape (n_nodes,)
        Children, and the one that takes missing values; -1 for a leaf.
    threshold : ndarray of float of shape (n_nodes,)
        Rows up to it go left.
    share : ndarray of float of shape (n_nodes,)
        Product, over the questions about ``feature`` on the path, of the share of training rows that went this way.
    values : ndarray of float of shape (n_nodes, n_outputs)
        What a leaf adds to each output; 0 elsewhere.
    starts : ndarray of int64 of shape (n_trees + 1,)
        Where each tree begins.
    base : ndarray of float of shape (n_outputs,)
        Output of the average training row.
    points, weights : ndarray of float of shape (n_points,)
        Quadrature on 0 to 1.
    """

    parent: np.ndarray
    above: np.ndarray
    feature: np.ndarray
    left: np.ndarray
    right: np.ndarray
    default: np.ndarray
    threshold: np.ndarray
    share: np.ndarray
    values: np.ndarray
    starts: np.ndarray
    base: np.ndarray
    points: np.ndarray
    weights: np.ndarray


def in_one_table(trees: Sequence[Tree]) -> Trees:
    """Lay trees out one after the other, with what every row's walk needs."""
    parts = [_laid_out(tree) for tree in trees]
    starts = np.cumsum([0, *(len(part["threshold"]) for part in parts)])
    shifted = [_shifted(part, start) for part, start in zip(parts, starts[:-1].tolist(), strict=True)]
    joined = {name: np.concatenate([part[name] for part in shifted]) for name in shifted[0] if name != "columns"}
    base = np.sum([(part["reach"][:, None] * part["values"]).sum(axis=0) for part in parts], axis=0)
    most = max(int(part["columns"]) for part in parts)
    points, weights = np.polynomial.legendre.leggauss(most // 2 + 1)
    del joined["reach"]
    return Trees(**joined, starts=starts, base=base, points=(points + 1) / 2, weights=weights / 2)


_LINKS = ("parent", "above", "left", "right", "default")


def _shifted(part: Tree, start: int) -> Tree:
    moved = {name: np.where(part[name] < 0, -1, part[name] + start).astype(np.int32) for name in _LINKS}
    return {**part, **moved}


def _laid_out(tree: Tree) -> Tree:
    """Order a tree's nodes from the root down, and note what lies above each."""
    left, right = tree["children_left"].astype(np.int64), tree["children_right"].astype(np.int64)
    feature = np.where(left < 0, -1, tree["features"]).astype(np.int64)
    values = np.ascontiguousarray(tree["values"], dtype=float)
    facts = _walk(
        left, right, tree["children_default"].astype(np.int64), feature, tree["node_sample_weight"].astype(float)
    )
    names = ("order", "parent", "above", "feature", "left", "right", "default", "share", "reach", "columns")
    part = dict(zip(names, facts, strict=True))
    order = part.pop("order")
    leaves = (left[order] < 0)[:, None]
    return {
        **part,
        "threshold": tree["thresholds"].astype(float)[order],
        "values": np.where(leaves, values[order], 0.0),
    }


@_compiled
def _walk(left, right, default, feature, weight):
    """Visit nodes in preorder; tells of each what is above it, and the most columns on one path."""
    n = len(left)
    order, place = np.empty(n, np.int64), np.full(n, -1, np.int64)
    parent, above = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    asked = np.full(n, -1, np.int32)
    share, reach = np.ones(n), np.ones(n)
    columns = np.zeros(n, np.int64)
    stack, before = np.empty(n + 1, np.int64), np.empty(n + 1, np.int64)
    stack[0], before[0] = 0, -1
    height, count = 1, 0
    while height:
        height -= 1
        node, up = stack[height], before[height]
        here = count
        count += 1
        order[here], place[node], parent[here] = node, here, up
        if up >= 0:
            above_node = order[up]
            asked[here] = feature[above_node]
            # A side that no training row took keeps a share next to nothing: every factor stays above 0.
            passed = max(weight[node], 1e-9 * weight[above_node], 1e-300) / max(weight[above_node], 1e-300)
            reach[here] = reach[up] * passed
            share[here] = passed
            columns[here] = columns[up] + 1
            earlier = up
            while earlier >= 0:
                if asked[earlier] == asked[here]:
                    above[here] = earlier
                    share[here] = passed * share[earlier]
                    columns[here] -= 1
                    break
                earlier = parent[earlier]
        if left[node] >= 0:
            stack[height], before[height] = right[node], here
            stack[height + 1], before[height + 1] = left[node], here
            height += 2
    lefts, rights, defaults = np.full(n, -1, np.int32), np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    for here in range(n):
        node = order[here]
        if left[node] >= 0:
            lefts[here], rights[here] = place[left[node]], place[right[node]]
            defaults[here] = place[default[node]]
    for here in range(n):
        if lefts[here] >= 0:
            reach[here] = 0.0
    return order, parent, above, asked, lefts, rights, defaults, share, reach, columns.max()


def contributions(trees: Trees, X: np.ndarray, outputs: np.ndarray, threads: int = 1) -> np.ndarray:
    """Exact Shapley values of one output of each row.

    Parameters
    ----------
    trees : Trees
    X : ndarray of shape (n_samples, n_columns)
        Rounded as the trees do before they compare.
    outputs : ndarray of int of shape (n_samples,)
        Which output is explained.
    threads : int

    Returns
    -------
    ndarray of shape (n_samples, n_columns)
    """
    found = np.zeros(X.shape)
    rows = [slice(start, start + _ROWS_AT_ONCE) for start in range(0, len(X), _ROWS_AT_ONCE)]
    work = partial(_part, trees, np.ascontiguousarray(X, dtype=float), np.asarray(outputs, dtype=np.int64), found)
    if threads <= 1 or len(rows) == 1:
        for part in rows:
            work(part)
        return found
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, rows))
    return found


def _part(trees: Trees, X: np.ndarray, outputs: np.ndarray, found: np.ndarray, rows: slice) -> None:
    _explain(
        trees.parent, trees.above, trees.feature, trees.left, trees.right, trees.default, trees.threshold, trees.share,
        trees.values, trees.starts, trees.points, trees.weights, X[rows], outputs[rows], found[rows],
    )  # fmt: skip


@_compiled
def _explain(
    parent, above, feature, left, right, default, threshold, share, values, starts, points, weights, X, outputs, found
):  # fmt: skip
    """Add each row's values to ``found``, tree by tree, so that a tree's nodes stay near the processor."""
    most = 0
    for tree in range(len(starts) - 1):
        most = max(most, starts[tree + 1] - starts[tree])
    product, total, passes = np.empty((most, len(points))), np.empty((most, len(points))), np.empty(most)
    product[0], passes[0] = weights, 1.0
    for tree in range(len(starts) - 1):
        first, last = starts[tree], starts[tree + 1]
        for row in range(len(X)):
            _down(
                parent, above, feature, left, right, default, threshold, share, values, points, first, last,
                X[row], outputs[row], product, total, passes,
            )  # fmt: skip
            _up(parent, above, feature, share, points, first, last, total, passes, found[row])


@_compiled
def _down(
    parent, above, feature, left, right, default, threshold, share, values, points, first, last, x, output, product,
    total, passes,
):  # fmt: skip
    """From the root to the leaves: whether the row passes each node, and the product of the factors up to it."""
    size = len(points)
    for node in range(first, last):
        here = node - first
        if node > first:
            up, old, z = parent[node], above[node], share[node]
            value = x[feature[node]]
            side = default[up] if np.isnan(value) else (left[up] if value <= threshold[up] else right[up])
            let = 1.0 if side == node else 0.0
            if old < 0:
                for q in range(size):
                    product[here, q] = product[up - first, q] * (z + points[q] * (let - z))
            else:
                z_old, let_old = share[old], passes[old - first]
                let *= let_old
                for q in range(size):
                    known = z_old + points[q] * (let_old - z_old)
                    product[here, q] = product[up - first, q] * (z + points[q] * (let - z)) / known
            passes[here] = let
        leaf = values[node, output]
        for q in range(size):
            total[here, q] = product[here, q] * leaf


@_compiled
def _up(parent, above, feature, share, points, first, last, total, passes, found):
    """From the leaves to the root: what all leaves below a node say of the column that led to it."""
    size = len(points)
    for node in range(last - 1, first, -1):
        here, up, old = node - first, parent[node] - first, above[node]
        z, let, part = share[node], passes[here], 0.0
        for q in range(size):
            part += total[here, q] / (z + points[q] * (let - z))
        part *= let - z
        if old >= 0:
            # The leaves below know the column's last question alone: what the earlier one said of them is taken back.
            z, let, earlier = share[old], passes[old - first], 0.0
            for q in range(size):
                earlier += total[here, q] / (z + points[q] * (let - z))
            part -= earlier * (let - z)
        found[feature[node]] += part
        for q in range(size):
            total[up, q] += total[here, q]
