"""Which gaps a model knows from its training rows, and how much of what it goes by a row lacks.

A gap is known where training rows lack the same: the model has learned what such rows are. That a person leaves a field
empty says nothing of the object, though, so gaps that no training rows have are not answered with stand-ins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ML.features.definitions import ENGINEERED_FEATURES
from ML.features.engineered import canonical_names
from ML.trained_model import TrainedModel

MOST_LACKING = 0.15
"""Share of the importance that a row may lack beyond what training rows lack too, and still be answered as it is.

Up to about there medians answer better than a small model of the other fields (docs/prediction.md)."""

FEWEST_ALIKE = 20
LEAST_ALIKE = 0.002
"""Training rows, by number and by share, that must lack the same for a gap to be known."""

_MOST_PATTERNS = 500


@dataclass(frozen=True)
class KnownGaps:
    """Patterns of gaps among the training rows.

    Attributes
    ----------
    names : tuple of str
        Input columns of the model.
    shares : ndarray of shape (n_columns,)
        Share of each in the importance, that of computed features split between their inputs.
    patterns : ndarray of bool of shape (n_patterns, n_columns)
        Where the rows of each known pattern are empty; one pattern is without any gap.
    """

    names: tuple[str, ...]
    shares: np.ndarray
    patterns: np.ndarray

    def lacking(self, missing: np.ndarray) -> np.ndarray:
        """Share of the importance that rows lack beyond the known pattern that is nearest.

        Parameters
        ----------
        missing : ndarray of bool of shape (n_rows, n_columns)

        Returns
        -------
        ndarray of shape (n_rows,)
            0 for rows whose gaps are known; cells that a row has and a pattern lacks count as well.
        """
        if not len(missing):
            return np.zeros(0)
        different = np.logical_xor(missing[:, None, :], self.patterns[None, :, :])
        return np.asarray((different @ self.shares).min(axis=1))


def known_gaps(model: TrainedModel) -> KnownGaps:
    """Find the patterns of gaps that a model's training rows have often enough."""
    names = tuple(model.feature_names)
    none = np.zeros((1, len(names)), dtype=bool)
    if model.reserve is None:
        return KnownGaps(names, input_shares(model), none)
    patterns, counts = np.unique(model.reserve.X[list(names)].isna().to_numpy(), axis=0, return_counts=True)
    often = counts >= max(FEWEST_ALIKE, LEAST_ALIKE * counts.sum())
    order = np.argsort(-counts[often], kind="stable")[:_MOST_PATTERNS]
    return KnownGaps(names, input_shares(model), np.vstack([none, patterns[often][order]]))


def input_shares(model: TrainedModel) -> np.ndarray:
    """Share of each input column in the importance: ndarray of shape (n_columns,) that adds up to 1."""
    shares = dict.fromkeys(model.feature_names, 0.0)
    sources = _sources(model)
    for entry in model.importance:
        inputs = [name for name in sources.get(entry.feature, [entry.feature]) if name in shares]
        for name in inputs:
            shares[name] += entry.share / len(inputs)
    return np.array(list(shares.values()))


def _sources(model: TrainedModel) -> dict[str, Sequence[str]]:
    """Input columns of each computed feature."""
    canonical = canonical_names(model.plan.features)
    held = {shared: column.name for shared, column in zip(canonical, model.plan.features, strict=True) if shared}
    names = set(model.feature_names)
    return {
        feature.name: [held[name] for name in feature.inputs if name in held]
        for feature in ENGINEERED_FEATURES
        if feature.name not in names
    }
