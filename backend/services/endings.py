"""The ways in which a job leaves a worker, each conditional on its lease; the sessions of runs follow."""

from __future__ import annotations

from typing import Any

from backend.errors import PlaygroundError
from backend.records import utc_now
from backend.unit_of_work import UnitOfWork

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


def facts_of(error: PlaygroundError) -> dict[str, Any]:
    """Return an error as a job's record keeps it."""
    return {"code": error.code, "message": error.message, "remedy": ""}


def move_session(uow: UnitOfWork, session_id: str, state: str) -> None:
    """Change a session's state and note when."""
    record = uow.sessions.get_for_update(session_id)
    record.state = state
    record.state_times = {**record.state_times, state: utc_now().isoformat()}
