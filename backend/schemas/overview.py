"""The admin page on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from backend.schemas.envelope import Answer

Kind = Literal["runs", "trials", "predictions", "chunks", "refreshes", "studies"]


class JobCount(Answer):
    """How many jobs of a kind are in a state."""

    kind: Kind
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    count: int


class RecentFailure(Answer):
    """A job that failed: why, and what an operator may do. Ids are cut: whole ones open things."""

    kind: Kind
    id: str = Field(description="the first characters of the job's id, as log lines begin with them")
    session: str | None = Field(description="the session as log lines name it")
    code: str
    message: str
    remedy: str
    attempt: int
    finished_at: datetime


class StorageKind(Answer):
    """What is kept of one kind [bytes]."""

    kind: str
    bytes: int


class StorageUse(Answer):
    """What is kept, and what there is room for [bytes]."""

    kinds: list[StorageKind]
    used_bytes: int
    allowed_bytes: int | None = Field(description="MAX_STORAGE_GB, null for no bound")
    free_bytes: int | None = Field(description="null in an object store")


class RetentionRules(Answer):
    """How long things are kept; 0 is for ever."""

    retention_days: float
    upload_retention_days: float
    batch_retention_days: float
    orphan_hours: float
    janitor_minutes: float


class JanitorReport(Answer):
    """The janitor's last visit, and when the next is due."""

    started_at: datetime | None
    finished_at: datetime | None
    due_at: datetime | None
    error: dict[str, Any] | None
    outcome: dict[str, Any] = Field(description="how many sessions, batches, uploads and lost files went")


class Versions(Answer):
    """What runs here."""

    platform: str
    python: str
    database: str
    schema_revision: str | None = Field(description="of the database")
    newest_revision: str


class Overview(Answer):
    """The platform as whoever runs it sees it."""

    time: datetime
    workers: list[dict[str, Any]]
    queue_depth: int | None
    oldest_queued_s: float | None = Field(description="how long the job waits that has waited longest [s]")
    redis: str | None = Field(description="why workers and queue are unknown, null while Redis answers")
    sessions: int
    jobs: list[JobCount]
    failures: list[RecentFailure]
    storage: StorageUse
    retention: RetentionRules
    janitor: JanitorReport
    versions: Versions
