"""Rows of uploads and of remembered answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from backend.records import IdempotencyRecord, UploadRecord
from backend.unknown_errors import UnknownUploadError


class UploadRepository:
    """Uploads by id."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def add(self, record: UploadRecord) -> None:
        """Keep a new upload."""
        self._database.add(record)

    def find(self, upload_id: str) -> UploadRecord | None:
        """Return the upload or None."""
        return self._database.get(UploadRecord, upload_id)

    def get(self, upload_id: str) -> UploadRecord:
        """Return the upload or raise ``UnknownUploadError``."""
        record = self._database.get(UploadRecord, upload_id)
        if record is None:
            raise UnknownUploadError(upload_id)
        return record


class IdempotencyRepository:
    """Answers by ``Idempotency-Key``."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def find(self, key: str) -> IdempotencyRecord | None:
        """Return the remembered answer or None."""
        return self._database.get(IdempotencyRecord, key)

    def renew(self, key: str, status: int, now: datetime) -> None:
        """Say that the request with this key is still at work."""
        chosen = (IdempotencyRecord.key == key, IdempotencyRecord.status == status)
        self._database.execute(update(IdempotencyRecord).where(*chosen).values(created_at=now))

    def forget_before(self, moment: datetime) -> None:
        """Drop answers that are too old to be given again."""
        self._database.execute(delete(IdempotencyRecord).where(IdempotencyRecord.created_at < moment))

    def remember(self, record: IdempotencyRecord) -> None:
        """Keep an answer."""
        self._database.merge(record)
