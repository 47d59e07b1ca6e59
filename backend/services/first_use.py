"""The first snapshot of a catalogue that ships with none: from a configured mirror, when it is first asked for."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from backend.errors import PlaygroundError, SnapshotMissingError
from backend.services.intake import Intake
from backend.services.refresh_sources import TableSources
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.archive import chosen_table
from ML.catalogs.catalogue import Catalogue, get_catalogue
from ML.catalogs.snapshots import Snapshot
from ML.progress import ignore_progress


class FirstUse:
    """Fetches first snapshots; ``SnapshotShelf.first_use`` is set to one.

    Parameters
    ----------
    shelf : SnapshotShelf
    sources : TableSources
    intake : Intake
    """

    def __init__(self, shelf: SnapshotShelf, sources: TableSources, intake: Intake) -> None:
        self._shelf = shelf
        self._sources = sources
        self._intake = intake
        self._one_at_a_time = threading.Lock()

    def __call__(self, name: str) -> Snapshot | None:
        """Return the catalogue's first snapshot; None where no mirror holds its table.

        Only mirrors are asked, never the network: whoever waits for an answer shall not wait for the archive.

        Raises
        ------
        SnapshotMissingError
            A mirror is configured, but what it gives cannot be used.
        """
        catalogue = get_catalogue(name)
        if not catalogue.archive_tables:
            return None
        with self._one_at_a_time, tempfile.TemporaryDirectory() as folder:
            held = self._shelf.held(name)
            return held[0] if held else self._fetched(catalogue, Path(folder))

    def _fetched(self, catalogue: Catalogue, folder: Path) -> Snapshot | None:
        try:
            return self._from_mirror(catalogue, folder)
        except IntegrityError:
            # Another process had the same thought and was faster.
            return self._shelf.held(catalogue.name)[0]

    def _from_mirror(self, catalogue: Catalogue, folder: Path) -> Snapshot | None:
        try:
            brought = self._sources.from_mirror(catalogue, chosen_table(catalogue), folder, ignore_progress)
            if brought is None:
                return None
            taken = self._intake.take_in(catalogue, brought, ignore_progress)
            return self._shelf.find(catalogue.name, taken.snapshot_id)
        except PlaygroundError as error:
            message = f"No {catalogue.title} table is held yet, and the configured mirror gives none: {error.message}"
            raise SnapshotMissingError(message, dataset=catalogue.name) from error
