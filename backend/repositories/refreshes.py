"""Rows of refreshes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.records import ACTIVE_STATES, RefreshRecord
from backend.repositories.jobs import JobRepository


class RefreshRepository(JobRepository[RefreshRecord]):
    """Refreshes by id, and the one that a catalogue has under way."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, RefreshRecord)

    def active(self, dataset: str) -> RefreshRecord | None:
        """Return the catalogue's refresh that waits or runs, or None."""
        query = select(RefreshRecord).where(RefreshRecord.dataset == dataset, RefreshRecord.state.in_(ACTIVE_STATES))
        return self._database.scalar(query.order_by(RefreshRecord.created_at).limit(1))
