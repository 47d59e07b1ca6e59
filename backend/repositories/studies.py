"""Rows of studies."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.records import StudyRecord
from backend.repositories.jobs import SessionJobRepository


class StudyRepository(SessionJobRepository[StudyRecord]):
    """Studies by id, and by what they measure."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, StudyRecord)

    def alike(self, session_id: str, configuration_sha256: str) -> StudyRecord | None:
        """Return the session's study of just this configuration that is done or under way, or None."""
        query = select(StudyRecord).where(
            StudyRecord.session_id == session_id,
            StudyRecord.configuration_sha256 == configuration_sha256,
            StudyRecord.state.not_in(("failed", "cancelled")),
        )
        return self._database.scalar(query.limit(1))
