"""Rows of refreshes."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.records import ACTIVE_STATES, RefreshRecord
from backend.repositories.jobs import JobRepository


class RefreshRepository(JobRepository[RefreshRecord]):
    """Refreshes by id, and the one that a catalogue has under way."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, RefreshRecord)

    def position(self, record: RefreshRecord) -> int:
        """Return the place in the queue, 1 for the next."""
        ahead = select(func.count()).where(RefreshRecord.state == "queued", RefreshRecord.queued_at < record.queued_at)
        return (self._database.scalar(ahead) or 0) + 1

    def active(self, dataset: str) -> RefreshRecord | None:
        """Return the catalogue's refresh that waits or runs, or None."""
        query = select(RefreshRecord).where(RefreshRecord.dataset == dataset, RefreshRecord.state.in_(ACTIVE_STATES))
        return self._database.scalar(query.order_by(RefreshRecord.created_at).limit(1))
