"""How a batch is divided among workers: its table cut into pieces, each of them a row that a worker claims."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.config import Settings
from backend.records import ChunkRecord, PredictionRecord, RunRecord
from backend.services.batch_header import check_header
from backend.services.batch_input import BatchInput, batch_limits
from backend.services.batch_model import table_model, told_of_missing
from backend.services.progress import UNKNOWN_TOTAL, Tracker
from backend.services.sessions import ID_BYTES
from backend.services.sources import Sources
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import Column
from ML.catalogs.cutting import cut_table
from ML.catalogs.layout import Layout, Piece
from ML.progress import Progress
from ML.results import Warnings

if TYPE_CHECKING:
    from ML.partial import PartialInputs

CATALOGUE_ROWS = 2_000
"""Rows of a piece of a catalogue's undecided objects."""
_SAYS = "Cutting the table into pieces"


class BatchPlanner:
    """Cuts tables, and writes their pieces down once."""

    def __init__(self, transactions: Transactions, sources: Sources, files: FileStore, settings: Settings) -> None:
        self._transactions = transactions
        self._sources = sources
        self._files = files
        self._limits = batch_limits(settings)
        self._piece_rows = settings.batch_piece_rows

    def plan(self, record: PredictionRecord, run: RunRecord, partial: PartialInputs, tracker: Tracker) -> None:
        """Write down a batch's pieces; nothing is done where a worker before did it.

        Raises
        ------
        InvalidRowsError
            If the table has no column that the model could use; the message shows the difference.
        UnreadableTableError, TableTooLargeError
            If it is no table, or a bound is passed; nothing is kept then.
        """
        with self._transactions.read() as uow:
            whole = uow.predictions.whole(record.id)
            if whole is None or whole.layout is not None:
                return
        reads = BatchInput(self._files, record.id, record.input_path)
        reads.forget_spool()
        if record.source == "undecided":
            path = reads.keep_table(self._undecided(run, tracker), CATALOGUE_ROWS)
        else:
            path = str(record.input_path)
        self._cut(record, run, partial, path, tracker)

    def _cut(
        self, record: PredictionRecord, run: RunRecord, partial: PartialInputs, path: str, tracker: Tracker
    ) -> None:
        reads = BatchInput(self._files, record.id, path)
        rows = CATALOGUE_ROWS if record.source == "undecided" else self._piece_rows
        with self._files.local_copy(path) as local:
            cut = cut_table(local, record.filename, reads.spool, self._limits, rows)
            names, expected = cut.layout.names, partial.model.feature_names
            close = check_header(names, expected, _dataset(run), may_lack=partial.is_reducible)
            answers = table_model(partial, names)
            pieces = counted(cut.pieces, tracker)
        told = told_of_missing(partial, answers, close)
        self._write_down(record.id, path, with_features(cut.layout, answers.given), pieces, told)

    def _undecided(self, run: RunRecord, tracker: Tracker) -> pd.DataFrame:
        source = self._sources.open(run.configuration)
        frame = source.load(tracker)
        labels = source.label(frame, run.configuration)
        waiting = labels.target.isna().to_numpy()
        table = frame.loc[waiting, run.configuration["features"]["features"]]
        table.insert(0, "object", labels.objects[waiting].astype("str"), allow_duplicates=True)
        table.insert(1, "host", labels.hosts[waiting].astype("str"), allow_duplicates=True)
        return table.loc[:, ~table.columns.duplicated()]

    def _write_down(
        self, prediction_id: str, path: str, layout: Layout, pieces: list[Piece], warnings: Warnings
    ) -> None:
        with self._transactions.write() as uow:
            record = uow.predictions.get(prediction_id)
            record.input_path = path
            record.layout = asdict(layout)
            record.summary = {"warnings": warnings}
            for piece in pieces:
                uow.chunks.add(_chunk(prediction_id, piece))


def _chunk(prediction_id: str, piece: Piece) -> ChunkRecord:
    return ChunkRecord(
        id=secrets.token_urlsafe(ID_BYTES),
        prediction_id=prediction_id,
        number=piece.number,
        rows=piece.rows,
        piece=asdict(piece),
    )


def _dataset(run: RunRecord) -> str | None:
    chosen: dict[str, Any] = run.configuration["data_source"]
    return chosen.get("dataset")


def with_features(layout: Layout, features: Sequence[Column]) -> Layout:
    """Return the layout in which cells of the model's numeric columns must be numbers, and others stay as they are."""
    numbers = [column.name for column in features if column.kind == "number"]
    words = {column.name: False for column in features if column.kind != "number"}
    numeric = {**layout.numeric, **dict.fromkeys(numbers, True), **words}
    return replace(layout, numeric=numeric, checked=numbers)


def counted(pieces: Iterable[Piece], tracker: Tracker) -> list[Piece]:
    """Take all pieces, telling how many rows they hold so far."""
    taken, rows = [], 0
    for piece in pieces:
        taken.append(piece)
        rows += piece.rows
        tracker(Progress("reading", rows, UNKNOWN_TOTAL, "rows", _SAYS))
    tracker(Progress("reading", rows, rows, "rows", _SAYS))
    return taken
