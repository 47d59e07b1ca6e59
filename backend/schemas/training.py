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


class TrialScore(Answer):
    """One setting of the hyperparameters, tried on inner folds of the training rows."""

    search: str = Field(description="'fold-1', 'fold-2', … or 'final': which training rows it is tried on")
    number: int = Field(description="From 0, the settings as they were chosen")
    state: Literal["waiting", "running", "complete", "pruned", "failed", "timeout", "stopped"]
    value: float | None = Field(None, description="Mean log-loss of the inner folds so far; smaller is better")
    best: float | None = Field(None, description="Smallest value of the complete trials of this search up to this one")
    scores: list[float] = Field(default_factory=list, description="Log-loss of each inner fold")
    settings: dict[str, Any] = Field(default_factory=dict)
    seconds: float | None = None
    worker: int | None = Field(None, description="Which of the workers that took part, from 1")
    error: str = ""


class Scores(Answer):
    """Scores so far."""

    folds: list[FoldScores] = Field(default_factory=list)
    trials: list[TrialScore] = Field(default_factory=list)


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
    stop_requested: bool = Field(False, description="Tuning ends now and keeps the best so far")
    leaky: bool = Field(False, description="Trained with columns that had to be allowed on purpose")
