"""The work of one batch of predictions, on the worker that leads it: cut, let all workers predict, put together."""

from __future__ import annotations

import time
from typing import Any

from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PlaygroundError
from backend.records import ChunkRecord, PredictionRecord, RunRecord
from backend.services.answering import Answering
from backend.services.batch_files import BatchFiles
from backend.services.batch_finish import finish
from backend.services.batch_help import Help
from backend.services.batch_plan import BatchPlanner
from backend.services.chunk_job import ChunkJob
from backend.services.execution import JobRunner
from backend.services.models import ModelCache
from backend.services.progress import PREDICTION_PHASES, Tracker
from backend.services.worklist import WorkList
from backend.unit_of_work import Transactions
from ML.progress import Progress

LOOK_EVERY_S = 0.1


class PredictionJob:
    """Executes batches."""

    def __init__(
        self,
        runner: JobRunner,
        transactions: Transactions,
        planner: BatchPlanner,
        chunks: ChunkJob,
        files: FileStore,
        cache: ModelCache,
        board: ProgressBoard,
        queue: JobQueue,
    ) -> None:
        self._runner = runner
        self._transactions = transactions
        self._planner = planner
        self._chunks = chunks
        self._files = files
        self._leavings = BatchFiles(transactions, files)
        self._cache = cache
        self._answering = Answering(cache)
        self._board = board
        self._queue = queue

    def execute(self, prediction_id: str) -> bool:
        """Predict the batch's rows; False where another worker leads it or it has ended."""
        is_ours = self._runner.run("predictions", prediction_id, PREDICTION_PHASES, self._predict)
        self._leavings.sweep(prediction_id)
        return is_ours

    def _predict(self, record: PredictionRecord, tracker: Tracker) -> dict[str, Any]:
        with self._transactions.read() as uow:
            run = uow.runs.get(record.run_id)
        self._planner.plan(record, run, self._answering.of(run), tracker)
        self._predict_pieces(record.id, tracker)
        with self._transactions.read() as uow:
            chunks, planned = uow.chunks.of_prediction(record.id), uow.predictions.get(record.id).summary
        made = self._put_together(record, run, chunks, tracker)
        return {**made, "summary": {**planned, **made["summary"]}}

    def _predict_pieces(self, prediction_id: str, tracker: Tracker) -> None:
        helpers = Help(self._transactions, self._board, self._queue, self._chunks, prediction_id)
        while True:
            with self._transactions.read() as uow:
                tally, waiting = uow.chunks.tally(prediction_id), uow.chunks.next_waiting(prediction_id)
            self._refuse_failed(prediction_id, tally)
            total, done = sum(rows for _, rows in tally.values()), tally.get("done", (0, 0))[1]
            tracker(Progress("predicting", done, total, "rows"))
            if done == total:
                return
            if waiting is None:
                time.sleep(LOOK_EVERY_S)
                continue
            helpers.ask(waiting, tally.get("running", (0, 0))[0])
            self._chunks.run(waiting)

    def _refuse_failed(self, prediction_id: str, tally: dict[str, tuple[int, int]]) -> None:
        if "failed" not in tally:
            return
        with self._transactions.read() as uow:
            failed = uow.chunks.first_failed(prediction_id)
        raise what_stopped((failed and failed.error) or {"code": "internal_error", "message": "", "remedy": ""})

    def _put_together(
        self, record: PredictionRecord, run: RunRecord, chunks: list[ChunkRecord], tracker: Tracker
    ) -> dict[str, Any]:
        tracker(Progress("saving", 0, 1, "files"))
        made = finish(chunks)
        if record.source == "undecided":
            made = WorkList(self._files, self._cache.load(run)).rank(record, made, tracker.check)
        tracker(Progress("saving", 1, 1, "files"))
        return made


def what_stopped(error: dict[str, Any]) -> PlaygroundError:
    """Return the failure of a piece as that of its batch, under the same code."""
    failure = PlaygroundError(" ".join(filter(None, [error["message"], error["remedy"]])))
    failure.code = error["code"]
    return failure
