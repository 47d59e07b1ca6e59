"""Studies on the wire: measurements for a session by real cross-validation."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from backend.schemas.envelope import Answer, Request
from backend.schemas.prediction import Remark
from backend.schemas.results import Estimate
from backend.schemas.selection import ColumnName, SessionId
from backend.schemas.training import JobProgress


class StudyRequest(Request):
    """Measure what columns that give the answer away buy."""

    session_id: SessionId
    study: Literal["leak_price"]
    columns: list[ColumnName] | None = Field(
        None, min_length=1, max_length=200, description="Default: those that the session allows, else all known leaks"
    )


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


class StudyFacts(JobProgress):
    """How far a study is, and once it is done what it measured."""

    study_id: str
    session_id: str
    study: Literal["leak_price", "retraining"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    result: LeakPrice | None
