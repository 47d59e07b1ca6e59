"""How a worker works on a job, whatever its kind: claim, track, and end it in the way it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from backend.adapters.progress import ProgressBoard
from backend.errors import PlaygroundError
from backend.services.jobs import JobService
from backend.services.leases import (
    CancelledError,
    JobEnds,
    Lease,
    LeaseLostError,
    WorkerLeavingError,
    facts_of,
)
from backend.services.progress import Phase, Tracker, furthest
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

Work = Callable[[Any, Tracker], dict[str, Any]]
"""Takes the job's record and its tracker; returns the columns to write when it is done."""


class JobRunner:
    """Runs jobs under a lease.

    Parameters
    ----------
    transactions : Transactions
    jobs : JobService
    board : ProgressBoard
    """

    def __init__(self, transactions: Transactions, jobs: JobService, board: ProgressBoard) -> None:
        self._transactions = transactions
        self._jobs = jobs
        self._board = board

    def run(self, kind: str, job_id: str, phases: tuple[Phase, ...], work: Work) -> None:
        """Do the work of a job, unless another worker has it or it has ended."""
        claimed = self._jobs.claim(kind, job_id)
        if claimed is None:
            return
        record, lease = claimed
        lease.progress = furthest(record.progress, self._board.read(job_id))
        tracker = Tracker(phases, lambda state: self._show(lease, state), lease.check, lease.progress)
        if record.attempt > 1:
            tracker.log(f"Taken up by another worker (attempt {record.attempt})")
        with lease:
            end = self._outcome(record, tracker, work)
            self._end(kind, lease, end)

    def _show(self, lease: Lease, state: dict[str, Any]) -> None:
        lease.progress = state
        self._board.publish(lease.job_id, state)

    def _outcome(self, record: Any, tracker: Tracker, work: Work) -> Callable[[JobEnds, Lease], Any]:
        try:
            values = work(record, tracker)
        except CancelledError:
            return lambda ends, lease: ends.cancelled(lease.job_id, lease.owner)
        except WorkerLeavingError:
            return lambda ends, lease: ends.handed_back(lease.job_id, lease.owner, tracker.state)
        except LeaseLostError:
            return lambda ends, lease: None
        except Exception as error:
            facts = failure(error, record.id)
            return lambda ends, lease: ends.failed(lease.job_id, lease.owner, facts)
        return lambda ends, lease: ends.done(lease.job_id, lease.owner, progress=tracker.state, **values)

    def _end(self, kind: str, lease: Lease, end: Callable[[JobEnds, Lease], Any]) -> None:
        with self._transactions.write() as uow:
            if not end(JobEnds(uow, kind), lease):
                logger.warning("Job %s belongs to another worker now; nothing written", lease.job_id)


def failure(error: Exception, job_id: str) -> dict[str, Any]:
    """Return what a client is told of an error: facts as they are, faults of the platform without their insides."""
    if isinstance(error, PlaygroundError):
        return facts_of(error)
    logger.error("Job %s failed", job_id, exc_info=error)
    if isinstance(error, MemoryError):
        remedy = "Choose fewer rows, features or trees, or give the worker more memory; then start again."
        return {"code": "out_of_memory", "message": "The worker ran out of memory.", "remedy": remedy}
    remedy = f"This is a fault of the platform; the worker's log tells more under job {job_id}."
    return {"code": "internal_error", "message": f"The work stopped with {type(error).__name__}.", "remedy": remedy}
