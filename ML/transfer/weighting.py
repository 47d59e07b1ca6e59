"""Weights that make one mission's rows look like another's: learned from the columns alone, never from verdicts.

A row of the training mission weighs as much as a classifier of missions finds its like more common in the tested
mission (Shimodaira 2000, J. Stat. Plan. Inference 90, 227; density ratio from a classifier: Sugiyama et al. 2012). The
tested mission's columns are seen, as they are when a model is asked about its objects; its verdicts are not.
"""

from __future__ import annotations

import numpy as np

from ML.classifiers.estimators import build_estimator, limit_threads
from ML.splitting import grouped_folds

SMALLEST, LARGEST = 0.01, 20.0
"""Between which weights are kept, so that a handful of rows does not decide."""

_SETTINGS = {"n_estimators": 60, "num_leaves": 7, "learning_rate": 0.1}
_FOLDS = 5


def weights_towards(
    X: np.ndarray, X_wanted: np.ndarray, hosts: np.ndarray, hosts_wanted: np.ndarray, *, seed: int, n_threads: int = 1
) -> np.ndarray:
    """Weigh rows by how much more common their like is among wanted rows.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_columns)
        Rows to be weighed, encoded.
    X_wanted : ndarray of shape (n_wanted, n_columns)
        Rows that they are to be like.
    hosts, hosts_wanted : ndarray of shape (n_samples,), (n_wanted,)
        Stars: each row is weighed by a classifier that has not seen its star.
    seed, n_threads : int

    Returns
    -------
    ndarray of shape (n_samples,)
        Positive, with a mean of 1.
    """
    both, stars = np.vstack([X, X_wanted]), np.concatenate([hosts, hosts_wanted])
    wanted = np.r_[np.zeros(len(X), dtype=int), np.ones(len(X_wanted), dtype=int)]
    chances = np.zeros(len(both))
    for train, test in grouped_folds(wanted.astype(str), stars, folds=_FOLDS, seed=seed):
        estimator = build_estimator("lightgbm", _SETTINGS, seed, n_threads)
        estimator.fit(both[train], wanted[train])
        limit_threads(estimator, 1)
        chances[test] = estimator.predict_proba(both[test])[:, 1]
    odds = chances[: len(X)] / np.maximum(1 - chances[: len(X)], 1e-9) * len(X) / len(X_wanted)
    kept = np.clip(odds, SMALLEST, LARGEST)
    return np.asarray(kept / kept.mean())
