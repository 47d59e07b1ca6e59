"""Labelled rows that extend a catalogue: shown as a difference, confirmed, kept and compared with the old table."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.errors import DifferenceChangedError, InvalidFieldsError
from backend.records import UploadRecord
from backend.services.sessions import ID_BYTES, SessionService
from backend.services.snapshots import SnapshotShelf
from backend.services.sources import column_from_json
from backend.services.studies import StudyService
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import Catalogue, get_catalogue
from ML.catalogs.snapshots import Snapshot, write_snapshot

if TYPE_CHECKING:
    from ML.catalogs.extension import ExtensionDiff

MOST_SHOWN = 200
"""Rows of a difference that are shown; the counts tell of all."""


class ExtensionService:
    """Extends catalogues by uploads.

    Parameters
    ----------
    transactions : Transactions
    files : FileStore
    shelf : SnapshotShelf
    sessions : SessionService
    studies : StudyService
    """

    def __init__(
        self,
        transactions: Transactions,
        files: FileStore,
        shelf: SnapshotShelf,
        sessions: SessionService,
        studies: StudyService,
    ) -> None:
        self._transactions = transactions
        self._files = files
        self._shelf = shelf
        self._sessions = sessions
        self._studies = studies

    def propose(self, name: str, **chosen: Any) -> dict[str, Any]:
        """Return what an upload would add to a catalogue and change in it; nothing is kept.

        Raises
        ------
        InvalidFieldsError
            If a column, unit or class cannot be used, or the catalogue's verdicts are computed.
        """
        base, _, diff = self._difference(name, chosen)
        return _shown(name, base, diff)

    def keep(self, name: str, confirmed: str, **chosen: Any) -> dict[str, Any]:
        """Keep a difference that was shown as a private version, with a session and a comparison with the base.

        Raises
        ------
        DifferenceChangedError
            If what would happen now is not what was confirmed.
        """
        base, frame, diff = self._difference(name, chosen)
        if diff.sha256 != confirmed:
            raise DifferenceChangedError(confirmed, diff.sha256)
        version = self._write(get_catalogue(name), base, frame, diff, chosen["upload_id"])
        session_id = self._session(name, version, chosen.get("base_session_id"))
        study = self._studies.compare_versions(session_id, base.id)
        return {"dataset": name, "snapshot": version, "session_id": session_id, "study_id": study["study_id"]}

    def _difference(self, name: str, chosen: dict[str, Any]) -> tuple[Snapshot, pd.DataFrame, ExtensionDiff]:
        from ML.catalogs.extension import propose_extension

        catalogue = get_catalogue(name)
        if catalogue.derived or not catalogue.archive_tables:
            message = f"{catalogue.title} cannot be extended: its verdicts are not its own. Extend kepler, k2 or tess."
            raise InvalidFieldsError(message, [{"field": "name", "message": message}])
        with self._transactions.read() as uow:
            record = uow.uploads.get(chosen["upload_id"])
        _refuse_unknown_columns(record, chosen)
        base = self._shelf.find(name, chosen["snapshot"])
        frame = self._shelf.load(base)
        with self._files.local_copy(record.path) as path:
            upload = pd.read_parquet(path)
        mapping = {key: chosen[key] for key in ("column_map", "units", "target", "class_map", "host", "object_name")}
        columns = [column_from_json(entry) for entry in record.columns]
        return base, frame, propose_extension(frame, catalogue, upload, **mapping, columns=columns)

    def _write(
        self, catalogue: Catalogue, base: Snapshot, frame: pd.DataFrame, diff: ExtensionDiff, upload_id: str
    ) -> Snapshot:
        from ML.catalogs.extension import extend

        with tempfile.TemporaryDirectory() as folder:
            made = write_snapshot(
                extend(frame, diff),
                catalogue,
                id=f"extension-{secrets.token_urlsafe(ID_BYTES)}",
                date=base.date,
                source=f"{base.source}; extended by labelled rows of an upload",
                folder=Path(folder),
                facts={"base": base.id, "upload": upload_id, "difference_sha256": diff.sha256},
            )
            return self._shelf.keep(replace(made, private=True))

    def _session(self, name: str, version: Snapshot, base_session_id: str | None) -> str:
        earlier = self._sessions.show(base_session_id)["selection"] if base_session_id else {}
        session_id: str = self._sessions.create()["session_id"]
        data_source = {"data_source": "nasa", "dataset": name, "snapshot": version.id}
        task = (earlier.get("data_source") or {}).get("task")
        self._sessions.configure(session_id, "data_source", {**data_source, "task": task})
        for step in ("features", "model", "evaluation"):
            if earlier.get(step):
                self._sessions.configure(session_id, step, earlier[step])
        return session_id


def _refuse_unknown_columns(record: UploadRecord, chosen: dict[str, Any]) -> None:
    held = {entry["name"] for entry in record.columns}
    named = {"target": chosen["target"], "host": chosen["host"], "object_name": chosen["object_name"]}
    for field, name in named.items():
        if name is not None and name not in held:
            message = f"{field} is {name[:60]!r}, which is no column of {record.filename}. Name one of its columns."
            raise InvalidFieldsError(message, [{"field": field, "message": message}])


def _shown(name: str, base: Snapshot, diff: ExtensionDiff) -> dict[str, Any]:
    return {
        "dataset": name,
        "snapshot": base.id,
        "diff_sha256": diff.sha256,
        "counts": dict(diff.counts),
        "transitions": list(diff.transitions),
        "rows": [asdict(row) for row in diff.rows[:MOST_SHOWN]],
        "rejected": [asdict(row) for row in diff.rejected[:MOST_SHOWN]],
        "notes": list(diff.notes),
    }
