"""Contributions of encoded columns to one class's output: one shape for every family, always adding up.

Boosters with a library of their own give exact tree SHAP natively, other trees in ``tree_paths``; for a linear model
the closed form with independent columns is exact (Lundberg & Lee 2017, arXiv:1705.07874, corollary 1); what has neither
is sampled over random orders of its columns, with the standard error of what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ML.classifiers.attribution import Attribution, exactly
from ML.classifiers.ensemble_contributions import ensemble_attribution
from ML.classifiers.sampled_contributions import sampled
from ML.classifiers.tree_contributions import boosted_votes, forest, gradient_boosting, histogram_boosting

__all__ = ["Attribution", "attribute", "attribute_every", "background_rows"]

Parts = tuple[np.ndarray, np.ndarray]
"""Of all outputs of a booster: contributions and base, (rows, outputs, columns + 1), and scores, (rows, outputs)."""

_BACKGROUND_ROWS = {
    "MLPClassifier": 100,
    "SupportVectorMachine": 30,
    "NeighbourVotes": 30,
    "WeightedEnsemble": 100,
    "AutoEnsemble": 100,
}


def background_rows(estimator: Any, prepared: np.ndarray, seed: int) -> np.ndarray:
    """Pick what an explanation is measured against: the mean row, a sample, or nothing, as the family needs."""
    kind = type(estimator).__name__
    if kind == "LogisticRegression":
        return prepared.mean(axis=0, keepdims=True)
    chosen = np.random.default_rng(seed).permutation(len(prepared))[: _BACKGROUND_ROWS.get(kind, 0)]
    return prepared[np.sort(chosen)]


def _ensemble(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    parts = [(member, estimator.seen_by(name, background)) for name, member in estimator.parts()]
    backgrounds = [(member, background_rows(member, seen, 0)) for member, seen in parts]
    return ensemble_attribution(estimator, prepared, chosen, backgrounds, attribute)


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


def attribute_every(estimator: Any, prepared: np.ndarray, background: np.ndarray) -> list[Attribution]:
    """Attribute the output of each class in turn; boosters give all classes in one pass."""
    n_classes = len(estimator.classes_)
    everyone = [np.full(len(prepared), k) for k in range(n_classes)]
    native = _NATIVE.get(type(estimator).__name__)
    if native is None:
        return [attribute(estimator, prepared, chosen, background) for chosen in everyone]
    parts, raw = native(estimator, prepared)
    return [_boosted(parts, raw, chosen) for chosen in everyone]


def _lightgbm(estimator: Any, prepared: np.ndarray) -> Parts:
    booster, threads = estimator.booster_, estimator.n_jobs
    parts = np.asarray(booster.predict(prepared, pred_contrib=True, num_threads=threads))
    raw = np.asarray(booster.predict(prepared, raw_score=True, num_threads=threads))
    return parts.reshape(len(prepared), -1, prepared.shape[1] + 1), raw.reshape(len(prepared), -1)


def _xgboost(estimator: Any, prepared: np.ndarray) -> Parts:
    from xgboost import DMatrix

    booster, matrix = estimator.get_booster(), DMatrix(prepared, nthread=estimator.n_jobs)
    parts = booster.predict(matrix, pred_contribs=True).astype(float)
    raw = booster.predict(matrix, output_margin=True).astype(float)
    return parts.reshape(len(prepared), -1, prepared.shape[1] + 1), raw.reshape(len(prepared), -1)


def _catboost(estimator: Any, prepared: np.ndarray) -> Parts:
    parts, raw = estimator.raw_parts(prepared)
    return parts, raw


_NATIVE: dict[str, Callable[[Any, np.ndarray], Parts]] = {
    "LGBMClassifier": _lightgbm,
    "SymmetricBoosting": _catboost,
    "XGBClassifier": _xgboost,
}


def _native(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    return _boosted(*_NATIVE[type(estimator).__name__](estimator, prepared), chosen)


def _boosted(parts: np.ndarray, raw: np.ndarray, chosen: np.ndarray) -> Attribution:
    """Pick the chosen class out of (rows, outputs, columns + base); one output is the log-odds of class 1."""
    rows = np.arange(len(raw))
    if raw.shape[1] == 1:
        sign = np.where(chosen == 1, 1.0, -1.0)
        picked, output = parts[:, 0] * sign[:, None], raw[:, 0] * sign
    else:
        picked, output = parts[rows, chosen], raw[rows, chosen]
    return exactly(picked[:, :-1], picked[:, -1], output)


def _logistic(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    binary = len(estimator.coef_) == 1
    weights = np.vstack([-estimator.coef_, estimator.coef_]) if binary else estimator.coef_
    shift = np.hstack([-estimator.intercept_, estimator.intercept_]) if binary else estimator.intercept_
    mean = background.mean(axis=0)
    values = weights[chosen] * (prepared - mean)
    output = (weights[chosen] * prepared).sum(axis=1) + shift[chosen]
    return exactly(values, weights[chosen] @ mean + shift[chosen], output)


_ATTRIBUTORS: dict[str, Callable[[Any, np.ndarray, np.ndarray, np.ndarray], Attribution]] = {
    "LGBMClassifier": _native,
    "SymmetricBoosting": _native,
    "XGBClassifier": _native,
    "HistogramBoosting": histogram_boosting,
    "GradientBoostingClassifier": gradient_boosting,
    "BoostedVotes": boosted_votes,
    "RandomForestClassifier": forest,
    "ExtraTreesClassifier": forest,
    "DecisionTreeClassifier": forest,
    "LogisticRegression": _logistic,
    "SupportVectorMachine": sampled,
    "NeighbourVotes": sampled,
    "MLPClassifier": sampled,
    "WeightedEnsemble": _ensemble,
    "AutoEnsemble": _ensemble,
}
