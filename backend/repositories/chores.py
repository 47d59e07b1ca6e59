"""Rows of chores, and the claims on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from backend.upkeep_records import ChoreRecord

ABANDONED_AFTER = timedelta(hours=1)
"""A chore that has not ended by then died with its process."""


class ChoreRepository:
    """Chores by name."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def find(self, name: str) -> ChoreRecord | None:
        """Return the chore, or None before it was first done."""
        return self._database.get(ChoreRecord, name)

    def note(self, name: str, now: datetime) -> None:
        """Make the chore's row where there is none; it is due at once."""
        if self.find(name) is None:
            self._database.add(ChoreRecord(name=name, due_at=now, outcome={}))
            self._database.flush()

    def take_turn(self, name: str, now: datetime, next_at: datetime) -> bool:
        """Put a chore that is due off to its next time; False where it is not due, or another was faster."""
        return self._update((ChoreRecord.name == name, ChoreRecord.due_at <= now), due_at=next_at)

    def begin(self, name: str, owner: str, now: datetime) -> bool:
        """Note that ``owner`` is at it; False while another is."""
        idle = or_(ChoreRecord.owner.is_(None), ChoreRecord.started_at < now - ABANDONED_AFTER)
        return self._update((ChoreRecord.name == name, idle), owner=owner, started_at=now)

    def end(
        self, name: str, owner: str, now: datetime, outcome: dict[str, Any], error: dict[str, Any] | None = None
    ) -> bool:
        """Note what came of it; False where another has taken it meanwhile."""
        held = (ChoreRecord.name == name, ChoreRecord.owner == owner)
        return self._update(held, owner=None, finished_at=now, outcome=outcome, error=error)

    def _update(self, conditions: tuple[Any, ...], **values: Any) -> bool:
        statement = update(ChoreRecord).where(*conditions).values(**values)
        result = self._database.execute(statement.execution_options(synchronize_session=False))
        self._database.expire_all()
        return bool(result.rowcount)  # type: ignore[attr-defined]
