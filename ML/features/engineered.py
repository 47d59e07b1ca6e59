"""The transformer that appends engineered features, row by row and without learning anything from labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted, validate_data

from ML.catalogs.catalogue import Column
from ML.catalogs.mapping import common_columns
from ML.features.definitions import ENGINEERED_FEATURES, EngineeredFeature


def canonical_names(columns: Sequence[Column]) -> list[str]:
    """Name of each column in the schema that the missions share.

    Parameters
    ----------
    columns : sequence of Column

    Returns
    -------
    list of str
        Empty where the schema has no such column, where it has it in another unit, and where an earlier column is the
        same: a formula would go wrong, or would be computed twice.
    """
    names: list[str] = []
    for column in columns:
        shared = common_columns().get(column.canonical)
        usable = shared is not None and shared.unit == column.unit and shared.name not in names
        names.append(column.canonical if usable else "")
    return names


class EngineeredFeatures(TransformerMixin, BaseEstimator):
    """Append every engineered feature whose inputs are among the columns.

    Parameters
    ----------
    columns : sequence of str or None
        Names of the input columns; None takes them from a DataFrame, and appends nothing where there are no names.
    canonical : sequence of str or None
        Name of each of them in the schema that the missions share, as from :func:`canonical_names`; None where
        ``columns`` are such names themselves.

    Attributes
    ----------
    features_ : tuple of EngineeredFeature
        What is appended, in the order of the table.
    positions_ : list of list of int
        Input columns of each.
    """

    def __init__(self, columns: Sequence[str] | None = None, canonical: Sequence[str] | None = None) -> None:
        self.columns = columns
        self.canonical = canonical

    def fit(self, X: Any, y: Any = None) -> EngineeredFeatures:
        """Find out which features can be computed from X of shape (n_samples, n_columns)."""
        X = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        names = list(self.columns if self.columns is not None else getattr(self, "feature_names_in_", ()))
        shared = names if self.canonical is None else list(self.canonical)
        for given in filter(None, (names, shared)):
            if len(given) != X.shape[1]:
                raise ValueError(f"There are {len(given)} column names for {X.shape[1]} columns.")
        held = {name: position for position, name in enumerate(shared) if name}
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


def _computable(feature: EngineeredFeature, held: dict[str, int], names: list[str]) -> bool:
    return feature.name not in names and all(name in held for name in feature.inputs)


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)
