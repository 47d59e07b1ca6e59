"""Training: start, cancel, and how far it is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from backend.schemas.envelope import Answer, Request
from backend.schemas.selection import SessionId


class TrainingRequest(Request):
    """Start a training, cancel it, or end its tuning."""

    session_id: SessionId
    action: Literal["start", "cancel", "stop"] = "start"


class PhaseState(Answer):
    """A part of the work."""

    name: str
    title: str
    state: Literal["waiting", "running", "done"]


class LogLine(Answer):
    """What happened when."""

    time: str
    text: str


class FoldScores(Answer):
    """Metrics of one finished validation fold."""

    fold: int
    metrics: dict[str, float | None]


class Scores(Answer):
    """Scores so far."""

    folds: list[FoldScores] = Field(default_factory=list)
    trials: list[dict[str, Any]] = Field(default_factory=list)


class JobError(Answer):
    """Why a job failed, and what helps."""

    code: str
    message: str
    remedy: str


class JobProgress(Answer):
    """Counted progress: phase, counts and percentage never go back."""

    phase: str | None = None
    phases: list[PhaseState] = Field(default_factory=list)
    completed: int = 0
    total: int = 0
    unit: str = ""
    percent: float = 0.0
    elapsed_s: float | None = None
    eta_s: float | None = None
    message: str = ""
    log: list[LogLine] = Field(default_factory=list)
    attempt: int = 0
    error: JobError | None = None


class TrainingProgress(JobProgress):
    """How far a session's training is."""

    session_id: str
    run_id: str | None = None
    state: Literal["created", "configured", "queued", "training", "trained", "failed", "cancelled"]
    queue_position: int | None = None
    scores: Scores = Field(default_factory=Scores)
    cancel_requested: bool = False
    leaky: bool = Field(False, description="Trained with columns that had to be allowed on purpose")
