"""Two runs side by side on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.schemas.envelope import Answer
from backend.schemas.prediction import Remark
from backend.schemas.results import Estimate

Verdict = Literal["better", "worse", "alike"]


class CompareQuery(BaseModel):
    """The session to compare with."""

    model_config = ConfigDict(extra="forbid")

    other: str = Field(alias="with", min_length=1, max_length=64, description="Id of the other session")


class ComparedRun(Answer):
    """One of the two runs."""

    session_id: str
    run_id: str
    family: str
    title: str
    leaky: bool = Field(description="Trained with columns that had to be allowed on purpose")
    timing: dict[str, float | int | None]


class ConfigurationDifference(Answer):
    """A setting that differs; null where a run has no such setting."""

    field: str
    this: Any
    other: Any


class FeatureDifference(Answer):
    """Features that only one of the runs has, and how many both have."""

    only_this: list[str]
    only_other: list[str]
    shared: int


class ComparedMetric(Answer):
    """A metric of both runs; the difference is this minus other, both resampled together by host."""

    this: Estimate
    other: Estimate
    difference: Estimate
    lower_is_better: bool
    verdict: Verdict


class McNemar(Answer):
    """On how many objects each run is right; the exact test of the two in the middle, two-sided."""

    both_right: int
    gained: int = Field(description="Objects that only this run gets right")
    lost: int = Field(description="Objects that only the other run gets right")
    both_wrong: int
    p_value: float


class TurnedObject(Answer):
    """An object that exactly one of the runs gets right."""

    object: str
    host: str
    truth: str
    prediction: str
    probability: float
    other_prediction: str
    other_probability: float


class Comparison(Answer):
    """What differs between the runs of two sessions, and by how much this one is better."""

    model_config = ConfigDict(serialize_by_alias=True)

    session_id: str
    other_session_id: str = Field(alias="with")
    this: ComparedRun
    other: ComparedRun
    differences: list[ConfigurationDifference]
    features: FeatureDifference
    metrics: dict[str, ComparedMetric]
    classes: list[str]
    confusion_matrices: dict[str, list[list[int]]]
    headline: Literal["accuracy", "pr_auc"]
    verdict: Verdict
    text: str
    rows: int
    hosts: int
    mcnemar: McNemar
    turned: list[TurnedObject] = Field(description="At most 50, those on which both are most confident first")
    split_hash: str
    warnings: list[Remark]
