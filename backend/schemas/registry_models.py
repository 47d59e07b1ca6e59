"""Named models as the registry shows them: versions, promotions, cards, and two versions side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.schemas.envelope import Answer, Page
from backend.schemas.results import Estimate


class ModelVersion(Answer):
    """A version of a model, and what its run recorded."""

    name: str
    version: int
    origin: str
    note: str
    created_at: datetime
    promoted: bool | None = None
    family: str
    title: str
    task: str
    dataset: str
    snapshot: str | None
    rows: int
    classes: list[str]
    positive_class: str | None
    features: list[str]
    metrics: dict[str, Any]
    baselines: dict[str, Any]
    data_hash: str
    split_hash: str
    exported: dict[str, Any]
    warnings: list[dict[str, str]]
    sha256: dict[str, str]


class RemovedVersion(Answer):
    """What is gone for good."""

    name: str
    version: int
    deleted: bool = True


class Promotion(Answer):
    """When a version began to serve."""

    version: int
    note: str
    promoted_at: datetime


class RegisteredModel(Answer):
    """A named model: `serving`, `registered` (no version promoted), or of the platform's own: `waiting`, `training`,
    `failed`."""

    name: str
    state: str
    version: int | None
    origin: str
    promoted: ModelVersion | None
    versions: list[ModelVersion]
    history: list[Promotion]
    progress: dict[str, Any] | None


class RegistryList(Page):
    """The models there are, and those that the platform is still training."""

    models: list[RegisteredModel]


class RegistryComparison(Answer):
    """Two versions side by side."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    this: ModelVersion
    other: ModelVersion
    metrics: dict[str, Any]
    paired: bool
    text: str


class CardColumn(BaseModel):
    """An input of the model, and what the training rows held in it."""

    name: str
    label: str
    unit: str
    description: str
    kind: str
    missing: float = Field(description="Share of training rows without a value")
    minimum: float | None
    median: float | None
    maximum: float | None
    low: float | None
    high: float | None = Field(description="Nine of ten training rows lie between low and high")
    categories: list[str]


class CardImportance(BaseModel):
    """Mean absolute contribution of a column to the predicted class."""

    feature: str
    importance: float
    share: float


class ModelCard(Answer):
    """The card of a version: what stands in its bundle's `metadata.json` and `model_card.md`, without the run's id."""

    name: str
    version: int
    origin: str
    note: str
    created_at: datetime
    task: str
    classes: list[str]
    positive_class: str | None
    engineered: bool
    data: dict[str, Any]
    split: dict[str, Any]
    features: list[CardColumn]
    model: dict[str, Any] = Field(description="Family, hyperparameters, seed and the steps around the classifier")
    metrics: dict[str, Estimate]
    per_class: dict[str, dict[str, Estimate]]
    baselines: dict[str, dict[str, float | None] | None]
    importance: list[CardImportance]
    warnings: list[dict[str, Any]]
    onnx: dict[str, Any] = Field(description="How exact the exported form is")
    versions: dict[str, str] = Field(description="Python and libraries that trained it")
    markdown: str = Field(description="The same in words")
