"""The shelf of snapshots: those that ship with the project, and those that were fetched or extended here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pandas as pd

from backend.adapters.files import FileStore
from backend.errors import SnapshotMissingError
from backend.records import SnapshotRecord
from backend.services import combination
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import Snapshot, load_snapshot, provenance_of, snapshot_from_provenance, snapshots
from ML.exceptions import UnknownSnapshotError
from ML.progress import ProgressCallback, ignore_progress

FirstUse = Callable[[str], Snapshot | None]
"""Fetches the first snapshot of a catalogue that ships with none; None where no source is configured."""

HOW_TO_GET_ONE = (
    "No {title} table is held yet: it does not ship with the project. POST /api/datasets/{name}/refresh downloads it "
    "from the NASA Exoplanet Archive. Where the archive is out of reach, set {setting} or ARCHIVE_MIRROR to a folder "
    "with a file named {table}_<date>.csv and choose this dataset again."
)


class SnapshotShelf:
    """Finds, loads and keeps snapshots; the database knows those that did not ship.

    Parameters
    ----------
    transactions : Transactions
    files : FileStore
        Holds the Parquet files, as ``snapshots/<catalogue>/<id>.parquet``.
    """

    def __init__(self, transactions: Transactions, files: FileStore) -> None:
        self._transactions = transactions
        self._files = files
        self.first_use: FirstUse = lambda catalogue: None
        """Set by the roof: refreshes stand on this shelf."""

    def held(self, catalogue: str) -> tuple[Snapshot, ...]:
        """Return the snapshots of a catalogue that everybody may see, newest first."""
        shipped = snapshots(get_catalogue(catalogue).name)
        with self._transactions.read() as uow:
            fetched = [_snapshot(record) for record in uow.snapshots.public(catalogue)]
        held = sorted([*shipped, *fetched], key=lambda held: (held.date, held.id), reverse=True)
        return self._with_newest_combination(held) if catalogue == combination.COMBINED else tuple(held)

    def _with_newest_combination(self, made: list[Snapshot]) -> tuple[Snapshot, ...]:
        newest = combination.announced(self._parts())
        known = [snapshot for snapshot in made if snapshot.id == newest.id] or [newest]
        return (*known, *(snapshot for snapshot in made if snapshot.id != newest.id))

    def _parts(self) -> dict[str, Snapshot]:
        held = {name: self.held(name) for name in combination.missions()}
        return {name: snapshots[0] for name, snapshots in held.items() if snapshots}

    def find(self, catalogue: str, snapshot_id: str | None = None) -> Snapshot:
        """Return a snapshot, the newest held if none is named; fetches the first one from a configured mirror.

        Raises
        ------
        UnknownSnapshotError
            No such snapshot; the message names those that are held.
        SnapshotMissingError
            None is held at all; the message says how to get one.
        """
        held = self.held(catalogue) or self._first(catalogue)
        chosen = next((snapshot for snapshot in held if snapshot_id in (None, snapshot.id)), None)
        chosen = chosen or (self._private(catalogue, snapshot_id) if snapshot_id else None)
        if chosen is None:
            names = [snapshot.id for snapshot in held]
            message = f"The catalogue {catalogue!r} has no snapshot {snapshot_id!r}; held are: {', '.join(names)}."
            raise UnknownSnapshotError(message, held=names)
        return chosen if chosen.columns else self._combine(chosen)

    def _first(self, catalogue: str) -> tuple[Snapshot, ...]:
        first = self.first_use(catalogue)
        if first is None:
            raise SnapshotMissingError(how_to_get_one(catalogue), dataset=catalogue)
        return (first,)

    def _combine(self, announced: Snapshot) -> Snapshot:
        frames = {name: self.load(part) for name, part in self._parts().items()}
        with tempfile.TemporaryDirectory() as folder:
            return self.keep(combination.make(announced, frames, Path(folder)))

    def load(
        self, snapshot: Snapshot, on_progress: ProgressCallback = ignore_progress, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Return a snapshot's table, checked against its sha256."""
        with self._local(snapshot) as path:
            return load_snapshot(replace(snapshot, path=path), on_progress, columns)

    def keep(self, made: Snapshot) -> Snapshot:
        """Put a snapshot that was written locally on the shelf; one of the same id that is held already stays."""
        local = Path(str(made.path))
        path = _path(made)
        self._files.put(path, local)
        record = SnapshotRecord(id=made.id, catalogue=made.catalogue, path=path, private=made.private)
        record.provenance = provenance_of(local)
        with self._transactions.write() as uow:
            uow.snapshots.add_once(record)
            return _snapshot(uow.snapshots.get(made.catalogue, made.id))

    def _private(self, catalogue: str, snapshot_id: str) -> Snapshot | None:
        with self._transactions.read() as uow:
            record = uow.snapshots.find(catalogue, snapshot_id)
            return None if record is None else _snapshot(record)

    def _local(self, snapshot: Snapshot) -> AbstractContextManager[Path | None]:
        return nullcontext(snapshot.path) if snapshot.bundled else self._files.local_copy(_path(snapshot))


def how_to_get_one(catalogue: str) -> str:
    """Return the words for a catalogue of which nothing is held."""
    facts = get_catalogue(catalogue)
    names = {"title": facts.title, "name": catalogue, "setting": f"{catalogue.upper()}_URI"}
    return HOW_TO_GET_ONE.format(**names, table=facts.archive_tables[0])


def _path(snapshot: Snapshot) -> str:
    # Two refreshes of one day may differ: the content tells the file.
    return f"snapshots/{snapshot.catalogue}/{snapshot.id}-{snapshot.sha256[:16]}.parquet"


def _snapshot(record: SnapshotRecord) -> Snapshot:
    return replace(snapshot_from_provenance(record.provenance, None), private=record.private)
