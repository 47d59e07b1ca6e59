"""The registry: named models with versions; each version is a copy that outlives the session it comes from."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.adapters.files import FileStore
from backend.errors import NotExportedError
from backend.records import RunRecord
from backend.registry_records import PromotionRecord, VersionRecord
from backend.services.bundles import BundleService
from backend.services.models import ModelCache
from backend.services.registry_facts import SERVED_FILES, read_checked, run_facts, unknown, version_facts
from backend.unit_of_work import Transactions


class RegistryService:
    """Registers, promotes and lists models.

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

    def register(self, name: str, origin: Mapping[str, str | None], note: str, by: str = "person") -> dict[str, Any]:
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
        return version_facts(known or self._copy(name, run, note, by))

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
        folder = f"registry/{name}/{run.id}"
        digests = {file: self._models.put(f"{folder}/{file}", path) for file, path in self._files(run)}
        with self._transactions.write() as uow:
            known = uow.registry.version_of_run(name, run.id)
            if known is not None:
                return known
            record = VersionRecord(
                name=name,
                version=uow.registry.next_version(name),
                run_id=run.id,
                origin=by,
                note=note,
                folder=folder,
                sha256=digests,
                facts=run_facts(run, exported),
            )
            uow.registry.add_version(record)
        return record

    def _files(self, run: RunRecord) -> Any:
        """Yield name and local path of what a version keeps: the exported form, the bundle, the validated objects."""
        with tempfile.TemporaryDirectory() as folder, self._bundles.unpacked(run.id) as archive:
            for name in SERVED_FILES:
                yield name, Path(archive.extract(name, folder))
            yield "bundle.zip", Path(str(archive.filename))
            with self._models.local_copy(str(run.out_of_fold_path)) as path:
                yield "out_of_fold.parquet", path

    def promote(self, name: str, asked: Mapping[str, Any], note: str, by: str = "person") -> dict[str, Any]:
        """Let a version of a name serve: ``version``, or a run or session that becomes one. An earlier one rolls back.

        Raises
        ------
        UnknownModelError
            There is no such version; the message names those there are.
        """
        number = asked.get("version") or self.register(name, asked, note, by)["version"]
        with self._transactions.write() as uow:
            if uow.registry.version(name, number) is None:
                raise unknown(name, [record.version for record in uow.registry.versions(name)], number)
            if (_serving(uow.registry.promotions(name)) or 0) != number:
                uow.registry.promote(PromotionRecord(name=name, version=number, note=note))
        return self.show(name)

    def show(self, name: str) -> dict[str, Any]:
        """Return a model with its versions and the history of its promotions.

        Raises
        ------
        UnknownModelError
            No version of that name is held.
        """
        with self._transactions.read() as uow:
            versions, promotions = uow.registry.versions(name), uow.registry.promotions(name)
        if not versions:
            raise unknown(name)
        serving = _serving(promotions)
        facts = [{**version_facts(record), "promoted": record.version == serving} for record in versions]
        return {
            "name": name,
            "state": "serving" if serving else "registered",
            "version": serving,
            "origin": versions[0].origin,
            "versions": facts,
            "promoted": next((entry for entry in facts if entry["promoted"]), None),
            "history": [
                {"version": entry.version, "note": entry.note, "promoted_at": entry.promoted_at} for entry in promotions
            ],
            "progress": None,
        }

    def names(self) -> list[str]:
        """Return every name that has a version."""
        with self._transactions.read() as uow:
            return uow.registry.names()

    def version(self, name: str, version: int | None = None) -> VersionRecord:
        """Return a version, the serving one if none is named.

        Raises
        ------
        UnknownModelError
        """
        with self._transactions.read() as uow:
            number = version or _serving(uow.registry.promotions(name))
            record = uow.registry.version(name, number) if number else None
            if record is None:
                raise unknown(name, [held.version for held in uow.registry.versions(name)], version)
        return record

    def content(self, record: VersionRecord, name: str) -> bytes:
        """Return a file of a version, after its bytes were found to be those that were written."""
        return read_checked(self._models, record, name)


def _serving(promotions: list[PromotionRecord]) -> int | None:
    return promotions[0].version if promotions else None
