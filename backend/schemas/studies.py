"""Studies on the wire: measurements for a session by real cross-validation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel

from backend.schemas.envelope import Answer, Request
from backend.schemas.explanations import GlobalExplanation
from backend.schemas.prediction import Remark
from backend.schemas.prospective import LearningCurve, ProspectiveValidation
from backend.schemas.results import Estimate
from backend.schemas.selection import ColumnName, SessionId
from backend.schemas.training import JobProgress
from backend.schemas.transfer import TransferStudy


class LeakPriceRequest(Request):
    """Measure what columns that give the answer away buy."""

    session_id: SessionId
    study: Literal["leak_price"]
    columns: list[ColumnName] | None = Field(
        None, min_length=1, max_length=200, description="Default: those that the session allows, else all known leaks"
    )


class ProspectiveRequest(Request):
    """Train on an older snapshot, and look what became of the objects that were undecided in it."""

    session_id: SessionId
    study: Literal["prospective"]
    older: str | None = Field(
        None, alias="from", max_length=200, description="Snapshot to train on; default the newest one before `to`"
    )
    newer: str | None = Field(
        None, alias="to", max_length=200, description="Snapshot that tells what became of them; default the newest held"
    )


class LearningCurveRequest(Request):
    """Train with fewer and with more stars, and judge on the same objects."""

    session_id: SessionId
    study: Literal["learning_curve"]


class TransferRequest(Request):
    """Train on one mission and test on another, and train on several in turn."""

    session_id: SessionId
    study: Literal["transfer"]


class ExplanationsRequest(Request):
    """Explain held-out objects by the models of all folds: what matters, how steadily, and how it works together."""

    session_id: SessionId
    study: Literal["explanations"]
    positive: str | None = Field(
        None, max_length=200, description="Class that contributions speak for; default the task's positive one"
    )


AnyStudy = LeakPriceRequest | ProspectiveRequest | LearningCurveRequest | TransferRequest | ExplanationsRequest


class StudyRequest(RootModel[Annotated[AnyStudy, Field(discriminator="study")]]):
    """Start a study, told apart by ``study``."""


class StudyPath(BaseModel):
    """Which study is meant."""

    study_id: str = Field(description="The id that POST /api/studies answered", max_length=64)


class PricedColumns(Answer):
    """What a group of columns buys by itself."""

    columns: list[str]
    metrics: dict[str, Estimate]
    difference: dict[str, Estimate]
    text: str


class LeakPrice(Answer):
    """The same model on the same folds with and without the columns; differences are with minus without."""

    leaks: list[str]
    features: list[str]
    with_leaks: dict[str, Estimate]
    without_leaks: dict[str, Estimate]
    difference: dict[str, Estimate]
    text: str
    rows: int
    hosts: int
    folds: int
    split_hash: str
    alone: dict[str, PricedColumns]
    warnings: list[Remark]


class VersionComparison(Answer):
    """Models of two versions of a table on the same held-out hosts; differences are extended minus base."""

    base: dict[str, Estimate]
    extended: dict[str, Estimate]
    difference: dict[str, Estimate]
    verdict: Literal["better", "worse", "alike"]
    text: str
    gained: int = Field(description="Objects that only the extended version's model gets right")
    lost: int = Field(description="Objects that only the base's model gets right")
    p_value: float = Field(description="Exact McNemar test of gained against lost, two-sided")
    rows: int
    hosts: int
    folds: int
    trained_rows: dict[str, int]
    new_rows: int
    changed_rows: int
    relabelled_rows: int
    classes: list[str]
    confusion_matrices: dict[str, list[list[int]]]
    split_hash: str
    warnings: list[Remark]


AnyResult = LeakPrice | VersionComparison | ProspectiveValidation | LearningCurve | TransferStudy | GlobalExplanation


class StudyFacts(JobProgress):
    """How far a study is, and once it is done what it measured."""

    study_id: str
    session_id: str
    study: Literal["leak_price", "retraining", "prospective", "learning_curve", "transfer", "explanations"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    result: AnyResult | None
