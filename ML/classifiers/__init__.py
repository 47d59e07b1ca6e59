"""The registry of model families. Reading it imports no training library."""

from __future__ import annotations

from ML.classifiers.schema import Family, Hyperparameter
from ML.classifiers.tables import FAMILIES
from ML.exceptions import UnknownFamilyError

__all__ = ["Family", "Hyperparameter", "families", "family_names", "get_family"]

_BY_NAME = {family.name: family for family in FAMILIES}


def families() -> tuple[Family, ...]:
    """Return every family, the recommended one first."""
    return FAMILIES


def family_names() -> tuple[str, ...]:
    """Return the name of every family, the recommended one first."""
    return tuple(_BY_NAME)


def get_family(name: str) -> Family:
    """Return the family called ``name``; raises UnknownFamilyError that names what is held."""
    if name not in _BY_NAME:
        message = f"There is no model family {name!r}. Choose one of {', '.join(_BY_NAME)}."
        raise UnknownFamilyError(message, [{"field": "model", "message": message}], families=list(_BY_NAME))
    return _BY_NAME[name]
