"""The steps around the classifier, by choice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend.schemas.envelope import Answer

Imputation = Literal["median", "mean", "indicator", "gaps"]
Scaling = Literal["family", "none", "standard", "robust"]
Encoding = Literal["one_hot", "ordinal"]
ColumnSelection = Literal["none", "importance", "l1", "l2"]
Imbalance = Literal["none", "class_weight", "smote", "cost"]
Calibration = Literal["none", "sigmoid", "isotonic", "venn_abers"]

MOST_CLASSES = 20
Cost = Annotated[float, Field(gt=0, le=1_000_000)]
Costs = Annotated[dict[str, Cost], Field(min_length=1, max_length=MOST_CLASSES)]


class StepOption(Answer):
    """One way to do a step."""

    name: str
    title: str
    help: str


class StepChoice(Answer):
    """A step around the classifier, and the ways to do it."""

    field: str = Field(description="Name of the setting in POST /select")
    part: Literal["model", "evaluation"] = Field(description="config_type to which the setting belongs")
    title: str
    help: str
    default: str
    options: list[StepOption]
