"""Rows of runs and of the trials by which they tune."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, literal_column, select, update
from sqlalchemy.orm import Session

from backend.records import ACTIVE_STATES, FINAL_STATES, RunRecord, SessionRecord, TrialRecord
from backend.repositories.jobs import JobRepository, SessionJobRepository
from backend.repositories.turns import QUEUED, place_of


def _standing() -> Select[Any]:
    """The statement of :meth:`RunRepository.standing`; made once, because browsers ask for it every second."""
    run, trial = RunRecord.__table__.c, TrialRecord.__table__.c
    ended = select(func.count()).where(trial.run_id == run.id, trial.state.in_(FINAL_STATES))
    # To place a run that does not wait would be work for nothing.
    place = case((run.state == QUEUED, place_of(run)), else_=literal_column("0"))
    counts = (place, ended.correlate(RunRecord.__table__).scalar_subquery())
    session, wishes = SessionRecord.__table__.c, (run.cancel_requested, run.stop_requested)
    query = select(session.state, run.id, run.state, run.attempt, *wishes, run.progress, *counts)
    joined = SessionRecord.__table__.outerjoin(RunRecord.__table__, run.id == session.run_id)
    return query.select_from(joined).where(session.id == bindparam("session_id"))


STANDING = _standing()


class RunRepository(SessionJobRepository[RunRecord]):
    """Runs by id."""

    def __init__(self, database: Session) -> None:
        super().__init__(database, RunRecord)

    def standing(self, session_id: str) -> tuple[Any, ...] | None:
        """Return all that moves while a session's run goes on, in one statement; None where there is no such session.

        Returns
        -------
        tuple or None
            State of the session; id, state, attempt, wishes and progress of its run; its place in the queue; trials
            that ended.
        """
        # Past the session, which has nothing to do for a row that is no record.
        found = self._database.connection().execute(STANDING, {"session_id": session_id}).first()
        return None if found is None else tuple(found)

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
