"""The ways in which a job leaves a worker, each conditional on its lease; the sessions of runs follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from backend.errors import PlaygroundError
from backend.records import utc_now
from backend.unit_of_work import Transactions, UnitOfWork

MOST_LAPSES = 3
"""A job that lost its worker so often is failed: whatever ends its workers is likely to end the next one too."""


class JobEnds:
    """Ends jobs of one kind within a unit of work."""

    def __init__(self, uow: UnitOfWork, kind: str) -> None:
        self._uow = uow
        self._kind = kind
        self._jobs = getattr(uow, kind)

    def done(self, job_id: str, owner: str, **values: Any) -> bool:
        """Finish with results."""
        return self._end(job_id, owner, "done", "trained", **values)

    def cancelled(self, job_id: str, owner: str) -> bool:
        """End as asked by the person."""
        return self._end(job_id, owner, "cancelled", "cancelled")

    def failed(self, job_id: str, owner: str, error: dict[str, Any]) -> bool:
        """End with the reason."""
        return self._end(job_id, owner, "failed", "failed", error=error)

    def handed_back(self, job_id: str, owner: str, progress: dict[str, Any]) -> bool:
        """Return the job to the queue, because its worker is being stopped."""
        return self.requeued(job_id, owner, progress=progress)

    def set_back(self, job_id: str, owner: str, progress: dict[str, Any], error: dict[str, Any]) -> bool:
        """Return the job to the queue, because a part of the platform went away under it; too often ends it."""
        record = self._jobs.find(job_id)
        if record is None or record.lapses + 1 >= MOST_LAPSES:
            return self.failed(job_id, owner, error)
        return self.requeued(job_id, owner, progress=progress, lapses=record.lapses + 1)

    def requeued(self, job_id: str, owner: str, **values: Any) -> bool:
        """Return the job to the queue as it is."""
        queued = {"state": "queued", "lease_owner": None, "lease_expires_at": None}
        return bool(self._jobs.update_leased(job_id, owner, **queued, **values))

    def _end(self, job_id: str, owner: str, state: str, session_state: str, **values: Any) -> bool:
        if not self._jobs.finish(job_id, owner, state, utc_now(), **values):
            return False
        if self._kind == "predictions":
            self._uow.chunks.close(job_id, utc_now())
        if self._kind == "runs":
            self._uow.trials.close(job_id, None, "stopped", utc_now())
            move_session(self._uow, self._jobs.get(job_id).session_id, session_state)
        return True


class Left(NamedTuple):
    """How a job left a worker, as its record says: its state, and the error of one that failed."""

    state: str
    error: dict[str, Any] | None


LOST = Left("lost", None)
"""It had been taken from the worker before, or its end could not be written."""


def left(transactions: Transactions, kind: str, job_id: str, end: Callable[[JobEnds], bool]) -> Left:
    """Write the end of a job, and return how it left: what was set back once too often has failed, say."""
    with transactions.write() as uow:
        if not end(JobEnds(uow, kind)):
            return LOST
        record = getattr(uow, kind).get(job_id)
        return Left(record.state, record.error if record.state == "failed" else None)


def facts_of(error: PlaygroundError) -> dict[str, Any]:
    """Return an error as a job's record keeps it."""
    return {"code": error.code, "message": error.message, "remedy": ""}


def poisoned(lapses: int, phase: str | None) -> dict[str, Any]:
    """Return the error of a job that ended its worker too often, and the phase that it had reached."""
    where = f", last in the phase {phase!r}" if phase else ""
    return {
        "code": "worker_lost",
        "message": f"The worker went silent {lapses} times with this job{where}: it was stopped, or ran out of memory.",
        "remedy": "Choose fewer rows, features or trees, or give the worker more memory; then start again.",
    }


def move_session(uow: UnitOfWork, session_id: str, state: str) -> None:
    """Change a session's state and note when."""
    record = uow.sessions.get_for_update(session_id)
    record.state = state
    record.state_times = {**record.state_times, state: utc_now().isoformat()}
