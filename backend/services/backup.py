"""Backup: rows, files and their sha256 in one crate that either database and any store can take up."""

from __future__ import annotations

import json
import logging
import tempfile
from pathlib import Path
from typing import Any

from backend.adapters.crates import Crate, new_crate
from backend.adapters.database import make_engine
from backend.adapters.digests import sha256_of
from backend.adapters.dumps import dump_table, one_moment, tables_of
from backend.adapters.files import FileStore
from backend.adapters.schema import revision
from backend.config import Settings
from backend.operator_errors import BackupError
from backend.records import utc_now
from backend.services.backup_manifest import FORMAT, MANIFEST, REMADE, SECRET, Counted, counted
from backend.services.health import project_version
from backend.services.inventory import Inventory

logger = logging.getLogger(__name__)


class BackupService:
    """Packs an installation.

    Parameters
    ----------
    settings : Settings
        Of the installation.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._inventory = Inventory(FileStore(settings.data_root), FileStore(settings.model_root))
        self._secret = settings.local_root / SECRET

    def backup(self, target: str) -> Counted:
        """Pack everything while the platform goes on: rows as they are at one moment, then the files they point to.

        Raises
        ------
        BackupError
            Something is there already, or the database has no tables.
        """
        try:
            with new_crate(target) as crate, tempfile.TemporaryDirectory() as folder:
                manifest = self._manifest(crate, Path(folder))
                written = Path(folder) / MANIFEST
                written.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
                # Last: a crate without it is not whole.
                crate.put(MANIFEST, written)
        except FileExistsError as error:
            raise BackupError(f"{target} is there already; a backup never overwrites. Name another place.") from error
        return counted(manifest)

    def _manifest(self, crate: Crate, folder: Path) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": project_version(),
            "made_at": utc_now().isoformat(),
            **self._pack_rows(crate, folder),
            "files": [*self._pack_files(crate), *self._pack_secret(crate)],
        }

    def _pack_rows(self, crate: Crate, folder: Path) -> dict[str, Any]:
        engine = make_engine(self._settings.database)
        try:
            held = revision(engine)
            if held is None:
                raise BackupError("The database has no tables, so there is nothing to back up. Check DATABASE_URL.")
            with one_moment(engine) as connection:
                tables = {}
                for table in tables_of(connection):
                    local = folder / "rows.jsonl"
                    rows = dump_table(connection, table, local)
                    crate.put(f"database/{table.name}.jsonl", local)
                    tables[table.name] = {"rows": rows, "sha256": sha256_of(local)}
        finally:
            engine.dispose()
        return {"revision": held, "tables": tables}

    def _pack_files(self, crate: Crate) -> list[dict[str, Any]]:
        return [
            entry
            for name, (store, kinds) in self._inventory.stores.items()
            for kind in kinds
            if kind not in REMADE
            for file in store.listing(kind)
            if (entry := _packed(crate, store, name, file.path)) is not None
        ]

    def _pack_secret(self, crate: Crate) -> list[dict[str, Any]]:
        if self._settings.secret_key is not None or not self._secret.exists():
            return []
        crate.put(SECRET, self._secret)
        size = self._secret.stat().st_size
        return [{"name": SECRET, "store": "local", "path": SECRET, "size": size, "sha256": sha256_of(self._secret)}]


def _packed(crate: Crate, store: FileStore, name: str, path: str) -> dict[str, Any] | None:
    """Pack a file; None where it was deleted meanwhile."""
    try:
        with store.local_copy(path) as local:
            digest, size = sha256_of(local), local.stat().st_size
            crate.put(f"files/{name}/{path}", local)
    except FileNotFoundError:
        logger.info("%s was deleted while the backup was made", path)
        return None
    return {"name": f"files/{name}/{path}", "store": name, "path": path, "size": size, "sha256": digest}
