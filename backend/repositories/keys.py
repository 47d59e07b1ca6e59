"""Rows of API keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.access_records import ApiKeyRecord


class KeyRepository:
    """API keys by id, and by the sha256 of the key."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def add(self, record: ApiKeyRecord) -> None:
        """Keep a new key."""
        self._database.add(record)

    def all(self) -> list[ApiKeyRecord]:
        """Return every key, also the revoked ones, newest first."""
        return list(self._database.scalars(select(ApiKeyRecord).order_by(ApiKeyRecord.created_at.desc())))

    def get(self, key_id: str) -> ApiKeyRecord | None:
        """Return a key by its id, or None."""
        return self._database.get(ApiKeyRecord, key_id)

    def of_sha256(self, key_sha256: str) -> ApiKeyRecord | None:
        """Return the key with that sha256, or None."""
        return self._database.scalar(select(ApiKeyRecord).where(ApiKeyRecord.key_sha256 == key_sha256))

    def note_use(self, key_id: str, moment: datetime) -> None:
        """Note when a key was used last."""
        self._database.execute(update(ApiKeyRecord).where(ApiKeyRecord.id == key_id).values(last_used_at=moment))
