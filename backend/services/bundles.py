"""Bundles: the model of a run to take home, packed once when it is first asked for."""

from __future__ import annotations

import hashlib
import json
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from backend.adapters.files import FileStore
from backend.errors import DamagedFileError, WrongStateError
from backend.records import RunRecord
from backend.registry_records import BundleRecord
from backend.services.bundle_facts import bundle_facts
from backend.services.models import ModelCache
from backend.services.sources import DataSource, Sources
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownRunError

if TYPE_CHECKING:
    from ML.training import LabelledTable, TrainedModel


class BundleService:
    """Packs and reads bundles.

    Parameters
    ----------
    transactions : Transactions
    models : FileStore
        Where the artefacts of runs lie.
    cache : ModelCache
    sources : Sources
    """

    def __init__(self, transactions: Transactions, models: FileStore, cache: ModelCache, sources: Sources) -> None:
        self._transactions = transactions
        self._models = models
        self._cache = cache
        self._sources = sources
        self._packing = threading.Lock()

    def of(self, run_id: str) -> BundleRecord:
        """Return the bundle of a finished run, packing it where that was not done before.

        Raises
        ------
        UnknownRunError, WrongStateError
            There is no such run, or it has no model.
        """
        held = self._held(run_id)
        if held is not None:
            return held
        # One at a time: packing takes memory, and a second request for the same run finds it done.
        with self._packing:
            return self._held(run_id) or self._pack(self.run(run_id))

    def run(self, run_id: str) -> RunRecord:
        """Return a run that has a model."""
        with self._transactions.read() as uow:
            run = uow.runs.find(run_id)
            if run is None:
                raise UnknownRunError(run_id)
            # Deferred columns are read while the transaction is open.
            _ = run.result
        if run.state != "done":
            raise WrongStateError(
                f"This run is {run.state} and has no model. GET /training tells how far its session is.",
                state=run.state,
                missing="training",
            )
        return run

    def open(self, run_id: str) -> tuple[BundleRecord, IO[bytes]]:
        """Return the bundle and a stream of its bytes, which are those that were written.

        Raises
        ------
        DamagedFileError
            They are not.
        """
        record = self.of(run_id)
        stream = self._models.open(record.path)
        digest = hashlib.file_digest(cast("Any", stream), "sha256").hexdigest()
        if digest != record.sha256:
            stream.close()
            raise DamagedFileError("The bundle of this run", record.sha256)
        stream.seek(0)
        return record, stream

    @contextmanager
    def unpacked(self, run_id: str) -> Iterator[zipfile.ZipFile]:
        """Yield the opened bundle, after its bytes were found to be those that were written.

        Raises
        ------
        DamagedFileError
            They are not.
        """
        record = self.of(run_id)
        with self._models.local_copy(record.path) as path:
            content = path.read_bytes() if path.is_file() else b""
            if hashlib.sha256(content).hexdigest() != record.sha256:
                raise DamagedFileError("The bundle of this run", record.sha256)
            with zipfile.ZipFile(path) as archive:
                yield archive

    def _held(self, run_id: str) -> BundleRecord | None:
        with self._transactions.read() as uow:
            record = uow.registry.bundle(run_id)
        return record if record is not None and self._models.exists(record.path) else None

    def _pack(self, run: RunRecord) -> BundleRecord:
        from ML.bundle.archive import write_zip
        from ML.bundle.contents import contents

        model, (source, table) = self._cache.load(run), self._table(run)
        with self._models.local_copy(str(run.model_path)) as path:
            files = contents(model, table, bundle_facts(run, source), path.read_bytes())
        target = f"{str(run.model_path).rsplit('/', 1)[0]}/bundle.zip"
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "bundle.zip"
            write_zip(files, local)
            size, sha256 = local.stat().st_size, self._models.put(target, local)
        exported = json.loads(files["metadata.json"])["onnx"]
        record = BundleRecord(run_id=run.id, path=target, sha256=sha256, size=size, exported=exported)
        with self._transactions.write() as uow:
            return uow.registry.keep_bundle(record)

    def _table(self, run: RunRecord) -> tuple[DataSource, LabelledTable]:
        from backend.services.training_job import labelled_table

        source = self._sources.open(run.configuration)
        frame = source.load()
        model: TrainedModel = self._cache.load(run)
        return source, labelled_table(frame, source.label(frame, run.configuration), model.plan)
