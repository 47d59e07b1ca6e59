"""What columns are called: label, unit, kind and formula, of those of a table and of those computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ML.catalogs.catalogue import Column
from ML.features.definitions import ENGINEERED_FEATURES, EngineeredFeature

_ENGINEERED = {feature.name: feature for feature in ENGINEERED_FEATURES}


@dataclass(frozen=True, slots=True)
class Words:
    """Name of a column, and its label, unit, kind and formula for a person; a formula means that it is computed."""

    name: str
    label: str
    unit: str
    group: str = ""
    formula: str = ""


def describe(columns: Sequence[Column], name: str) -> Words:
    """Return the words for an input column, or for an engineered feature computed from such."""
    column = next((column for column in columns if column.name == name), None)
    if column is not None:
        return Words(name, column.label or name, column.unit, column.group)
    feature = _ENGINEERED[name]
    return Words(name, feature.label, feature.unit, _group_of(columns, feature), _formula(feature))


def _group_of(columns: Sequence[Column], feature: EngineeredFeature) -> str:
    """Return the kind of the first column that goes into a feature."""
    return next((column.group for column in columns if column.canonical == feature.inputs[0]), "")


def _formula(feature: EngineeredFeature) -> str:
    inputs = ", ".join(name.replace("_", " ") for name in feature.inputs)
    source = f"; {feature.source}" if feature.source else ""
    return f"{feature.formula}, from {inputs}{source}"
