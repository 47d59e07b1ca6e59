"""Rows of share links."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.access_records import ShareRecord


class ShareRepository:
    """Share links by session, and by the sha256 of their token."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def add(self, record: ShareRecord) -> None:
        """Keep a new link."""
        self._database.add(record)

    def of_session(self, session_id: str) -> list[ShareRecord]:
        """Return the links of a session, newest first."""
        query = select(ShareRecord).where(ShareRecord.session_id == session_id)
        return list(self._database.scalars(query.order_by(ShareRecord.created_at.desc(), ShareRecord.id)))

    def of_token(self, token_sha256: str) -> ShareRecord | None:
        """Return the link whose token has that sha256, or None."""
        return self._database.scalar(select(ShareRecord).where(ShareRecord.token_sha256 == token_sha256))

    def remove(self, session_id: str, share_id: str) -> bool:
        """Remove a session's link; False where it has none of that id."""
        record = self._database.get(ShareRecord, share_id)
        if record is None or record.session_id != session_id:
            return False
        self._database.delete(record)
        return True
