"""The trials of one run in the platform's database: written down by its worker, judged by any."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from redis import RedisError

from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PartUnavailableError
from backend.records import TrialRecord, utc_now
from backend.seams import hold
from backend.services.endings import JobEnds
from backend.services.jobs import TASKS, JobService
from backend.services.leases import Lease, LeaseLostError
from backend.services.sessions import ID_BYTES
from backend.services.tuning import error_of, state_of, worker_numbers
from backend.unit_of_work import Transactions

if TYPE_CHECKING:
    from ML.tuning import Judged, Trial
    from ML.tuning.book import Judge

LOOK_FOR_WORKERS_EVERY_S = 5.0


class TrialDesk:
    """Hands out the books of runs.

    Parameters
    ----------
    transactions : Transactions
    jobs : JobService
    queue : JobQueue
    board : ProgressBoard
        Tells how many workers there are.
    """

    def __init__(self, transactions: Transactions, jobs: JobService, queue: JobQueue, board: ProgressBoard) -> None:
        self.transactions = transactions
        self.jobs = jobs
        self.queue = queue
        self.board = board

    def book(self, run_id: str) -> RunTrials:
        """Return the book of a run."""
        return RunTrials(self, run_id)


class RunTrials:
    """``ML.tuning.TrialBook`` of one run."""

    def __init__(self, desk: TrialDesk, run_id: str) -> None:
        self._desk = desk
        self._transactions = desk.transactions
        self._run_id = run_id
        self._looked_at = -LOOK_FOR_WORKERS_EVERY_S
        self._helped = False

    def trials(self, search: str) -> list[Trial]:
        """Return a search's trials by number."""
        with self._transactions.read() as uow:
            records = uow.trials.of_search(self._run_id, search)
        numbers = worker_numbers(records)
        return [trial_of(record, numbers) for record in records]

    def add(self, trial: Trial, split_hash: str) -> None:
        """Write down a trial, and tell the other workers of it where there are any."""
        record = TrialRecord(
            id=secrets.token_urlsafe(ID_BYTES),
            run_id=self._run_id,
            search=trial.search,
            number=trial.number,
            settings=dict(trial.settings),
            split_hash=split_hash,
            asked_s=trial.asked_s,
        )
        with self._transactions.write() as uow:
            uow.trials.add(record)
        if self._has_help():
            self._tell(record.id)

    def work(self, search: str, judge: Judge) -> bool:
        """Judge the next waiting trial here; False where none waits."""
        with self._transactions.read() as uow:
            waiting = uow.trials.next_waiting(self._run_id, search)
        claimed = self._desk.jobs.claim("trials", waiting) if waiting else None
        if claimed is not None:
            self._judge(*claimed, judge)
        return waiting is not None

    def _judge(self, record: TrialRecord, lease: Lease, judge: Judge) -> None:
        with lease:
            hold("trials.judging")
            try:
                judged = judge(trial_of(record, {}), _own_step(lease))
            except _TrialTakenError:
                return
            except BaseException:
                with self._transactions.write() as uow:
                    JobEnds(uow, "trials").handed_back(record.id, lease.owner, {})
                raise
            with self._transactions.write() as uow:
                JobEnds(uow, "trials").done(record.id, lease.owner, **columns_of(judged, lease.owner))

    def close(self, search: str, state: str) -> None:
        """End all trials that wait or run; who still works on one has lost its lease."""
        with self._transactions.write() as uow:
            uow.trials.close(self._run_id, search, state, utc_now())

    def stopped(self) -> bool:
        """Tell whether somebody asked to end tuning and to keep the best so far."""
        with self._transactions.read() as uow:
            return uow.runs.stop_requested(self._run_id)

    def _tell(self, trial_id: str) -> None:
        try:
            self._desk.queue.send(TASKS["trials"], trial_id)
        except PartUnavailableError:
            # Nobody hears of it, so this worker will do it.
            return

    def _has_help(self) -> bool:
        if time.monotonic() - self._looked_at >= LOOK_FOR_WORKERS_EVERY_S:
            self._looked_at = time.monotonic()
            try:
                self._helped = sum(int(worker["concurrency"]) for worker in self._desk.board.workers()) > 1
            except RedisError:
                self._helped = False
        return self._helped


class _TrialTakenError(Exception):
    """The trial's lease lapsed while this process stood still; another worker has it now."""


def _own_step(lease: Lease) -> Callable[[], None]:
    def step() -> None:
        try:
            lease.check()
        except LeaseLostError:
            raise _TrialTakenError from None

    return step


def trial_of(record: TrialRecord, numbers: dict[str, int]) -> Trial:
    """Return a record as ``ML.tuning`` takes it."""
    from ML.tuning import Trial

    return Trial(
        search=record.search,
        number=record.number,
        settings=record.settings,
        state=state_of(record),
        scores=tuple(record.scores),
        value=record.value,
        seconds=record.seconds,
        asked_s=record.asked_s,
        worker=numbers.get(str(record.worker)),
        error=error_of(record),
    )


def columns_of(judged: Judged, owner: str) -> dict[str, Any]:
    """Return what a judged trial's record gets; ``owner`` is the lease's, of which host and process are kept."""
    return {
        "outcome": judged.state,
        "scores": list(judged.scores),
        "value": judged.value,
        "seconds": judged.seconds,
        "worker": owner.rpartition(":")[0],
        "error": {"code": "trial_failed", "message": judged.error, "remedy": ""} if judged.error else None,
    }
