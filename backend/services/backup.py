"""Backup and restore: rows, files and their sha256 in one crate that either database and any store can take up."""

from __future__ import annotations

import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.adapters.crates import Crate, held_crate, new_crate, unpacked
from backend.adapters.database import make_engine
from backend.adapters.dumps import dump_table, load_table, one_moment, tables_of
from backend.adapters.files import FileStore, sha256_of
from backend.adapters.schema import move_to, revision
from backend.config import Settings
from backend.operator_errors import BackupError
from backend.records import utc_now
from backend.services.health import project_version
from backend.services.inventory import Inventory

logger = logging.getLogger(__name__)

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret_key"  # noqa: S105 - a file's name
REMADE = frozenset({"profiles"})
"""Kinds that are computed again where they are missing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was packed or unpacked."""

    rows: int
    files: int
    bytes: int


class BackupService:
    """Packs and unpacks an installation.

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
        return _counted(manifest)

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
        return _counted(manifest)

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


def read_manifest(crate: Crate, source: str) -> dict[str, Any]:
    """Return what a backup says of itself.

    Raises
    ------
    BackupError
        It is none, is not whole, or was made by a newer version.
    """
    try:
        with crate.open(MANIFEST) as handle:
            manifest: dict[str, Any] = json.load(handle)
    except (KeyError, ValueError) as error:
        raise BackupError(f"{source} is not a whole backup: it has no readable {MANIFEST}.") from error
    known = {path.name.partition("_")[0] for path in _revisions()}
    if manifest.get("format") != FORMAT or manifest.get("revision") not in known:
        raise BackupError(
            f"{source} was made by version {manifest.get('version')} with schema {manifest.get('revision')}, which "
            f"this version {project_version()} does not know. Restore it with that version or a newer one."
        )
    return manifest


def _revisions() -> list[Path]:
    from backend.adapters.schema import MIGRATIONS

    return list((MIGRATIONS / "versions").glob("*.py"))


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


def _counted(manifest: dict[str, Any]) -> Counted:
    rows = sum(facts["rows"] for facts in manifest["tables"].values())
    return Counted(rows, len(manifest["files"]), sum(entry["size"] for entry in manifest["files"]))
