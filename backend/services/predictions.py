"""Batches of predictions as a client drives them: start, watch, page through, take home."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow.parquet as pq

from backend.adapters.files import CHUNK_BYTES, FileStore
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PartUnavailableError, UnknownPredictionError, WrongStateError
from backend.records import ACTIVE_STATES, PredictionRecord, utc_now
from backend.services.batch_table import no_rows, search, sort
from backend.services.export import csv_pieces, parquet_frames
from backend.services.form import plain_row
from backend.services.jobs import TASKS
from backend.services.models import ModelCache
from backend.services.progress import PREDICTION_PHASES, describe
from backend.services.sessions import ID_BYTES
from backend.services.uploads import display_name
from backend.unit_of_work import Transactions

ALWAYS_SHOWN = ("rank", "object", "host", "catalogue_label", "prediction", "probability", "score", "warnings")

MOST_EXTRAS, MOST_INPUTS = 20, 8
"""Columns of a page beside the answers; the download holds all of them."""


class BatchService:
    """Starts and shows batches of predictions."""

    def __init__(
        self,
        transactions: Transactions,
        cache: ModelCache,
        files: FileStore,
        queue: JobQueue,
        board: ProgressBoard,
        scratch: Path,
    ) -> None:
        self._transactions = transactions
        self._cache = cache
        self._files = files
        self._queue = queue
        self._board = board
        self._scratch = scratch

    def start_undecided(self, session_id: str) -> dict[str, Any]:
        """Queue the ranking of the objects that the catalogue has not decided."""
        run = self._cache.trained_run(session_id)
        if (run.result or {})["data"]["undecided"] == 0:
            raise WrongStateError(
                "Every object of this table is decided under this task, so there is nothing to rank. "
                "Train the task 'binary', whose candidates are left undecided, or predict a file.",
                state="trained",
            )
        return self._start(PredictionRecord(source="undecided", session_id=session_id, run_id=run.id))

    def start_file(self, session_id: str, stream: IO[bytes], filename: str) -> dict[str, Any]:
        """Queue the prediction of an uploaded table."""
        run = self._cache.trained_run(session_id)
        record = PredictionRecord(source="file", session_id=session_id, run_id=run.id, filename=display_name(filename))
        record.id = secrets.token_urlsafe(ID_BYTES)
        record.input_path = f"predictions/{record.id}/input"
        self._scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._scratch) as local:
            shutil.copyfileobj(stream, local, CHUNK_BYTES)
            local.flush()
            self._files.put(record.input_path, Path(local.name))
        return self._start(record)

    def _start(self, record: PredictionRecord) -> dict[str, Any]:
        record.id = record.id or secrets.token_urlsafe(ID_BYTES)
        with self._transactions.write() as uow:
            uow.predictions.add(record)
        try:
            self._queue.send(TASKS["predictions"], record.id)
        except PartUnavailableError:
            with self._transactions.write() as uow:
                uow.predictions.cancel_queued(record.id, utc_now())
            self._files.delete(f"predictions/{record.id}")
            raise
        return {"prediction_id": record.id, "session_id": record.session_id, "state": "queued"}

    def cancel(self, session_id: str, prediction_id: str) -> dict[str, Any]:
        """Stop a batch."""
        self._get(session_id, prediction_id)
        with self._transactions.write() as uow:
            if not uow.predictions.cancel_queued(prediction_id, utc_now()):
                uow.predictions.request_cancel(prediction_id)
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
            "errors": record.problems[:100],
            "error_count": record.problem_count,
            "summary": record.summary,
            **(self._rows(record, query) if record.state == "done" else no_rows(query)),
        }

    def csv(self, session_id: str, prediction_id: str) -> Iterator[str]:
        """Yield all rows as CSV text."""
        record = self._finished(session_id, prediction_id)
        return self._csv(record)

    def _csv(self, record: PredictionRecord) -> Iterator[str]:
        with self._files.local_copy(str(record.output_path)) as path:
            yield from csv_pieces(parquet_frames(path))

    def parquet(self, session_id: str, prediction_id: str) -> Any:
        """Return all rows as an open Parquet file."""
        return self._files.open(str(self._finished(session_id, prediction_id).output_path))

    def _rows(self, record: PredictionRecord, query: dict[str, Any]) -> dict[str, Any]:
        with self._files.local_copy(str(record.output_path)) as path:
            table = pd.read_parquet(path, columns=self._shown(record, pq.read_schema(path).names))
        table = search(table, query.get("q"), query.get("prediction"))
        table = sort(table, query.get("sort"), query.get("order", "desc"))
        start = (query["page"] - 1) * query["per_page"]
        rows = [plain_row(row) for _, row in table.iloc[start : start + query["per_page"]].iterrows()]
        place = {"page": query["page"], "per_page": query["per_page"], "total": len(table)}
        return {"columns": list(table.columns), "rows": rows, **place}

    def _shown(self, record: PredictionRecord, names: list[str]) -> list[str]:
        """Return the answers, the columns that came along, and the first of the model's own columns."""
        with self._transactions.read() as uow:
            features = set(uow.runs.get(record.run_id).configuration["features"]["features"])
        answers = [name for name in names if name in ALWAYS_SHOWN or name.startswith("probability_")]
        came_along = [name for name in names if name not in answers and name not in features]
        inputs = [name for name in names if name in features and name not in answers]
        return [*answers, *came_along[:MOST_EXTRAS], *inputs[:MOST_INPUTS]]

    def _get(self, session_id: str, prediction_id: str) -> PredictionRecord:
        with self._transactions.read() as uow:
            uow.sessions.get(session_id)
            record = uow.predictions.find(prediction_id)
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
