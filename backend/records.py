"""Database rows. The record is the truth of a session and of every job; Redis carries only messages and progress."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, TypeDecorator, UniqueConstraint, text
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from backend.clients import NAME_LENGTH, asking
from backend.seams import clock_shift

ACTIVE_STATES = ("queued", "running")
WORKING_STATES = ("queued", "training")
"""States of a session while its run waits or works."""
FINAL_STATES = ("done", "failed", "cancelled")


def utc_now() -> datetime:
    """Return the present moment, timezone-aware in UTC."""
    return datetime.now(UTC) + clock_shift()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, stored without zone so that SQLite and PostgreSQL agree."""

    impl = SqlDateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Drop the zone after converting to UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Put the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Record(DeclarativeBase):
    """Base of all rows."""

    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class SessionRecord(Record):
    """One workflow of one person; its id is the capability to read and drive it."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(16), default="created")
    state_times: Mapped[dict[str, Any]] = mapped_column(default=dict)
    selection: Mapped[dict[str, Any]] = mapped_column(default=dict)
    upload_id: Mapped[str | None] = mapped_column(String(43), index=True)
    run_id: Mapped[str | None] = mapped_column(String(43))
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class JobColumns:
    """What every background job carries: its state, the lease of the worker that holds it, and its counted progress."""

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="queued", index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(120))
    lease_expires_at: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    log: Mapped[list[Any]] = mapped_column(default=list)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    queued_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class TurnColumns(JobColumns):
    """What a job carries that is taken in turns of clients: whose it is, and when it was begun."""

    client: Mapped[str] = mapped_column(String(NAME_LENGTH), default=asking, server_default="")
    started_at: Mapped[datetime | None] = mapped_column(index=True)


class RunRecord(TurnColumns, Record):
    """One training: what was asked, how far it is, and what came out."""

    __tablename__ = "runs"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    configuration: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    headline: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    model_path: Mapped[str | None] = mapped_column(String(400))
    model_sha256: Mapped[str | None] = mapped_column(String(64))
    out_of_fold_path: Mapped[str | None] = mapped_column(String(400))
    size: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    stop_requested: Mapped[bool] = mapped_column(default=False)


class TrialRecord(JobColumns, Record):
    """One setting of a run's hyperparameters, judged on inner folds by whichever worker is free."""

    __tablename__ = "trials"
    __table_args__ = (UniqueConstraint("run_id", "search", "number", name="ux_trials_number"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    search: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    split_hash: Mapped[str] = mapped_column(String(64))
    asked_s: Mapped[float] = mapped_column(default=0.0)
    outcome: Mapped[str | None] = mapped_column(String(16))
    scores: Mapped[list[Any]] = mapped_column(default=list)
    value: Mapped[float | None]
    seconds: Mapped[float | None]
    worker: Mapped[str | None] = mapped_column(String(120))


class PredictionRecord(TurnColumns, Record):
    """One batch of predictions: an uploaded table, or the undecided objects of a catalogue."""

    __tablename__ = "predictions"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(16))
    filename: Mapped[str] = mapped_column(String(255), default="")
    input_path: Mapped[str | None] = mapped_column(String(400))
    output_path: Mapped[str | None] = mapped_column(String(400))
    size: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    layout: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    parts: Mapped[list[Any] | None] = mapped_column(JSON, deferred=True)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    problem_count: Mapped[int] = mapped_column(default=0)


class ChunkRecord(JobColumns, Record):
    """One piece of a batch of predictions, done by whichever worker is free."""

    __tablename__ = "chunks"
    __table_args__ = (UniqueConstraint("prediction_id", "number", name="ux_chunks_number"),)

    prediction_id: Mapped[str] = mapped_column(ForeignKey("predictions.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    rows: Mapped[int]
    piece: Mapped[dict[str, Any]] = mapped_column(default=dict)
    parts: Mapped[list[Any]] = mapped_column(default=list)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    problem_count: Mapped[int] = mapped_column(default=0)


class UploadRecord(Record):
    """One table that a person brought, kept as Parquet."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    filename: Mapped[str] = mapped_column(String(255))
    path: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    rows: Mapped[int]
    columns: Mapped[list[Any]] = mapped_column(default=list)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    target_candidates: Mapped[list[Any]] = mapped_column(default=list)
    findings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SnapshotRecord(Record):
    """One dated copy of a catalogue that was fetched or extended here; the shipped ones have no row."""

    __tablename__ = "snapshots"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    catalogue: Mapped[str] = mapped_column(String(40), primary_key=True)
    path: Mapped[str] = mapped_column(String(400))
    provenance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    private: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class RefreshRecord(JobColumns, Record):
    """One download of a catalogue's table from the archive or a mirror."""

    __tablename__ = "refreshes"

    dataset: Mapped[str] = mapped_column(String(40), index=True)
    table: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str | None] = mapped_column(String(16))
    snapshot_id: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str | None] = mapped_column(Text)


class StudyRecord(TurnColumns, Record):
    """One measurement for a session, by real cross-validation: the price of a leak, two versions of a table."""

    __tablename__ = "studies"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    study: Mapped[str] = mapped_column(String(40))
    configuration: Mapped[dict[str, Any]] = mapped_column(default=dict)
    configuration_sha256: Mapped[str] = mapped_column(String(64), index=True)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class IdempotencyRecord(Record):
    """The answer that a write with this ``Idempotency-Key`` was given, to be given again."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


Index("ix_runs_state_lease", RunRecord.state, RunRecord.lease_expires_at)
Index("ix_trials_state_lease", TrialRecord.state, TrialRecord.lease_expires_at)
Index("ix_chunks_state_lease", ChunkRecord.state, ChunkRecord.lease_expires_at)
Index("ix_predictions_state_lease", PredictionRecord.state, PredictionRecord.lease_expires_at)
Index("ix_refreshes_state_lease", RefreshRecord.state, RefreshRecord.lease_expires_at)
# A catalogue has at most one refresh under way, however many ask for one in the same moment.
_ACTIVE = text("state IN ('queued', 'running')")
Index("ux_refreshes_under_way", RefreshRecord.dataset, unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE)
Index("ix_studies_state_lease", StudyRecord.state, StudyRecord.lease_expires_at)
for _jobs in (RunRecord, TrialRecord, PredictionRecord, ChunkRecord, RefreshRecord, StudyRecord):
    # What failed last is looked up at every visit of the admin page.
    Index(f"ix_{_jobs.__tablename__}_state_finished", _jobs.state, _jobs.finished_at)
