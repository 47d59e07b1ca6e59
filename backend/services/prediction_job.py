"""The work of one batch of predictions, on a worker: chunk by chunk, with bounded memory."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from backend.adapters.files import FileStore
from backend.config import Settings
from backend.records import PredictionRecord, RunRecord
from backend.services.batch_rows import BadCells, count_classes, predict_chunk, readable_rows, sort_by_score
from backend.services.execution import JobRunner
from backend.services.models import ModelCache
from backend.services.progress import PREDICTION_PHASES, UNKNOWN_TOTAL, Tracker
from backend.services.sources import Sources
from backend.unit_of_work import Transactions
from ML.catalogs.limits import MEGABYTE, TableLimits
from ML.catalogs.readers import iterate_table
from ML.progress import Progress

if TYPE_CHECKING:
    from ML.training import TrainedModel

ROWS_PER_CHUNK = 20_000


class PredictionJob:
    """Executes batches."""

    def __init__(
        self,
        runner: JobRunner,
        transactions: Transactions,
        sources: Sources,
        files: FileStore,
        cache: ModelCache,
        settings: Settings,
    ) -> None:
        self._runner = runner
        self._transactions = transactions
        self._sources = sources
        self._files = files
        self._cache = cache
        self._settings = settings

    def execute(self, prediction_id: str) -> None:
        """Predict the batch's rows, unless another worker has it or it has ended."""
        self._runner.run("predictions", prediction_id, PREDICTION_PHASES, self._predict)

    def _predict(self, record: PredictionRecord, tracker: Tracker) -> dict[str, Any]:
        with self._transactions.read() as uow:
            run = uow.runs.get(record.run_id)
        model = self._cache.load(run)
        bad = BadCells()
        chunks = {"undecided": self._undecided, "file": self._file}[record.source](record, run, bad, tracker)
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "predictions.parquet"
            counts = write_predictions(model, chunks, bad, output)
            if record.source == "undecided":
                sort_by_score(output)
            tracker(Progress("saving", 0, 1, "files"))
            path = f"predictions/{record.id}/attempt-{record.attempt}.parquet"
            self._files.put(path, output)
            tracker(Progress("saving", 1, 1, "files"))
        summary = {"by_class": dict(counts), "rows": sum(counts.values())}
        return {"output_path": path, "summary": summary, "problems": bad.problems, "problem_count": bad.count}

    def _undecided(
        self, record: PredictionRecord, run: RunRecord, bad: BadCells, tracker: Tracker
    ) -> Iterator[pd.DataFrame]:
        source = self._sources.open(run.configuration)
        frame = source.load(tracker)
        labels = source.label(frame, run.configuration)
        waiting = labels.target.isna().to_numpy()
        names = run.configuration["features"]["features"]
        table = frame.loc[waiting, names]
        table.insert(0, "object", labels.objects[waiting].astype("str"))
        table.insert(1, "host", labels.hosts[waiting].astype("str"))
        yield from counted(split(table), len(table), tracker)

    def _file(
        self, record: PredictionRecord, run: RunRecord, bad: BadCells, tracker: Tracker
    ) -> Iterator[pd.DataFrame]:
        limits = TableLimits(
            bytes=self._settings.max_prediction_file_mb * MEGABYTE,
            decompressed_bytes=self._settings.max_prediction_file_mb * MEGABYTE,
            rows=10**9,
            columns=self._settings.max_columns,
        )
        with self._files.local_copy(str(record.input_path)) as path:
            rows = count_rows(path, record.filename, limits, tracker)
            chunks = iterate_table(path, record.filename, limits, ROWS_PER_CHUNK)
            columns = list(self._cache.load(run).plan.features)
            yield from counted((readable_rows(chunk, columns, bad) for chunk in chunks), rows, tracker)


def count_rows(path: Path, filename: str, limits: TableLimits, tracker: Tracker) -> int:
    """Read the table through once, so that the progress of the second reading has a true total."""
    rows = 0
    for chunk in iterate_table(path, filename, limits, ROWS_PER_CHUNK):
        rows += len(chunk)
        tracker(Progress("reading", rows, UNKNOWN_TOTAL, "rows", "Checking and counting the rows"))
    tracker(Progress("reading", rows, rows, "rows", "Checking and counting the rows"))
    return rows


def split(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield a table in pieces."""
    for start in range(0, len(table), ROWS_PER_CHUNK // 20):
        yield table.iloc[start : start + ROWS_PER_CHUNK // 20]


def counted(chunks: Iterator[pd.DataFrame], total: int, tracker: Tracker) -> Iterator[pd.DataFrame]:
    """Pass chunks through, reporting each when the next is asked for: by then it is predicted."""
    done = 0
    for chunk in chunks:
        tracker(Progress("predicting", done, total, "rows"))
        yield chunk
        done += len(chunk)
    tracker(Progress("predicting", total, total, "rows"))


def write_predictions(model: TrainedModel, chunks: Iterator[pd.DataFrame], bad: BadCells, output: Path) -> Counter[str]:
    """Predict chunk by chunk into a Parquet file; returns the number of rows by predicted class."""
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        writer: pq.ParquetWriter | None = None
        for chunk in chunks:
            answers = predict_chunk(model, chunk, bad)
            counts.update(count_classes(answers))
            table = pa.Table.from_pandas(answers, preserve_index=False)
            writer = writer or stack.enter_context(pq.ParquetWriter(output, table.schema, compression="zstd"))
            writer.write_table(table.cast(writer.schema))
    return counts
