"""The model families that can be chosen, as the registry of ML describes them."""

from __future__ import annotations

from typing import Any

from backend.services.steps import step_choices
from ML.classifiers import Family, families, get_family

SHOWN = ("name", "title", "summary", "recommended", "cost", "unit", "explained_in")


class FamilyService:
    """Lists and describes model families."""

    def page(self, page: int = 1, per_page: int = 50) -> dict[str, Any]:
        """Return one page of the families, the recommended one first, and the steps around them."""
        held = families()
        shown = held[(page - 1) * per_page : page * per_page]
        models = [_facts(family) for family in shown]
        return {"models": models, "steps": step_choices(), "page": page, "per_page": per_page, "total": len(held)}

    def describe(self, name: str) -> dict[str, Any]:
        """Return one family; raises ``UnknownFamilyError`` that names what is held."""
        return _facts(get_family(name))


def _facts(family: Family) -> dict[str, Any]:
    words = {"pros": list(family.pros), "cons": list(family.cons)}
    return {**{name: getattr(family, name) for name in SHOWN}, **words, "hyperparameters": family.json_schema()}
