"""Studies on the wire: measurements for a session by real cross-validation."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from backend.schemas.envelope import Request
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


class StudyFacts(JobProgress):
    """How far a study is, and once it is done what it measured."""

    study_id: str
    session_id: str
    study: Literal["leak_price", "retraining"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    result: dict[str, Any] | None
