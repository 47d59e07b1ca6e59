"""Which gaps a model knows from its training rows, and how much of what it goes by a row lacks.

A gap is known where training rows lack the same: the model has learned what such rows are. That a person leaves a field
empty says nothing of the object, though, so gaps that no training rows have are not answered with stand-ins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ML.features.definitions import ENGINEERED_FEATURES
from ML.features.engineered import canonical_names
from ML.results import FeatureImportance
from ML.trained_model import TrainedModel

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

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
    shares = shares_of_inputs(model.plan.features, model.importance)
    return np.array([shares[name] for name in model.feature_names])


def shares_of_inputs(features: Sequence[Column], importance: Sequence[FeatureImportance]) -> dict[str, float]:
    """Return the share of each input column in the importance, that of computed features split between their inputs.

    Parameters
    ----------
    features : sequence of Column
        The input columns.
    importance : sequence of FeatureImportance
        Of these columns and of features that were computed from them.
    """
    shares, sources = dict.fromkeys((column.name for column in features), 0.0), _sources(features)
    for entry in importance:
        inputs = [name for name in sources.get(entry.feature, [entry.feature]) if name in shares]
        for name in inputs:
            shares[name] += entry.share / len(inputs)
    return shares


def _sources(features: Sequence[Column]) -> dict[str, Sequence[str]]:
    """Input columns of each computed feature."""
    canonical = canonical_names(features)
    held = {shared: column.name for shared, column in zip(canonical, features, strict=True) if shared}
    names = {column.name for column in features}
    return {
        feature.name: [held[name] for name in feature.inputs if name in held]
        for feature in ENGINEERED_FEATURES
        if feature.name not in names
    }
