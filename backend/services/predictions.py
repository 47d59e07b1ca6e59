"""Batches of predictions as a client drives them: start, watch, page through, take home."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from backend.adapters.digests import CHUNK_BYTES
from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.adapters.scratch import folder_of_process
from backend.errors import PartUnavailableError, WrongStateError
from backend.records import ACTIVE_STATES, PredictionRecord, utc_now
from backend.seams import hold
from backend.services.batch_input import folder_of
from backend.services.batch_pages import BatchPages
from backend.services.batch_view import no_rows
from backend.services.export import csv_bytes, file_name, parquet_bytes
from backend.services.jobs import TASKS
from backend.services.models import ModelCache
from backend.services.naming import fresh_id
from backend.services.progress import PREDICTION_PHASES, describe
from backend.services.quotas import Quotas
from backend.services.uploads import display_name
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownPredictionError

FILES: dict[str, Callable[..., Iterator[bytes]]] = {"csv": csv_bytes, "parquet": parquet_bytes}
CALLED = {"undecided": "work_list", "file": "predictions"}
SHOWN_PROBLEMS = 100
_AT_THE_HEAD = ("work_list", "warnings")


class BatchService:
    """Starts and shows batches of predictions."""

    def __init__(
        self,
        transactions: Transactions,
        cache: ModelCache,
        files: FileStore,
        queue: JobQueue,
        board: ProgressBoard,
        root: Path,
        quotas: Quotas,
    ) -> None:
        self._transactions = transactions
        self._cache = cache
        self._files = files
        self._queue = queue
        self._board = board
        self._root = root
        self._quotas = quotas
        self._pages = BatchPages(transactions, files)

    def start_undecided(self, session_id: str) -> dict[str, Any]:
        """Queue the ranking of the objects that the catalogue has not decided."""
        run = self._cache.trained_run(session_id)
        if (run.result or {})["data"]["undecided"] == 0:
            raise WrongStateError(
                "Every object of this table is decided under this task, so there is nothing to rank. "
                "Train the task 'binary', whose candidates are left undecided, or predict a file.",
                state="trained",
            )
        self._quotas.check_job(session_id, "predictions")
        return self._start(PredictionRecord(source="undecided", session_id=session_id, run_id=run.id))

    def start_file(self, session_id: str, stream: IO[bytes], filename: str) -> dict[str, Any]:
        """Queue the prediction of an uploaded table."""
        run = self._cache.trained_run(session_id)
        record = PredictionRecord(source="file", session_id=session_id, run_id=run.id, filename=display_name(filename))
        record.id = fresh_id("prediction")
        if self._is_known(record.id):
            return _started(record)
        record.input_path = f"{folder_of(record.id)}/input"
        with tempfile.NamedTemporaryFile(dir=folder_of_process(self._root)) as local:
            shutil.copyfileobj(stream, local, CHUNK_BYTES)
            local.flush()
            record.size = Path(local.name).stat().st_size
            self._quotas.check_job(session_id, "predictions", record.size)
            self._files.put(record.input_path, Path(local.name))
        return self._start(record)

    def _start(self, record: PredictionRecord) -> dict[str, Any]:
        record.id = record.id or fresh_id("prediction")
        if self._is_known(record.id):
            return _started(record)
        with self._transactions.write() as uow:
            uow.predictions.add(record)
        hold("prediction.committed")
        try:
            self._queue.send(TASKS["predictions"], record.id)
        except PartUnavailableError:
            with self._transactions.write() as uow:
                uow.predictions.cancel_queued(record.id, utc_now())
            self._files.delete(folder_of(record.id))
            raise
        return _started(record)

    def _is_known(self, prediction_id: str) -> bool:
        """Tell whether an earlier request under the same key began this batch before its process died."""
        with self._transactions.read() as uow:
            return uow.predictions.find(prediction_id) is not None

    def cancel(self, session_id: str, prediction_id: str) -> dict[str, Any]:
        """Stop a batch, on all workers that are at it."""
        self._get(session_id, prediction_id)
        with self._transactions.write() as uow:
            is_ended = uow.predictions.cancel_queued(prediction_id, utc_now())
            if not is_ended:
                uow.predictions.request_cancel(prediction_id)
        if is_ended:
            self._files.delete(folder_of(prediction_id))
        return {"prediction_id": prediction_id, "session_id": session_id, "state": "cancelled"}

    def page(self, session_id: str, prediction_id: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return a batch's progress, its problems, and once it is done one page of its rows."""
        record = self._get(session_id, prediction_id)
        live = self._board.read(record.id) if record.state in ACTIVE_STATES else None
        return {
            "session_id": session_id,
            "prediction_id": record.id,
            "run_id": record.run_id,
            "source": record.source,
            "filename": record.filename,
            **describe(PREDICTION_PHASES, record, live),
            "state": record.state,
            "errors": record.problems[:SHOWN_PROBLEMS],
            "error_count": record.problem_count,
            "warnings": record.summary.get("warnings", []),
            "summary": {name: value for name, value in record.summary.items() if name not in _AT_THE_HEAD},
            "work_list": record.summary.get("work_list"),
            **(self._pages.page(record, query) if record.state == "done" else no_rows(query)),
        }

    def file(self, session_id: str, prediction_id: str, kind: str) -> tuple[str, Iterator[bytes]]:
        """Return the name of a file with all rows, ``"csv"`` or ``"parquet"``, and its content in pieces."""
        record = self._finished(session_id, prediction_id)
        name = file_name(CALLED[record.source], session_id, kind, record.finished_at)
        return name, FILES[kind](self._pages.parts(record).scan())

    def _get(self, session_id: str, prediction_id: str) -> PredictionRecord:
        with self._transactions.read() as uow:
            uow.sessions.get(session_id)
            record = uow.predictions.whole(prediction_id)
        if record is None or record.session_id != session_id:
            raise UnknownPredictionError(prediction_id)
        return record

    def _finished(self, session_id: str, prediction_id: str) -> PredictionRecord:
        record = self._get(session_id, prediction_id)
        if record.state != "done":
            raise WrongStateError(
                f"This prediction is {record.state}; its rows can be downloaded once it is done. "
                f"Follow it with GET /predict?session_id=…&prediction_id={prediction_id}.",
                state=record.state,
                missing="prediction",
            )
        return record


def _started(record: PredictionRecord) -> dict[str, Any]:
    return {"prediction_id": record.id, "session_id": record.session_id, "state": "queued"}
