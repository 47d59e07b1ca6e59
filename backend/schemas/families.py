"""Model families on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from backend.schemas.envelope import Answer, Page
from backend.schemas.steps import StepChoice


class FamilyPath(BaseModel):
    """Which family is meant."""

    family: str = Field(description="Name of a model family, such as lightgbm", max_length=64)


class FamilyFacts(Answer):
    """A kind of classifier, and the JSON Schema (2020-12) of its hyperparameters."""

    name: str
    title: str
    summary: str
    recommended: bool
    pros: list[str]
    cons: list[str]
    cost: str
    unit: str
    explained_in: str
    hyperparameters: dict[str, Any]


class FamilyList(Page):
    """The families held, the recommended one first, and what can be chosen around each."""

    models: list[FamilyFacts]
    steps: list[StepChoice] = Field(description="The steps around the classifier, and the ways to do each")
