"""The transformer that appends engineered features, row by row and without learning anything from labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted, validate_data

from ML.features.definitions import CATALOGUE_NAMES, ENGINEERED_FEATURES, EngineeredFeature


class EngineeredFeatures(TransformerMixin, BaseEstimator):
    """Append every engineered feature whose inputs are among the columns.

    Parameters
    ----------
    columns : sequence of str or None
        Names of the input columns, canonical or a catalogue's own; None takes them from a DataFrame, and appends
        nothing where there are no names.

    Attributes
    ----------
    features_ : tuple of EngineeredFeature
        What is appended, in the order of the table.
    positions_ : list of list of int
        Input columns of each.
    """

    def __init__(self, columns: Sequence[str] | None = None) -> None:
        self.columns = columns

    def fit(self, X: Any, y: Any = None) -> EngineeredFeatures:
        """Find out which features can be computed from X of shape (n_samples, n_columns)."""
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        names = list(self.columns if self.columns is not None else getattr(self, "feature_names_in_", ()))
        if names and len(names) != X.shape[1]:
            raise ValueError(f"There are {len(names)} column names for {X.shape[1]} columns.")
        held = {canonical: _position(names, aliases) for canonical, aliases in CATALOGUE_NAMES.items()}
        self.features_ = tuple(feature for feature in ENGINEERED_FEATURES if _computable(feature, held, names))
        self.positions_ = [[held[name] for name in feature.inputs] for feature in self.features_]
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return X of shape (n_samples, n_columns) with the features appended; NaN where an input is missing."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False)
        pairs = zip(self.features_, self.positions_, strict=True)
        return np.column_stack([X, *(_finite(feature.compute(*X[:, held].T)) for feature, held in pairs)])

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the input names followed by the names of the appended features."""
        check_is_fitted(self)
        names = self.columns if input_features is None and self.columns is not None else input_features
        given = _check_feature_names_in(self, names)
        return np.concatenate([given, np.array([feature.name for feature in self.features_], dtype=object)])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _position(names: list[str], aliases: tuple[str, ...]) -> int:
    return next((names.index(alias) for alias in aliases if alias in names), -1)


def _computable(feature: EngineeredFeature, held: dict[str, int], names: list[str]) -> bool:
    return feature.name not in names and all(held[name] >= 0 for name in feature.inputs)


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)
