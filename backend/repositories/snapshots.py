"""Rows of snapshots that were fetched or extended here."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.records import SnapshotRecord


class SnapshotRepository:
    """Snapshots by catalogue and id."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def add_once(self, record: SnapshotRecord) -> bool:
        """Keep a snapshot; False where one of that catalogue and id is held already."""
        if self.find(record.catalogue, record.id) is not None:
            return False
        self._database.add(record)
        return True

    def find(self, catalogue: str, snapshot_id: str) -> SnapshotRecord | None:
        """Return the snapshot, private or not, or None."""
        return self._database.get(SnapshotRecord, (snapshot_id, catalogue))

    def get(self, catalogue: str, snapshot_id: str) -> SnapshotRecord:
        """Return a snapshot that is known to be held."""
        return self._database.get_one(SnapshotRecord, (snapshot_id, catalogue))

    def public(self, catalogue: str) -> list[SnapshotRecord]:
        """Return the snapshots that everybody may see, in no order."""
        query = select(SnapshotRecord).where(SnapshotRecord.catalogue == catalogue, SnapshotRecord.private.is_(False))
        return list(self._database.scalars(query))

    def delete(self, record: SnapshotRecord) -> None:
        """Forget a snapshot."""
        self._database.delete(record)
