"""Rows of batches of predictions, and of the pieces that workers share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from backend.records import ACTIVE_STATES, ChunkRecord, PredictionRecord
from backend.repositories.jobs import JobRepository, SessionJobRepository


class PredictionRepository(SessionJobRepository[PredictionRecord]):
    """Batches by id."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, PredictionRecord)

    def whole(self, prediction_id: str) -> PredictionRecord | None:
        """Return a batch with its layout and parts, or None."""
        return self._database.get(
            PredictionRecord,
            prediction_id,
            options=[undefer(PredictionRecord.layout), undefer(PredictionRecord.parts)],
            populate_existing=True,
        )

    def states(self, prediction_ids: list[str]) -> dict[str, str]:
        """Return the state of each of these batches that exists."""
        query = select(PredictionRecord.id, PredictionRecord.state).where(PredictionRecord.id.in_(prediction_ids))
        return {row.id: row.state for row in self._database.execute(query)}


class ChunkRepository(JobRepository[ChunkRecord]):
    """Pieces by id and by batch."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, ChunkRecord)

    def of_prediction(self, prediction_id: str) -> list[ChunkRecord]:
        """Return a batch's pieces in the order of its rows."""
        query = select(ChunkRecord).where(ChunkRecord.prediction_id == prediction_id)
        return list(self._database.scalars(query.order_by(ChunkRecord.number)))

    def next_waiting(self, prediction_id: str) -> str | None:
        """Return the id of the first piece that nobody has taken."""
        query = select(ChunkRecord.id).where(ChunkRecord.prediction_id == prediction_id, ChunkRecord.state == "queued")
        return self._database.scalar(query.order_by(ChunkRecord.number).limit(1))

    def tally(self, prediction_id: str) -> dict[str, tuple[int, int]]:
        """Return how many pieces are in each state, and how many rows they hold."""
        query = select(ChunkRecord.state, func.count(), func.sum(ChunkRecord.rows))
        query = query.where(ChunkRecord.prediction_id == prediction_id).group_by(ChunkRecord.state)
        return {state: (pieces, int(rows)) for state, pieces, rows in self._database.execute(query)}

    def first_failed(self, prediction_id: str) -> ChunkRecord | None:
        """Return the first piece that failed, or None."""
        query = select(ChunkRecord).where(ChunkRecord.prediction_id == prediction_id, ChunkRecord.state == "failed")
        return self._database.scalar(query.order_by(ChunkRecord.number).limit(1))

    def close(self, prediction_id: str, now: datetime) -> None:
        """End what waits or runs: whoever works on it has lost its lease."""
        chosen = (ChunkRecord.prediction_id == prediction_id, ChunkRecord.state.in_(ACTIVE_STATES))
        ended = {"state": "cancelled", "finished_at": now, "lease_owner": None, "lease_expires_at": None}
        statement = update(ChunkRecord).where(*chosen).values(**ended)
        self._database.execute(statement.execution_options(synchronize_session=False))
        self._database.expire_all()
