"""Nearest neighbours whose votes respect row weights and never make sure of anything."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.neighbors import NearestNeighbors

from ML.classifiers.own import OwnClassifier

_TINY = 1e-12


class NeighbourVotes(OwnClassifier):
    """Classes by the votes of the nearest training rows.

    A neighbour's vote is its row weight, by its closeness where ``weights`` is ``"distance"``; votes are scaled to
    ``n_neighbors`` in sum, and ``prior_votes`` more go to the classes as they occur in the whole (weighted) table.

    Parameters
    ----------
    n_neighbors : int
        Rows that vote; all rows where there are fewer.
    weights : {"uniform", "distance"}
    metric : {"manhattan", "euclidean"}
    prior_votes : float
        Keeps probabilities away from 0 and 1.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    prior_ : ndarray of shape (n_classes,)
        Share of each class.
    votes_ : ndarray of shape (n_samples, n_classes)
        Weight of each training row, in the column of its class.
    """

    def __init__(
        self,
        n_neighbors: int = 20,
        weights: str = "distance",
        metric: str = "manhattan",
        prior_votes: float = 1.0,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.metric = metric
        self.prior_votes = prior_votes

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Remember X of shape (n_samples, n_columns), classes and row weights."""
        X, codes, weight, _ = self._checked(X, y, sample_weight)
        self.votes_ = np.zeros((len(codes), len(self.classes_)))
        self.votes_[np.arange(len(codes)), codes] = 1.0 if weight is None else weight
        self.prior_ = self.votes_.sum(axis=0) / self.votes_.sum()
        self.index_ = NearestNeighbors(algorithm="brute", metric=self.metric).fit(X)
        return self

    def _probabilities(self, X: np.ndarray) -> np.ndarray:
        count = min(self.n_neighbors, len(self.votes_))
        distances, rows = self.index_.kneighbors(X, count)
        votes = np.einsum("rn,rnc->rc", self._say(distances), self.votes_[rows])
        votes *= count / np.maximum(votes.sum(axis=1, keepdims=True), _TINY)
        votes += np.maximum(self.prior_votes, _TINY) * self.prior_
        return votes / votes.sum(axis=1, keepdims=True)

    def _say(self, distances: np.ndarray) -> np.ndarray:
        if self.weights == "uniform":
            return np.ones_like(distances)
        # Relative to the farthest of the neighbours, so that the say depends on no unit.
        reach = np.maximum(distances[:, -1:], _TINY)
        return reach / np.maximum(distances, 1e-6 * reach)
