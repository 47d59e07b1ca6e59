"""How a worker works on a job, whatever its kind: claim, track, and end it in the way it ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from backend.adapters.logs import about, tag
from backend.adapters.progress import ProgressBoard
from backend.errors import PartUnavailableError, PlaygroundError, StorageFullError, is_full
from backend.seams import hold
from backend.services.endings import LOST, JobEnds, Left, facts_of, left
from backend.services.job_tallies import JobTallies, Stopwatch
from backend.services.jobs import JobService
from backend.services.leases import CancelledError, Lease, LeaseLostError, WorkerLeavingError
from backend.services.progress import Phase, Tracker, furthest
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

Work = Callable[[Any, Tracker], dict[str, Any]]
"""Takes the job's record and its tracker; returns the columns to write when it is done."""
END_AGAIN_AFTER_S = 1.0
END_PATIENCE_S = 3_600.0
"""How long the end of a job waits for a database that takes no writes [s]: its work is not to be done twice."""


End = Callable[[JobEnds, Lease], bool]
"""Writes down how the work on a job ended; False where it is another worker's by now."""


class JobRunner:
    """Runs jobs under a lease.

    Parameters
    ----------
    transactions : Transactions
    jobs : JobService
    board : ProgressBoard
    tallies : JobTallies
    """

    def __init__(self, transactions: Transactions, jobs: JobService, board: ProgressBoard, tallies: JobTallies) -> None:
        self._transactions = transactions
        self._jobs = jobs
        self._board = board
        self._tallies = tallies

    def run(self, kind: str, job_id: str, phases: tuple[Phase, ...], work: Work) -> bool:
        """Do the work of a job; False where another worker has it or it has ended."""
        claimed = self._jobs.claim(kind, job_id)
        if claimed is None:
            return False
        record, lease = claimed
        with about(**subject_of(kind, record)):
            self._work_on(kind, record, lease, phases, work)
        if self._jobs.is_leaving():
            lease.tell()
        return True

    def _work_on(self, kind: str, record: Any, lease: Lease, phases: tuple[Phase, ...], work: Work) -> None:
        lease.progress = furthest(record.progress, self._board.read(record.id))
        tracker = Tracker(phases, lambda state: self._show(lease, state), lease.check, lease.progress)
        watch = Stopwatch()
        tracker.entered = watch.enter
        self._tallies.began(kind, record)
        hold(f"{kind}.claimed")
        if record.attempt > 1:
            tracker.log(f"Taken up by another worker (attempt {record.attempt})")
        with lease:
            end = self._outcome(record, tracker, work)
            state, error = self._end(kind, lease, end)
        self._tallies.ended(kind, record, state, error, watch)

    def _show(self, lease: Lease, state: dict[str, Any]) -> None:
        lease.progress = state
        self._board.publish(lease.job_id, state)

    def _outcome(self, record: Any, tracker: Tracker, work: Work) -> End:
        try:
            values = work(record, tracker)
        except CancelledError:
            return lambda ends, lease: ends.cancelled(lease.job_id, lease.owner)
        except WorkerLeavingError:
            return lambda ends, lease: ends.handed_back(lease.job_id, lease.owner, tracker.state)
        except LeaseLostError:
            return lambda ends, lease: False
        except PartUnavailableError as error:
            logger.warning("Job %s is set back: %s", record.id, error)
            away = facts_of(error)
            return lambda ends, lease: ends.set_back(lease.job_id, lease.owner, tracker.state, away)
        except Exception as error:
            facts = failure(error, record.id)
            return lambda ends, lease: ends.failed(lease.job_id, lease.owner, facts)
        return lambda ends, lease: ends.done(lease.job_id, lease.owner, progress=tracker.state, **values)

    def _end(self, kind: str, lease: Lease, end: End) -> Left:
        deadline = time.monotonic() + END_PATIENCE_S
        while (written := self._written(kind, lease, end)) is None:
            if time.monotonic() >= deadline:
                return LOST
            time.sleep(END_AGAIN_AFTER_S)
        return written

    def _written(self, kind: str, lease: Lease, end: End) -> Left | None:
        hold(f"{kind}.ending")
        try:
            written = left(self._transactions, kind, lease.job_id, lambda ends: end(ends, lease))
        except PartUnavailableError as error:
            logger.warning("The end of %s waits: %s", lease.job_id, error)
            return None
        if written is LOST:
            logger.warning("Job %s belongs to another worker now; nothing written", lease.job_id)
        return written


def subject_of(kind: str, record: Any) -> dict[str, str | None]:
    """Return what the log lines of a job are about."""
    session_id = getattr(record, "session_id", None)
    run_id = record.id if kind == "runs" else getattr(record, "run_id", None)
    batch_id = record.id if kind == "predictions" else getattr(record, "prediction_id", None)
    names = {"session": tag(session_id) if session_id else None, "run": run_id, "batch": batch_id}
    return {**names, "kind": kind, "job": record.id}


def failure(error: Exception, job_id: str) -> dict[str, Any]:
    """Return what a client is told of an error: facts as they are, faults of the platform without their insides."""
    if isinstance(error, PlaygroundError):
        return facts_of(error)
    if is_full(error):
        return facts_of(StorageFullError())
    logger.error("Job %s failed", job_id, exc_info=error)
    if isinstance(error, MemoryError):
        remedy = "Choose fewer rows, features or trees, or give the worker more memory; then start again."
        return {"code": "out_of_memory", "message": "The worker ran out of memory.", "remedy": remedy}
    remedy = f"This is a fault of the platform; the worker's log tells more under job {job_id}."
    return {"code": "internal_error", "message": f"The work stopped with {type(error).__name__}.", "remedy": remedy}
