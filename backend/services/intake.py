"""From a file that came to a snapshot beside those that are held: checked whole before anything is changed."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from backend.services.refresh_sources import Brought
from backend.services.snapshots import SnapshotShelf
from backend.services.table_versions import TableVersions
from ML.catalogs.archive import fewest_objects, limits_for, take
from ML.catalogs.catalogue import Catalogue
from ML.catalogs.deliveries import Delivery
from ML.catalogs.snapshots import Snapshot, table_sha256, write_snapshot
from ML.progress import Progress, ProgressCallback


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Which snapshot holds the table now, and whether that is ``"new"`` or was held ``"unchanged"``."""

    snapshot_id: str
    outcome: str


class Intake:
    """Takes in the files that refreshes bring.

    Parameters
    ----------
    shelf : SnapshotShelf
    versions : TableVersions
        What is held of each table.
    megabytes : int
        Largest table that is read [MB].
    """

    def __init__(self, shelf: SnapshotShelf, versions: TableVersions, megabytes: int) -> None:
        self._shelf = shelf
        self._versions = versions
        self._limits = limits_for(megabytes)

    def take_in(
        self,
        catalogue: Catalogue,
        brought: Brought,
        report: ProgressCallback,
        *,
        allow_fewer: bool = False,
        refresh_id: str = "",
    ) -> TakenIn:
        """Check a file, and save it as a snapshot unless the very same table is held.

        Parameters
        ----------
        catalogue : Catalogue
        brought : Brought
        report : callable
            Told the progress, in the phases ``"checking"`` and ``"saving"``.
        allow_fewer : bool
            Take a table although it has far fewer objects than what is held.
        refresh_id : str
            Goes into the provenance record.

        Raises
        ------
        ArchiveRefusedError, DamagedDeliveryError, WrongDeliveryError, TableTooLargeError
            It is not what it should be; what is held stays as it is.
        """
        delivery = self._check(catalogue, brought, report, allow_fewer)
        digest = table_sha256(delivery.frame)
        known = self._versions.same(catalogue.name, brought.table, brought.date, digest)
        if known is None:
            return TakenIn(self._save(catalogue, brought, delivery, report, refresh_id).id, "new")
        # A refresh finds its own snapshot where its worker was lost between saving and ending.
        is_own = bool(refresh_id) and known.provenance.get("refresh_id") == refresh_id
        return TakenIn(known.id, "new" if is_own else "unchanged")

    def _check(self, catalogue: Catalogue, brought: Brought, report: ProgressCallback, allow_fewer: bool) -> Delivery:
        fewest = 1 if allow_fewer else fewest_objects(self._versions.rows(catalogue.name, brought.table))
        return take(
            brought.path,
            brought.table,
            catalogue,
            fewest=fewest,
            whole=brought.whole,
            limits=self._limits,
            on_progress=report,
        )

    def _save(
        self, catalogue: Catalogue, brought: Brought, delivery: Delivery, report: ProgressCallback, refresh_id: str
    ) -> Snapshot:
        snapshot_id = self._versions.free_id(catalogue.name, f"{brought.table}-{brought.date}")
        report(Progress("saving", 0, 1, "files", f"Saving {len(delivery.frame):,} objects as {snapshot_id}"))
        facts = {
            "table": brought.table,
            "source_sha256": brought.sha256,
            "source_bytes": brought.size,
            "refresh_id": refresh_id,
        }
        with tempfile.TemporaryDirectory() as scratch:
            made = write_snapshot(
                delivery,
                catalogue,
                id=snapshot_id,
                date=brought.date,
                source=brought.source,
                folder=Path(scratch),
                facts=facts,
            )
            kept = self._shelf.keep(made)
        report(Progress("saving", 1, 1, "files", f"Saved {kept.id}"))
        return kept
