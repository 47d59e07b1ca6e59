"""The lease of a worker on a job: renewed while the work goes on, and the ways in which it ends."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.config import Settings
from backend.errors import PartUnavailableError, PlaygroundError
from backend.records import utc_now
from backend.unit_of_work import Transactions, UnitOfWork

logger = logging.getLogger(__name__)

CANCEL_GRACE_S = 10.0


class CancelledError(Exception):
    """The person asked to stop."""


class LeaseLostError(Exception):
    """Another worker has the job now; nothing more may be written."""


class TimeLimitError(PlaygroundError):
    """The job took longer than a job may."""

    code = "time_limit"

    def __init__(self, limit_s: int) -> None:
        super().__init__(
            f"The work took longer than RUN_TIME_LIMIT_S={limit_s}. "
            "Choose fewer rows, features or trees, or raise the limit; then start again."
        )


class WorkerLeavingError(Exception):
    """This worker is being stopped: the job goes back to the queue."""


class Lease:
    """Holds a job while the work goes on: a thread renews it and listens for reasons to stop.

    Use as a context manager; call ``check`` often from inside the work.

    Parameters
    ----------
    transactions : Transactions
    settings : Settings
    kind : str
        ``"runs"``, ``"trials"``, ``"predictions"``, …
    job_id, owner : str
    is_leaving : callable
        Tells whether this worker is being stopped.
    """

    def __init__(
        self,
        transactions: Transactions,
        settings: Settings,
        kind: str,
        job_id: str,
        owner: str,
        is_leaving: Callable[[], bool],
    ) -> None:
        self._transactions = transactions
        self._settings = settings
        self._kind = kind
        self.job_id = job_id
        self.owner = owner
        self._is_leaving = is_leaving
        self._reason: Exception | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._renew_until_done, name=f"lease-{job_id[:8]}", daemon=True)
        self.progress: dict[str, Any] = {}

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def check(self) -> None:
        """Raise if the work must stop."""
        if self._is_leaving():
            raise WorkerLeavingError
        if self._reason is not None:
            raise self._reason

    def _renew_until_done(self) -> None:
        started_at = renewed_at = time.monotonic()
        while not self._done.wait(self._settings.heartbeat_seconds):
            try:
                self._renew()
                renewed_at = time.monotonic()
            except PartUnavailableError as error:
                logger.warning("Lease of %s not renewed: %s", self.job_id, error)
            if time.monotonic() - renewed_at > self._settings.lease_seconds:
                self._reason = LeaseLostError()
            if time.monotonic() - started_at > self._settings.run_time_limit_s:
                self._reason = self._reason or TimeLimitError(self._settings.run_time_limit_s)
            if self._reason is not None:
                self._end_stubborn_work()
                return

    def _renew(self) -> None:
        expires_at = utc_now() + timedelta(seconds=self._settings.lease_seconds)
        with self._transactions.write() as uow:
            jobs = getattr(uow, self._kind)
            held = jobs.update_leased(self.job_id, self.owner, lease_expires_at=expires_at, progress=self.progress)
            if not held:
                self._reason = LeaseLostError()
            elif jobs.get(self.job_id).cancel_requested:
                self._reason = CancelledError()

    def _end_stubborn_work(self) -> None:
        """Stop for sure: a fit that never looks at ``check`` is ended with its process after a grace."""
        if self._done.wait(CANCEL_GRACE_S):
            return
        with self._transactions.write() as uow:
            ends = JobEnds(uow, self._kind)
            if isinstance(self._reason, CancelledError):
                ends.cancelled(self.job_id, self.owner)
            if isinstance(self._reason, PlaygroundError):
                ends.failed(self.job_id, self.owner, facts_of(self._reason))
        logger.warning("Job %s did not stop within %s s; ending its process", self.job_id, CANCEL_GRACE_S)
        os.kill(os.getpid(), signal.SIGKILL)


class JobEnds:
    """The ways in which a job leaves a worker, each conditional on the lease; sessions of runs follow."""

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
        values = {"state": "queued", "lease_owner": None, "lease_expires_at": None, "progress": progress}
        return bool(self._jobs.update_leased(job_id, owner, **values))

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
