"""The lease of a worker on a job: renewed while the work goes on, until there is a reason to stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.adapters.scratch import Pulse
from backend.config import Settings
from backend.errors import PartUnavailableError, PlaygroundError
from backend.records import utc_now
from backend.services.endings import JobEnds, Left, facts_of, left
from backend.services.limits import MemoryLimitError, RunLimits
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5


class CancelledError(Exception):
    """The person asked to stop."""


class LeaseLostError(Exception):
    """Another worker has the job now; nothing more may be written."""


class WorkerLeavingError(Exception):
    """This worker is being stopped: the job goes back to the queue."""


GRACE_S = 10.0
GRACES_S: dict[type[Exception], float] = {WorkerLeavingError: 4.0, MemoryLimitError: 2.0}
"""How long work may go on before its process is ended [s]; a worker that is sent away must be gone within ten."""


class Lease:
    """Holds a job while the work goes on: a thread renews it and listens for reasons to stop.

    A database that is away is no reason: nobody else can take the job meanwhile, and whether it is still held is
    told by the next renewal. Use as a context manager; call ``check`` often from inside the work.

    Parameters
    ----------
    transactions : Transactions
    settings : Settings
    kind : str
        ``"runs"``, ``"trials"``, ``"predictions"``, …
    job_id, owner : str
    is_leaving : callable
        Tells whether this worker is being stopped.
    tell : callable
        Tells the other workers of the job, once it is handed back.
    count : callable
        Takes the state and the error with which the job was ended here, as its process is ended with it.
    """

    def __init__(
        self,
        transactions: Transactions,
        settings: Settings,
        kind: str,
        job_id: str,
        owner: str,
        is_leaving: Callable[[], bool],
        tell: Callable[[], None],
        count: Callable[[str, dict[str, Any] | None], None],
    ) -> None:
        self._transactions = transactions.hasty()
        self._settings = settings
        self._kind = kind
        self.job_id = job_id
        self.owner = owner
        self._is_leaving = is_leaving
        self.tell = tell
        self._count = count
        self._limits = RunLimits(settings)
        self._reason: Exception | None = None
        self._reason_since = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look_until_done, name=f"lease-{job_id[:8]}", daemon=True)
        self._pulse = Pulse(settings.local_root, job_id)
        self.progress: dict[str, Any] = {}

    def __enter__(self) -> Lease:
        self._pulse.beat()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._pulse.stop()

    def check(self) -> None:
        """Raise if the work must stop."""
        if self._is_leaving():
            raise WorkerLeavingError
        if self._reason is not None:
            raise self._reason

    def _look_until_done(self) -> None:
        renewed_at = time.monotonic()
        while not self._done.wait(min(LOOK_EVERY_S, self._settings.heartbeat_seconds)):
            self._pulse.beat()
            self._stop_because(WorkerLeavingError() if self._is_leaving() else self._limits.passed())
            if time.monotonic() - renewed_at >= self._settings.heartbeat_seconds:
                renewed_at = time.monotonic()
                self._renew_if_possible()
            if self._reason is not None and time.monotonic() - self._reason_since > grace_of(self._reason):
                self._end_stubborn_work()

    def _stop_because(self, reason: Exception | None) -> None:
        if reason is not None and self._reason is None:
            self._reason, self._reason_since = reason, time.monotonic()

    def _renew_if_possible(self) -> None:
        try:
            self._renew()
        except PartUnavailableError as error:
            logger.warning("Lease of %s not renewed: %s", self.job_id, error)

    def _renew(self) -> None:
        expires_at = utc_now() + timedelta(seconds=self._settings.lease_seconds)
        with self._transactions.write() as uow:
            jobs = getattr(uow, self._kind)
            held = jobs.update_leased(self.job_id, self.owner, lease_expires_at=expires_at, progress=self.progress)
            is_cancelled = held and jobs.get(self.job_id).cancel_requested
        self._stop_because(CancelledError() if is_cancelled else None if held else LeaseLostError())

    def _end_stubborn_work(self) -> None:
        """Stop for sure: a fit that never looks at ``check`` is ended with its process after a grace."""
        try:
            state, error = self._write_end()
            if isinstance(self._reason, WorkerLeavingError):
                self.tell()
            self._count(state, error)
        except PartUnavailableError as error:
            logger.warning("The end of %s could not be written; its lease will lapse: %s", self.job_id, error)
        logger.warning("Job %s did not stop in time (%r); ending its process", self.job_id, self._reason)
        os.kill(os.getpid(), signal.SIGKILL)

    def _write_end(self) -> Left:
        return left(self._transactions, self._kind, self.job_id, self._end)

    def _end(self, ends: JobEnds) -> bool:
        if isinstance(self._reason, CancelledError):
            return ends.cancelled(self.job_id, self.owner)
        if isinstance(self._reason, WorkerLeavingError):
            return ends.handed_back(self.job_id, self.owner, self.progress)
        if isinstance(self._reason, PlaygroundError):
            return ends.failed(self.job_id, self.owner, facts_of(self._reason))
        return False


def grace_of(reason: Exception) -> float:
    """Return how long work may go on once there is this reason to stop [s]."""
    return next((grace for kind, grace in GRACES_S.items() if isinstance(reason, kind)), GRACE_S)
