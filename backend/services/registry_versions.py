"""Versions of named models: copies of a run's exported form, each in a folder of its own that outlives the session."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from backend.adapters.files import FileStore
from backend.errors import NotExportedError, WrongStateError
from backend.records import RunRecord, utc_now
from backend.registry_records import VersionRecord
from backend.services.bundles import BundleService
from backend.services.models import ModelCache
from backend.services.registry_facts import SERVED_FILES, read_checked, run_facts, unknown
from backend.unit_of_work import Transactions, UnitOfWork


class RegistryVersions:
    """Makes, finds and removes versions.

    Parameters
    ----------
    transactions : Transactions
    models : FileStore
        Holds the runs' artefacts, and under ``registry/`` the copies of the versions.
    bundles : BundleService
    cache : ModelCache
        Knows the finished run of a session.
    """

    def __init__(
        self, transactions: Transactions, models: FileStore, bundles: BundleService, cache: ModelCache
    ) -> None:
        self._transactions = transactions
        self._models = models
        self._bundles = bundles
        self._cache = cache

    def register(self, name: str, origin: Mapping[str, str | None], note: str, by: str = "person") -> VersionRecord:
        """Make a run the newest version of a name; the same run again is the version that it was.

        Parameters
        ----------
        origin : mapping
            ``run_id``, or ``session_id`` for its newest finished run.
        by : {"person", "platform"}

        Raises
        ------
        UnknownRunError, UnknownSessionError, WrongStateError
            There is no such run, or it has no model.
        NotExportedError
            The model has no pickle-free form; the message says why.
        """
        run = self._run(origin)
        with self._transactions.read() as uow:
            known = uow.registry.version_of_run(name, run.id)
        return known or self._copy(name, run, note, by)

    def _run(self, origin: Mapping[str, str | None]) -> RunRecord:
        if origin.get("run_id"):
            return self._bundles.run(str(origin["run_id"]))
        return self._cache.trained_run(str(origin["session_id"]))

    def _copy(self, name: str, run: RunRecord, note: str, by: str) -> VersionRecord:
        exported = self._bundles.of(run.id).exported
        if not exported["exported"]:
            raise NotExportedError(
                f"The model of this run cannot be served: {exported['reason']} Train another family or other steps."
            )
        # A folder that no other registration shares: one that is removed meanwhile takes none of these files along.
        folder = f"registry/{name}/{run.id}-{secrets.token_hex(4)}"
        digests = {file: self._models.put(f"{folder}/{file}", path) for file, path in self._files(run)}
        facts = run_facts(run, exported)
        made = VersionRecord(name=name, run_id=run.id, origin=by, note=note, folder=folder, sha256=digests, facts=facts)
        with self._transactions.write() as uow:
            kept = _kept(uow, made)
        if kept is not made:
            self._models.delete(folder)
        return kept

    def _files(self, run: RunRecord) -> Iterator[tuple[str, Path]]:
        """Yield name and local path of what a version keeps: the exported form, the bundle, the validated objects."""
        with tempfile.TemporaryDirectory() as folder, self._bundles.unpacked(run.id) as archive:
            for name in SERVED_FILES:
                yield name, Path(archive.extract(name, folder))
            yield "bundle.zip", Path(str(archive.filename))
            with self._models.local_copy(str(run.out_of_fold_path)) as path:
                yield "out_of_fold.parquet", path

    def find(self, name: str, version: int | None = None) -> VersionRecord:
        """Return a version, the serving one if none is named.

        Raises
        ------
        UnknownModelError
        """
        with self._transactions.read() as uow:
            number = version or uow.registry.serving_version(name)
            return _known(uow, name, number, version)

    def content(self, record: VersionRecord, name: str) -> bytes:
        """Return a file of a version, after its bytes were found to be those that were written."""
        return read_checked(self._models, record, name)

    def remove(self, name: str, version: int) -> VersionRecord:
        """Remove a version and its files for good; its number is not given again, and the history keeps it.

        Raises
        ------
        UnknownModelError
            There is no such version.
        WrongStateError
            It serves.
        """
        with self._transactions.write() as uow:
            record = _known(uow, name, version, version, lock=True)
            if uow.registry.serving_version(name) == version:
                raise WrongStateError(
                    f"Version {version} of {name!r} is promoted and answers now. Promote another version with "
                    f"POST /api/registry/{name}/promote, then remove this one.",
                    state="serving",
                )
            record.removed_at = utc_now()
        # The record goes first: files that nothing points to do no harm, a version without files would.
        self._models.delete(record.folder)
        return record


def _kept(uow: UnitOfWork, made: VersionRecord) -> VersionRecord:
    """Return the version that a run is by now, which is ``made`` unless another process was faster."""
    known = uow.registry.version_of_run(made.name, made.run_id)
    if known is not None:
        return known
    made.version = uow.registry.next_version(made.name)
    uow.registry.add_version(made)
    return made


def _known(uow: UnitOfWork, name: str, number: int | None, asked: int | None, *, lock: bool = False) -> VersionRecord:
    record = uow.registry.version(name, number, lock=lock) if number else None
    if record is None:
        raise unknown(name, [held.version for held in uow.registry.versions(name)], asked)
    return record
