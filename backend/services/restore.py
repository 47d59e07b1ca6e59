"""Restore: what a backup holds, checked whole and then put in the place of what is here."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

from backend.adapters.crates import Crate, held_crate, unpacked
from backend.adapters.database import make_engine
from backend.adapters.digests import sha256_of
from backend.adapters.dumps import load_table, one_moment, tables_of
from backend.adapters.files import FileStore
from backend.adapters.schema import move_to, revision
from backend.config import Settings
from backend.operator_errors import BackupError
from backend.services.backup_manifest import REMADE, SECRET, Counted, counted, read_manifest
from backend.services.inventory import Inventory

logger = logging.getLogger(__name__)


class RestoreService:
    """Unpacks an installation.

    Parameters
    ----------
    settings : Settings
        Of the installation that takes the backup up.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._inventory = Inventory(FileStore(settings.data_root), FileStore(settings.model_root))
        self._secret = settings.local_root / SECRET

    def restore(self, source: str, force: bool = False) -> Counted:
        """Check a backup whole, then put it in the place of what is here; the schema is brought to the newest.

        Raises
        ------
        BackupError
            It is not whole, it is of a newer version, or this installation holds something and ``force`` is not given.
        """
        try:
            with held_crate(source) as crate, tempfile.TemporaryDirectory() as folder:
                manifest = read_manifest(crate, source)
                self.verify(crate, manifest, Path(folder))
                self._refuse_held(force)
                self._clear()
                self._unpack_rows(crate, manifest, Path(folder))
                self._unpack_files(crate, manifest, Path(folder))
        except FileNotFoundError as error:
            raise BackupError(f"There is no backup at {source}. Name the file or folder that backup wrote.") from error
        return counted(manifest)

    def verify(self, crate: Crate, manifest: dict[str, Any], folder: Path) -> None:
        """Refuse a backup in which anything is missing or is not what was written; nothing is changed here."""
        tables = {f"database/{name}.jsonl": facts["sha256"] for name, facts in manifest["tables"].items()}
        for name, digest in {**tables, **{entry["name"]: entry["sha256"] for entry in manifest["files"]}}.items():
            try:
                with unpacked(crate, name, folder) as local:
                    found = sha256_of(local)
            except (KeyError, FileNotFoundError):
                found = "nothing"
            if found != digest:
                raise BackupError(
                    f"The backup is damaged: {name} should have the sha256 {digest[:12]}… and has {found[:12]}. "
                    "Nothing was changed. Take another backup."
                )

    def _refuse_held(self, force: bool) -> None:
        held = self.held()
        if held and not force:
            raise BackupError(
                f"This installation holds {', '.join(held)}; a restore would remove that. Give --force to do so, or "
                "point DATABASE_URL, UPLOAD_DIR and MODEL_DIR at an empty place."
            )

    def held(self) -> list[str]:
        """Return what there is here, in words; nothing in a new installation."""
        engine = make_engine(self._settings.database)
        try:
            with one_moment(engine) as connection:
                rows = {
                    table.name: connection.execute(table.select().limit(1)).first() for table in tables_of(connection)
                }
        finally:
            engine.dispose()
        kinds = {item.kind for item in self._inventory}
        words = [f"rows in {name}" for name, row in rows.items() if row is not None and name != "chores"]
        return [*words, *(f"files in {kind}" for kind in sorted(kinds - REMADE))]

    def _clear(self) -> None:
        for store, kinds in self._inventory.stores.values():
            for kind in kinds:
                store.delete(kind)
        engine = make_engine(self._settings.database)
        is_there = revision(engine) is not None
        engine.dispose()
        if is_there:
            move_to(self._settings.database, "base")

    def _unpack_rows(self, crate: Crate, manifest: dict[str, Any], folder: Path) -> None:
        move_to(self._settings.database, manifest["revision"])
        engine = make_engine(self._settings.database)
        try:
            with engine.begin() as connection:
                for table in tables_of(connection):
                    with unpacked(crate, f"database/{table.name}.jsonl", folder) as local:
                        rows = load_table(connection, table, local)
                    logger.info("Restored %s rows of %s", rows, table.name)
        finally:
            engine.dispose()
        move_to(self._settings.database, "head")

    def _unpack_files(self, crate: Crate, manifest: dict[str, Any], folder: Path) -> None:
        for entry in manifest["files"]:
            with unpacked(crate, entry["name"], folder) as local:
                if entry["store"] == "local":
                    self._keep_secret(local)
                else:
                    self._inventory.stores[entry["store"]][0].put(entry["path"], local)

    def _keep_secret(self, local: Path) -> None:
        self._secret.parent.mkdir(parents=True, exist_ok=True)
        self._secret.touch(mode=0o600)
        self._secret.write_bytes(local.read_bytes())
