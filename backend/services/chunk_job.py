"""The work of one piece of a batch, on any worker that is free: read it, predict it, keep its part."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from backend.adapters.files import FileStore
from backend.adapters.queue import JobQueue
from backend.config import Settings
from backend.errors import PartUnavailableError
from backend.records import ChunkRecord, PredictionRecord
from backend.seams import hold
from backend.services.answering import Answering
from backend.services.batch_input import BatchInput, batch_limits, folder_of
from backend.services.batch_model import TableModel, table_model
from backend.services.batch_rows import BadCells, count_classes, predict_chunk, readable_rows
from backend.services.execution import JobRunner
from backend.services.jobs import TASKS
from backend.services.leases import LeaseLostError
from backend.services.models import ModelCache
from backend.services.progress import Phase, Tracker
from backend.unit_of_work import Transactions
from ML.catalogs.layout import Layout, Piece
from ML.catalogs.pieces import read_piece

if TYPE_CHECKING:
    import pandas as pd

CHUNK_PHASES = (Phase("predicting", "Predict", 100),)
ROWS_PER_GROUP = 5_000
"""A page of answers needs few of them to be read."""


class ChunkJob:
    """Executes pieces."""

    def __init__(
        self,
        runner: JobRunner,
        transactions: Transactions,
        files: FileStore,
        cache: ModelCache,
        queue: JobQueue,
        settings: Settings,
    ) -> None:
        self._runner = runner
        self._transactions = transactions
        self._files = files
        self._answering = Answering(cache)
        self._queue = queue
        self._limits = batch_limits(settings)

    def execute(self, chunk_id: str) -> None:
        """Help a batch with one piece, this or the next that waits, and then stand in the queue again for another.

        So a worker that helps takes turns with whatever else waits in the queue.
        """
        with self._transactions.read() as uow:
            named = uow.chunks.find(chunk_id)
        if named is None:
            return
        waiting = chunk_id if named.state == "queued" else self.next_waiting(named.prediction_id)
        if waiting is None:
            return
        self.run(waiting)
        following = self.next_waiting(named.prediction_id)
        if following is not None:
            self.tell(following)

    def run(self, chunk_id: str) -> None:
        """Do one piece, unless another worker has it or it has ended."""
        self._runner.run("chunks", chunk_id, CHUNK_PHASES, self._predict)

    def next_waiting(self, prediction_id: str) -> str | None:
        """Return the id of the batch's next piece that nobody has taken."""
        with self._transactions.read() as uow:
            return uow.chunks.next_waiting(prediction_id)

    def tell(self, chunk_id: str) -> None:
        """Ask another worker to take a piece; where the queue is away the batch's own worker does it."""
        try:
            self._queue.send(TASKS["chunks"], chunk_id)
        except PartUnavailableError:
            return

    def _predict(self, record: ChunkRecord, tracker: Tracker) -> dict[str, Any]:
        with self._transactions.read() as uow:
            batch = uow.predictions.whole(record.prediction_id)
            run = uow.runs.get(batch.run_id) if batch else None
        if batch is None or run is None:
            # The session was deleted meanwhile.
            raise LeaseLostError
        model = table_model(self._answering.of(run), (batch.layout or {})["names"])
        bad, parts = BadCells(), list[dict[str, Any]]()
        stem = f"{folder_of(batch.id)}/parts/{record.number:05d}-{record.attempt}"
        try:
            for frame in self._frames(batch, record):
                tracker.check()
                parts.append(self._part(model, frame, bad, f"{stem}-{len(parts):02d}.parquet"))
                hold("chunks.kept")
            tracker.check()
        except BaseException:
            # What nobody will point to is not left behind.
            for part in parts:
                self._files.delete(part["path"])
            raise
        return {"parts": parts, "problems": bad.problems, "problem_count": bad.count}

    def _frames(self, batch: PredictionRecord, record: ChunkRecord) -> Any:
        reads = BatchInput(self._files, batch.id, batch.input_path)
        return read_piece(Layout(**(batch.layout or {})), Piece(**record.piece), reads.open, self._limits)

    def _part(self, model: TableModel, frame: pd.DataFrame, bad: BadCells, path: str) -> dict[str, Any]:
        answers = predict_chunk(model, readable_rows(frame, model.given, bad), bad)
        table = pa.Table.from_pandas(answers, preserve_index=False).replace_schema_metadata(None)
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "part.parquet"
            write_part(table, local)
            self._files.put(path, local)
        columns = [[field.name, str(field.type)] for field in table.schema]
        return {"path": path, "rows": table.num_rows, "counts": dict(count_classes(answers)), "columns": columns}


def write_part(table: pa.Table, path: Path) -> None:
    """Write answers so that a page of them is found by row group."""
    words = [field.name for field in table.schema if pa.types.is_string(field.type) or is_long(field.type)]
    pq.write_table(table, path, ROWS_PER_GROUP, compression="zstd", use_dictionary=words)


def is_long(kind: pa.DataType) -> bool:
    """Tell text of any length, as pandas hands it over."""
    return bool(pa.types.is_large_string(kind))
