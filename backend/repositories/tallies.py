"""Counts over all rows: how many jobs are in each state, what failed, how much is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, text, union_all, update
from sqlalchemy.orm import Session

from backend.records import (
    ChunkRecord,
    PredictionRecord,
    RefreshRecord,
    RunRecord,
    SessionRecord,
    StudyRecord,
    TrialRecord,
    UploadRecord,
)

JOBS: dict[str, Any] = {
    "runs": RunRecord,
    "trials": TrialRecord,
    "predictions": PredictionRecord,
    "chunks": ChunkRecord,
    "refreshes": RefreshRecord,
    "studies": StudyRecord,
}
"""Kinds of jobs, as the unit of work calls their repositories."""
QUEUED = ("runs", "predictions", "refreshes", "studies")
"""Kinds that a person waits for; trials and chunks are parts of them."""
SIZED: dict[str, Any] = {"uploads": UploadRecord, "runs": RunRecord, "predictions": PredictionRecord}
"""Kinds whose rows know how many bytes they keep."""


class TallyRepository:
    """Counts and sums; each is one statement."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def jobs(self) -> list[tuple[str, str, int]]:
        """Return kind, state and how many, of those that there are."""
        counts = [
            select(literal(kind), record.state, func.count()).group_by(record.state) for kind, record in JOBS.items()
        ]
        return [(kind, state, int(count)) for kind, state, count in self._database.execute(union_all(*counts))]

    def sessions(self) -> int:
        """Return how many sessions there are."""
        return self._database.scalar(select(func.count()).select_from(SessionRecord)) or 0

    def queued(self) -> dict[str, tuple[int, datetime | None]]:
        """Return how many jobs of each kind that a person waits for are queued, and since when the oldest."""
        waits = [
            select(literal(kind), func.count(), func.min(JOBS[kind].queued_at)).where(JOBS[kind].state == "queued")
            for kind in QUEUED
        ]
        return {kind: (int(count), since) for kind, count, since in self._database.execute(union_all(*waits))}

    def oldest_queued(self) -> datetime | None:
        """Return since when the job waits that has waited longest."""
        return min((since for _, since in self.queued().values() if since is not None), default=None)

    def failures(self, most: int) -> list[dict[str, Any]]:
        """Return the jobs that failed last, newest first."""
        found = [entry for kind in JOBS for entry in self._failed(kind, most)]
        return sorted(found, key=lambda entry: entry["finished_at"], reverse=True)[:most]

    def _failed(self, kind: str, most: int) -> Iterator[dict[str, Any]]:
        record = JOBS[kind]
        session = getattr(record, "session_id", literal(None))
        query = select(record.id, session, record.error, record.finished_at, record.attempt)
        query = query.where(record.state == "failed", record.finished_at.is_not(None))
        for job_id, session_id, error, finished_at, attempt in self._database.execute(
            query.order_by(record.finished_at.desc()).limit(most)
        ):
            facts = {"session_id": session_id, "finished_at": finished_at, "attempt": attempt, **(error or {})}
            yield {"kind": kind, "id": job_id, **facts}

    def kept(self) -> dict[str, int]:
        """Return the bytes that the rows of each sized kind say they keep."""
        return {kind: self._sum(record) for kind, record in SIZED.items()}

    def of_session(self, session_id: str) -> dict[str, int]:
        """Return how many runs and batches a session has, and how many bytes it keeps with its upload."""
        own = {kind: SIZED[kind].session_id == session_id for kind in ("runs", "predictions")}
        upload = select(SessionRecord.upload_id).where(SessionRecord.id == session_id).scalar_subquery()
        kept = sum(self._sum(SIZED[kind], chosen) for kind, chosen in own.items())
        counts = {kind: self._count(SIZED[kind], chosen) for kind, chosen in own.items()}
        return {**counts, "bytes": kept + self._sum(UploadRecord, UploadRecord.id == upload)}

    def database_bytes(self) -> int:
        """Return what the database itself takes."""
        is_sqlite = self._database.get_bind().dialect.name == "sqlite"
        sql = (
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if is_sqlite
            else "SELECT pg_database_size(current_database())"
        )
        return int(self._database.scalar(text(sql)) or 0)

    def set_sizes(self, kind: str, sizes: dict[str, int]) -> int:
        """Write down what rows keep, where that is not what they say; returns how many were changed."""
        record, changed = SIZED[kind], 0
        for row_id, size in self._database.execute(select(record.id, record.size)).all():
            if size != sizes.get(row_id, 0):
                self._database.execute(update(record).where(record.id == row_id).values(size=sizes.get(row_id, 0)))
                changed += 1
        return changed

    def _sum(self, record: Any, *conditions: Any) -> int:
        return int(self._database.scalar(select(func.coalesce(func.sum(record.size), 0)).where(*conditions)) or 0)

    def _count(self, record: Any, *conditions: Any) -> int:
        return self._database.scalar(select(func.count()).select_from(record).where(*conditions)) or 0
