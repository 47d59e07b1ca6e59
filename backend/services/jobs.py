"""Background jobs: who works on what, and what happens when a worker falls silent."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from backend.adapters.queue import JobQueue
from backend.config import Settings
from backend.errors import PartUnavailableError, PlaygroundError
from backend.records import utc_now
from backend.services.endings import MOST_LAPSES, JobEnds, facts_of, move_session, poisoned
from backend.services.job_tallies import JobTallies
from backend.services.leases import Lease
from backend.services.silence import Silence
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

TASKS = {
    "runs": "training.execute",
    "trials": "trial.execute",
    "predictions": "prediction.execute",
    "chunks": "chunk.execute",
    "refreshes": "refresh.execute",
    "studies": "study.execute",
}
"""Name of the task for each kind of job; the kind is the repository's name in the unit of work."""
HELPED = ("trials", "chunks")
"""Kinds that are parts of another job: its worker does them where no other does."""
FORGOTTEN_AFTER_S = 10.0


class JobService:
    """Claims jobs for workers, and queues again what silent workers left behind."""

    def __init__(self, transactions: Transactions, queue: JobQueue, settings: Settings, tallies: JobTallies) -> None:
        self._transactions = transactions
        self._queue = queue
        self._settings = settings
        self._tallies = tallies
        self.lease_seconds = settings.lease_seconds
        self.clock = time.monotonic
        self._silent = {kind: Silence(self._now) for kind in TASKS}
        self._unheard = {kind: Silence(self._now) for kind in TASKS}
        self.is_leaving: Callable[[], bool] = lambda: False

    def _now(self) -> float:
        return self.clock()

    def claim(self, kind: str, job_id: str) -> tuple[Any, Lease] | None:
        """Take a queued job; None where another worker has it or it has ended."""
        owner = f"{socket.gethostname()}:{os.getpid()}:{time.monotonic_ns()}"
        now = utc_now()
        with self._transactions.write() as uow:
            expires_at = now + timedelta(seconds=self.lease_seconds)
            record = getattr(uow, kind).claim(job_id, owner, now, expires_at)
            if record is None:
                return None
            if kind == "runs":
                move_session(uow, record.session_id, "training")
        tell = partial(self.tell, kind, job_id)
        count = partial(self._tallies.cut_short, kind, job_id)
        return record, Lease(self._transactions, self._settings, kind, job_id, owner, self.is_leaving, tell, count)

    def tell(self, kind: str, job_id: str) -> None:
        """Tell the other workers of a job that waits; where the queue is away they will hear of it later."""
        try:
            self._queue.send(TASKS[kind], job_id)
        except PartUnavailableError as error:
            logger.warning("Nobody was told of %s: %s", job_id, error)

    def revive(self) -> int:
        """Queue again the jobs whose lease lapsed, and those whose message was lost; returns how many."""
        try:
            return sum(self._revive_lapsed(kind) + self._resend_forgotten(kind) for kind in TASKS)
        except PartUnavailableError:
            # Nobody could renew a lease either while the database was away.
            for silence in self._silent.values():
                silence.forget()
            raise

    def fail_jobs_of(self, owner: str, error: PlaygroundError) -> int:
        """End what a process works on with the reason, and return how many jobs; ``owner`` is ``host:process``."""
        failed = [(kind, job_id) for kind in TASKS for job_id in self._fail_all(kind, owner, facts_of(error))]
        for kind, job_id in failed:
            self._tallies.cut_short(kind, job_id, "failed", facts_of(error))
        return len(failed)

    def _fail_all(self, kind: str, owner: str, error: dict[str, Any]) -> list[str]:
        with self._transactions.write() as uow:
            ends, leases = JobEnds(uow, kind), getattr(uow, kind).leases()
            own = {job_id: lease[0] for job_id, lease in leases.items() if lease[0].rpartition(":")[0] == owner}
            return [job_id for job_id, lease_owner in own.items() if ends.failed(job_id, lease_owner, error)]

    def _revive_lapsed(self, kind: str) -> int:
        with self._transactions.read() as uow:
            leases = getattr(uow, kind).leases()
        silent = self._silent[kind].unmoved(leases, self.lease_seconds / 2)
        lapsed = [job_id for job_id in silent if not self._summon(kind, job_id, *leases[job_id])]
        return sum(self._revive(kind, job_id, *leases[job_id]) for job_id in lapsed)

    def _summon(self, kind: str, job_id: str, owner: str, expires_at: Any) -> bool:
        """Ask who has been silent for half a lease to show itself; False where it was asked before, and did not.

        That the summons could be written tells that a renewal could be, too: a database that can be read and takes
        no writes makes every worker look silent.
        """
        if expires_at is None:
            return False
        with self._transactions.write() as uow:
            getattr(uow, kind).summon(job_id, owner, expires_at)
        return True

    def _revive(self, kind: str, job_id: str, owner: str, expires_at: Any) -> bool:
        error = None
        with self._transactions.write() as uow:
            lapses = getattr(uow, kind).take_lapsed(job_id, owner, expires_at)
            if lapses >= MOST_LAPSES:
                error = poisoned(lapses, getattr(uow, kind).get(job_id).progress.get("phase"))
                JobEnds(uow, kind).failed(job_id, owner, error)
            requeued = 0 < lapses < MOST_LAPSES and JobEnds(uow, kind).requeued(job_id, owner)
        if lapses:
            logger.warning("Lease of %s on %s lapsed for the %d. time", owner, job_id, lapses)
        if error is not None:
            self._tallies.cut_short(kind, job_id, "failed", error)
        if requeued:
            self._queue.send(TASKS[kind], job_id)
        return bool(requeued)

    def _resend_forgotten(self, kind: str) -> int:
        if kind in HELPED:
            # The own worker of the run or batch takes what no other has taken.
            return 0
        with self._transactions.read() as uow:
            waiting = getattr(uow, kind).waiting()
        unheard = self._unheard[kind].unmoved(waiting, FORGOTTEN_AFTER_S)
        if not unheard:
            return 0
        # Whether its message is lost or only behind many others, each is looked for again after the same time.
        self._unheard[kind].forget(*unheard)
        held = self._queue.held()
        forgotten = [job_id for job_id in waiting if job_id in unheard and job_id not in held]
        for job_id in forgotten:
            self._queue.send(TASKS[kind], job_id)
        return len(forgotten)
