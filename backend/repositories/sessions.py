"""Rows of sessions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.records import SessionRecord
from backend.unknown_errors import UnknownSessionError


class SessionRepository:
    """Sessions by id."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def add(self, record: SessionRecord) -> None:
        """Keep a new session."""
        self._database.add(record)

    def get(self, session_id: str) -> SessionRecord:
        """Return the session or raise ``UnknownSessionError``."""
        record = self._database.get(SessionRecord, session_id)
        if record is None:
            raise UnknownSessionError(session_id)
        return record

    def get_for_update(self, session_id: str) -> SessionRecord:
        """Return the session, locked until the transaction ends, so that two requests cannot both move its state."""
        query = select(SessionRecord).where(SessionRecord.id == session_id).with_for_update()
        record = self._database.scalar(query)
        if record is None:
            raise UnknownSessionError(session_id)
        return record

    def page(self, session_ids: Sequence[str], page: int, per_page: int) -> tuple[list[SessionRecord], int]:
        """Return one page of the named sessions, newest first, and how many there are."""
        known = SessionRecord.id.in_(session_ids)
        total = self._database.scalar(select(func.count()).select_from(SessionRecord).where(known)) or 0
        query = select(SessionRecord).where(known).order_by(SessionRecord.created_at.desc(), SessionRecord.id)
        return list(self._database.scalars(query.offset((page - 1) * per_page).limit(per_page))), total

    def delete(self, record: SessionRecord) -> None:
        """Remove the session; its runs and predictions go with it."""
        self._database.delete(record)
