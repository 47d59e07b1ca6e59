"""Rows of runs and of the trials by which they tune."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.records import ACTIVE_STATES, FINAL_STATES, RunRecord, TrialRecord
from backend.repositories.jobs import JobRepository, SessionJobRepository


class RunRepository(SessionJobRepository[RunRecord]):
    """Runs by id."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, RunRecord)

    def request_stop(self, run_id: str) -> None:
        """Ask the worker that tunes to keep the best so far."""
        self._update((RunRecord.id == run_id, RunRecord.state.not_in(FINAL_STATES)), stop_requested=True)

    def stop_requested(self, run_id: str) -> bool:
        """Tell whether somebody asked to end tuning."""
        return bool(self._database.scalar(select(RunRecord.stop_requested).where(RunRecord.id == run_id)))


class TrialRepository(JobRepository[TrialRecord]):
    """Trials by id, by run and by search."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, TrialRecord)

    def of_run(self, run_id: str) -> list[TrialRecord]:
        """Return a run's trials: its searches in the order in which they began, each by number."""
        query = select(TrialRecord).where(TrialRecord.run_id == run_id)
        return list(self._database.scalars(query.order_by(TrialRecord.created_at, TrialRecord.number)))

    def of_search(self, run_id: str, search: str) -> list[TrialRecord]:
        """Return a search's trials by number."""
        query = select(TrialRecord).where(TrialRecord.run_id == run_id, TrialRecord.search == search)
        return list(self._database.scalars(query.order_by(TrialRecord.number)))

    def next_waiting(self, run_id: str, search: str) -> str | None:
        """Return the id of the first trial that nobody has taken."""
        query = select(TrialRecord.id).where(
            TrialRecord.run_id == run_id, TrialRecord.search == search, TrialRecord.state == "queued"
        )
        return self._database.scalar(query.order_by(TrialRecord.number).limit(1))

    def close(self, run_id: str, search: str | None, outcome: str, now: datetime) -> None:
        """End what waits or runs, in one search or in all: whoever works on it has lost its lease."""
        chosen = [TrialRecord.run_id == run_id, TrialRecord.state.in_(ACTIVE_STATES)]
        chosen += [] if search is None else [TrialRecord.search == search]
        ended = {"state": "cancelled", "outcome": outcome, "finished_at": now}
        statement = update(TrialRecord).where(*chosen).values(lease_owner=None, lease_expires_at=None, **ended)
        self._database.execute(statement.execution_options(synchronize_session=False))
        self._database.expire_all()
