"""What a promoted model answers."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from backend.schemas.envelope import Answer


class RowAnswer(Answer):
    """The answer for one row."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    class_: str = Field(alias="class")
    prediction: str
    probability: float
    probabilities: dict[str, float]
    score: float | None = Field(description="Probability of the positive class; null where there is none")
    threshold: float | None
    warnings: list[dict[str, str]]


class Answers(Answer):
    """The answers of a promoted model, in the order of the rows; ``class`` and ``score`` where one was asked."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    name: str
    version: int
    classes: list[str]
    class_: str | None = Field(None, alias="class")
    score: float | None = None
    predictions: list[RowAnswer]
