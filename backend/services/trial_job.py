"""The work of one trial, on a worker that helps another's run: judge a setting on inner folds, under a lease."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backend.records import TrialRecord
from backend.services.execution import JobRunner
from backend.services.leases import WorkerLeavingError
from backend.services.progress import Phase, Tracker
from backend.services.sources import Sources
from backend.services.splits import KeptSplits
from backend.services.training_job import labelled_table, tuned_plan
from backend.services.trial_book import columns_of, trial_of
from backend.unit_of_work import Transactions

if TYPE_CHECKING:
    from ML.training import TrainingPlan
    from ML.training_rows import TrainingRows
    from ML.tuning import Bench

TRIAL_PHASES = (Phase("reading", "Read the table", 10), Phase("judging", "Judge a setting", 90))


class NotTheSameRowsError(WorkerLeavingError):
    """This worker reads other rows than the run's own: the trial goes back, for the run's worker to judge."""


class TrialJob:
    """Executes trials.

    Parameters
    ----------
    runner : JobRunner
    transactions : Transactions
    sources : Sources
    """

    def __init__(self, runner: JobRunner, transactions: Transactions, sources: Sources, splits: KeptSplits) -> None:
        self._runner = runner
        self._transactions = transactions
        self._sources = sources
        self._splits = splits
        # One run at a time: the trials of a run come one after another, and its table is read once.
        self._run_id = ""
        self._table: tuple[TrainingRows, TrainingPlan] | None = None
        self._benches: dict[str, Bench] = {}

    def execute(self, trial_id: str) -> None:
        """Judge a trial, unless another worker has it or its search has ended."""
        self._runner.run("trials", trial_id, TRIAL_PHASES, self._judge)

    def _judge(self, record: TrialRecord, tracker: Tracker) -> dict[str, Any]:
        from ML.tuning import judge, peers_of

        owner = str(record.lease_owner)
        bench = self._bench(record, tracker)
        if bench.split_hash != record.split_hash:
            raise NotTheSameRowsError
        with self._transactions.read() as uow:
            elders = [trial_of(known, {}) for known in uow.trials.of_search(record.run_id, record.search)]
        judged = judge(bench, record.settings, peers_of(record.number, elders), tracker.check)
        return columns_of(judged, owner)

    def _bench(self, record: TrialRecord, tracker: Tracker) -> Bench:
        from ML.tuning import bench_of, searched_rows

        if record.run_id != self._run_id or self._table is None:
            self._run_id, self._benches = record.run_id, {}
            self._table = self._read(record.run_id, tracker)
        rows, plan = self._table
        if record.search not in self._benches:
            self._benches[record.search] = bench_of(rows, plan, searched_rows(rows, plan, record.search))
        return self._benches[record.search]

    def _read(self, run_id: str, tracker: Tracker) -> tuple[TrainingRows, TrainingPlan]:
        from ML.cross_validation import completed_plan
        from ML.training_rows import training_rows

        with self._transactions.read() as uow:
            configuration = uow.runs.get(run_id).configuration
        source = self._sources.open(configuration)
        frame = source.load(lambda _: tracker.check())
        labels = source.label(frame, configuration)
        split = self._splits.of(configuration)
        plan = completed_plan(replace(tuned_plan(configuration, source, labels), split=split))
        return training_rows(labelled_table(frame, labels, plan), plan), plan
