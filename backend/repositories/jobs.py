"""Rows of background jobs (runs, trials, predictions, chunks, refreshes, studies) and the leases on them.

Every write of a worker is conditional on its lease, so a worker whose lease was taken changes nothing more.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.records import (
    FINAL_STATES,
    ChunkRecord,
    PredictionRecord,
    RefreshRecord,
    RunRecord,
    StudyRecord,
    TrialRecord,
)
from backend.repositories.turns import place_of

JobRecord = TypeVar("JobRecord", RunRecord, PredictionRecord, ChunkRecord, RefreshRecord, StudyRecord, TrialRecord)
SessionJobRecord = TypeVar("SessionJobRecord", RunRecord, PredictionRecord, StudyRecord)


class JobRepository(Generic[JobRecord]):
    """Jobs of one kind.

    Parameters
    ----------
    database : Session
    record_type : type
        ``RunRecord``, ``PredictionRecord``, ``ChunkRecord``, …
    """

    def __init__(self, database: Session, record_type: type[JobRecord]) -> None:
        self._database = database
        self._type: type[JobRecord] = record_type

    def add(self, record: JobRecord) -> None:
        """Keep a new job."""
        self._database.add(record)

    def find(self, job_id: str) -> JobRecord | None:
        """Return the job or None."""
        return self._database.get(self._type, job_id)

    def get(self, job_id: str) -> JobRecord:
        """Return a job that is known to exist."""
        return self._database.get_one(self._type, job_id)

    def of_runs(self, run_ids: list[str]) -> dict[str, JobRecord]:
        """Return the named jobs by id."""
        return {
            record.id: record for record in self._database.scalars(select(self._type).where(self._type.id.in_(run_ids)))
        }

    def count(self, state: str) -> int:
        """Return how many jobs are in a state."""
        return self._database.scalar(select(func.count()).select_from(self._type).where(self._type.state == state)) or 0

    def claim(self, job_id: str, owner: str, now: datetime, expires_at: datetime) -> JobRecord | None:
        """Take a queued job for ``owner``; None where another has it or it has ended."""
        took = self._update(
            (self._type.id == job_id, self._type.state == "queued"),
            state="running",
            lease_owner=owner,
            lease_expires_at=expires_at,
            attempt=self._type.attempt + 1,
            started_at=func.coalesce(self._type.started_at, now),
        )
        return self.get(job_id) if took else None

    def update_leased(self, job_id: str, owner: str, **values: Any) -> bool:
        """Change a job that ``owner`` still holds; False where the lease was lost."""
        return self._update((self._type.id == job_id, self._type.lease_owner == owner), **values) == 1

    def finish(self, job_id: str, owner: str, state: str, now: datetime, **values: Any) -> bool:
        """End a job that ``owner`` still holds; False where the lease was lost."""
        return self.update_leased(
            job_id, owner, state=state, finished_at=now, lease_owner=None, lease_expires_at=None, **values
        )

    def leases(self) -> dict[str, tuple[str, datetime | None]]:
        """Return who holds each running job, and the mark that moves with every renewal."""
        query = select(self._type.id, self._type.lease_owner, self._type.lease_expires_at)
        rows = self._database.execute(query.where(self._type.state == "running"))
        return {row.id: (str(row.lease_owner), row.lease_expires_at) for row in rows}

    def summon(self, job_id: str, owner: str, expires_at: datetime | None) -> bool:
        """Ask a worker that seems silent to show itself: whoever is alive overwrites the mark with its next renewal."""
        return bool(self._update(self._unmoved(job_id, owner, expires_at), lease_expires_at=None))

    def take_lapsed(self, job_id: str, owner: str, expires_at: datetime | None) -> int:
        """Count a silence of a worker that has not renewed its lease since; 0 where it has, or another was faster."""
        took = self._update(self._unmoved(job_id, owner, expires_at), lapses=self._type.lapses + 1)
        return self.get(job_id).lapses if took else 0

    def _unmoved(self, job_id: str, owner: str, expires_at: datetime | None) -> tuple[Any, ...]:
        lease: tuple[Any, ...] = (self._type.lease_owner == owner, self._type.lease_expires_at == expires_at)
        return (self._type.id == job_id, self._type.state == "running", *lease)

    def waiting(self) -> dict[str, int]:
        """Return the queued jobs, oldest first, with the number of times that each was begun."""
        query = select(self._type.id, self._type.attempt).where(self._type.state == "queued")
        return {row.id: row.attempt for row in self._database.execute(query.order_by(self._type.queued_at))}

    def cancel_queued(self, job_id: str, now: datetime) -> bool:
        """End a job that no worker has taken; False where one has."""
        return bool(
            self._update((self._type.id == job_id, self._type.state == "queued"), state="cancelled", finished_at=now)
        )

    def request_cancel(self, job_id: str) -> None:
        """Ask the worker that holds the job to stop."""
        self._update((self._type.id == job_id, self._type.state.not_in(FINAL_STATES)), cancel_requested=True)

    def _update(self, conditions: tuple[Any, ...], **values: Any) -> int:
        statement = update(self._type).where(*conditions).values(**values)
        result = self._database.execute(statement.execution_options(synchronize_session=False))
        self._database.expire_all()
        return int(result.rowcount)  # type: ignore[attr-defined]


class SessionJobRepository(JobRepository[SessionJobRecord]):
    """Jobs of one kind that belong to sessions, and are taken in turns of clients."""

    def position(self, record: SessionJobRecord) -> int:
        """Return about which place in the queue a job has, 1 for the next."""
        job = self._type.__table__.c
        return self._database.scalar(select(place_of(job)).where(job.id == record.id)) or 1

    def of_session(self, session_id: str) -> list[SessionJobRecord]:
        """Return the session's jobs, oldest first."""
        query = select(self._type).where(self._type.session_id == session_id).order_by(self._type.created_at)
        return list(self._database.scalars(query))

    def newest_done(self, session_id: str) -> SessionJobRecord | None:
        """Return the session's job that finished last, or None."""
        query = select(self._type).where(self._type.session_id == session_id, self._type.state == "done")
        return self._database.scalar(query.order_by(self._type.finished_at.desc()).limit(1))
