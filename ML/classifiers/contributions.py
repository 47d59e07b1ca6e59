"""Contributions of encoded columns to one class's output: one shape for every family, always adding up.

Boosters give exact tree SHAP natively, forests through ``shap``; for a linear model the closed form with independent
columns is exact (Lundberg & Lee 2017, arXiv:1705.07874, corollary 1); a network is sampled over random orders of its
columns (Castro et al. 2009, Computers & Operations Research 36, 1726).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

_ORDERS = 6
_BACKGROUND_ROWS = 100
_BATCH_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Attribution:
    """Contributions to the output of one chosen class per row.

    Attributes
    ----------
    values : ndarray of shape (n_samples, n_encoded)
    base : ndarray of shape (n_samples,)
        Output of the average row for the chosen class.
    output : ndarray of shape (n_samples,)
        What the model itself gives for the chosen class.
    """

    values: np.ndarray
    base: np.ndarray
    output: np.ndarray


def background_rows(estimator: Any, prepared: np.ndarray, seed: int) -> np.ndarray:
    """Pick what an explanation is measured against: the mean row, a sample, or nothing, as the family needs."""
    if type(estimator).__name__ == "LogisticRegression":
        return prepared.mean(axis=0, keepdims=True)
    if type(estimator).__name__ == "MLPClassifier":
        chosen = np.random.default_rng(seed).permutation(len(prepared))[:_BACKGROUND_ROWS]
        return prepared[np.sort(chosen)]
    return prepared[:0]


def attribute(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute the output of the chosen class to the encoded columns.

    Parameters
    ----------
    estimator : fitted classifier
        Last step of the pipeline.
    prepared : ndarray of shape (n_samples, n_encoded)
        What the classifier sees.
    chosen : ndarray of int of shape (n_samples,)
        Class to explain in each row.
    background : ndarray of shape (n_background, n_encoded)
        As made by ``background_rows``.
    """
    return _ATTRIBUTORS[type(estimator).__name__](estimator, prepared, chosen, background)


def _lightgbm(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    booster, threads = estimator.booster_, estimator.n_jobs
    parts = np.asarray(booster.predict(prepared, pred_contrib=True, num_threads=threads))
    raw = np.asarray(booster.predict(prepared, raw_score=True, num_threads=threads))
    return _boosted(parts.reshape(len(prepared), -1, prepared.shape[1] + 1), raw.reshape(len(prepared), -1), chosen)


def _xgboost(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    from xgboost import DMatrix

    booster, matrix = estimator.get_booster(), DMatrix(prepared, nthread=estimator.n_jobs)
    parts = booster.predict(matrix, pred_contribs=True).astype(float)
    raw = booster.predict(matrix, output_margin=True).astype(float)
    return _boosted(parts.reshape(len(prepared), -1, prepared.shape[1] + 1), raw.reshape(len(prepared), -1), chosen)


def _boosted(parts: np.ndarray, raw: np.ndarray, chosen: np.ndarray) -> Attribution:
    """Pick the chosen class out of (rows, outputs, columns + base); one output is the log-odds of class 1."""
    rows = np.arange(len(raw))
    if raw.shape[1] == 1:
        sign = np.where(chosen == 1, 1.0, -1.0)
        picked, output = parts[:, 0] * sign[:, None], raw[:, 0] * sign
    else:
        picked, output = parts[rows, chosen], raw[rows, chosen]
    return Attribution(picked[:, :-1], picked[:, -1], output)


def _forest(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    from shap import TreeExplainer

    explainer = TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
    rows = np.arange(len(prepared))
    values = np.asarray(explainer.shap_values(prepared, check_additivity=False))[rows, :, chosen]
    return Attribution(
        values, np.asarray(explainer.expected_value)[chosen], estimator.predict_proba(prepared)[rows, chosen]
    )


def _logistic(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    binary = len(estimator.coef_) == 1
    weights = np.vstack([-estimator.coef_, estimator.coef_]) if binary else estimator.coef_
    shift = np.hstack([-estimator.intercept_, estimator.intercept_]) if binary else estimator.intercept_
    mean = background.mean(axis=0)
    values = weights[chosen] * (prepared - mean)
    output = (weights[chosen] * prepared).sum(axis=1) + shift[chosen]
    return Attribution(values, weights[chosen] @ mean + shift[chosen], output)


def _sampled(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    base = estimator.predict_proba(background).mean(axis=0)
    rows = zip(prepared, chosen, strict=True)
    values = [_sampled_row(estimator, row, int(k), background) for row, k in rows]
    output = estimator.predict_proba(prepared)[np.arange(len(prepared)), chosen]
    return Attribution(np.array(values).reshape(prepared.shape), base[chosen], output)


def _sampled_row(estimator: Any, row: np.ndarray, k: int, background: np.ndarray) -> np.ndarray:
    """Average, over random orders and their reverses, what turning each column from background to row changes."""
    rng, width = np.random.default_rng(0), len(row)
    orders = [rng.permutation(width) for _ in range(_ORDERS // 2)]
    total = np.zeros(width)
    for order in [*orders, *(order[::-1] for order in orders)]:
        total[order] += np.diff(_path(estimator, row, k, background, order))
    return total / _ORDERS


def _path(estimator: Any, row: np.ndarray, k: int, background: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Mean output after 0, 1, … columns have been turned, in this order."""
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order))
    turned = rank[None, :] < np.arange(len(order) + 1)[:, None]
    at_once = max(1, _BATCH_CELLS // background.size)
    means = []
    for start in range(0, len(turned), at_once):
        mixed = np.where(turned[start : start + at_once, None, :], row, background[None])
        outputs = estimator.predict_proba(mixed.reshape(-1, len(row)))[:, k]
        means.append(outputs.reshape(-1, len(background)).mean(axis=1))
    return np.concatenate(means)


_ATTRIBUTORS: dict[str, Callable[[Any, np.ndarray, np.ndarray, np.ndarray], Attribution]] = {
    "LGBMClassifier": _lightgbm,
    "XGBClassifier": _xgboost,
    "RandomForestClassifier": _forest,
    "LogisticRegression": _logistic,
    "MLPClassifier": _sampled,
}
