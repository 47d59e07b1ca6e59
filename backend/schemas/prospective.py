"""Prospective validation and learning curve on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from backend.schemas.envelope import Answer
from backend.schemas.prediction import Remark
from backend.schemas.results import Estimate, Section


class ProspectiveTop(Answer):
    """The best-scored objects: how many of the decided ones are of the positive class, what became of all."""

    length: int
    precision: Estimate
    found: float = Field(description="Share of all objects of the positive class that stands among these")
    of_all: dict[str, int]


class CatalogueScore(Answer):
    """The catalogue's own score on the same objects; the difference is the model's minus its."""

    name: str
    rows: int
    metrics: dict[str, Estimate]
    model_metrics: dict[str, Estimate]
    difference: dict[str, Estimate]


class ProspectiveSubset(Answer):
    """Metrics of a part of the objects."""

    rows: int
    hosts: int
    metrics: dict[str, Estimate]


class ProspectiveEvaluation(Answer):
    """What the scores were worth on the objects that were decided since."""

    metrics: dict[str, Estimate]
    per_class: dict[str, dict[str, Estimate]]
    baselines: dict[str, dict[str, float | None]]
    classes: list[str]
    confusion_matrix: list[list[int]]
    curves: dict[str, dict[str, Any]]


class UsedSnapshot(Answer):
    """A snapshot that was used."""

    dataset: str
    snapshot: str
    date: str | None
    sha256: str


class ProspectiveValidation(Answer):
    """How a model of an older snapshot did on objects that were undecided in it and are decided in a newer one."""

    model_config = ConfigDict(serialize_by_alias=True)

    older: UsedSnapshot = Field(alias="from")
    newer: UsedSnapshot = Field(alias="to")
    features: list[str]
    trained_rows: int
    trained_hosts: int
    undecided_then: int
    fates: dict[str, int] = Field(description="What became of them: by class, `undecided` and `gone`")
    rows: int
    hosts: int
    evaluation: ProspectiveEvaluation
    new_hosts: ProspectiveSubset | None = Field(description="Objects around stars that no training row has")
    known_hosts: ProspectiveSubset | None = Field(description="Objects around stars that some training row has")
    tops: list[ProspectiveTop]
    catalogue_score: CatalogueScore | None
    text: str
    warnings: list[Remark]


class ProspectiveObject(Answer):
    """An object that was undecided then, with its score and what became of it."""

    object: str
    host: str
    score: float
    prediction: str
    now: str = Field(description="Class, `undecided` or `gone`")
    known_host: bool
    catalogue_score: float | None


class ProspectiveSection(Section):
    """The newest prospective validation of what the run was trained with; null, and how to get it, before there is."""

    study_id: str | None
    text: str
    result: ProspectiveValidation | None
    rows: list[ProspectiveObject]
    page: int
    per_page: int
    total: int


class LearningPoint(Answer):
    """Metrics at one size of the training set."""

    fraction: float
    hosts: int
    rows: int
    metrics: dict[str, Estimate]


class LearningCurve(Answer):
    """Metrics against training stars, on the same validated objects."""

    points: list[LearningPoint]
    last_doubling: dict[str, Estimate]
    verdict: Literal["better", "worse", "alike"]
    text: str
    rows: int
    hosts: int
    folds: int
    split_hash: str
    warnings: list[Remark]


class LearningCurveSection(Section):
    """The newest learning curve of what the run was trained with; null, with the way to one, before there is."""

    study_id: str | None
    text: str
    result: LearningCurve | None
