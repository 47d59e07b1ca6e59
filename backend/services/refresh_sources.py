"""Where a catalogue's table comes from: its own mirror, the common one, or the archive over HTTPS, in this order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from backend.adapters.digests import sha256_of
from backend.adapters.mirror_faults import TableNotInMirrorError
from backend.adapters.mirrors import Mirror
from backend.config import PROJECT_ROOT, Settings
from backend.records import utc_now
from ML.catalogs import archive
from ML.catalogs.catalogue import Catalogue
from ML.catalogs.limits import MEGABYTE
from ML.progress import Progress, ProgressCallback


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that came.

    Attributes
    ----------
    path : Path
        Where it lies now.
    table, date : str
        The archive's table, and the day on which the archive served it (ISO 8601).
    source : str
        Where it came from, in a sentence.
    size : int
        [bytes]
    sha256 : str
        Of the file's bytes.
    whole : bool
        Whether the transport proved that nothing is missing.
    """

    path: Path
    table: str
    date: str
    source: str
    size: int
    sha256: str
    whole: bool


class TableSources:
    """Brings tables from wherever the settings say.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limit_bytes = settings.max_archive_mb * MEGABYTE
        self._patience = archive.Patience(read_s=settings.archive_timeout_s, deadline_s=settings.archive_deadline_s)

    def bring(self, catalogue: Catalogue, table: str, folder: Path, on_progress: ProgressCallback) -> Brought:
        """Bring a table into ``folder``: from the first mirror that holds it, else from the archive.

        Raises
        ------
        MirrorError
            A configured mirror cannot be read: that is not passed over in silence.
        ArchiveUnreachableError, ArchiveRefusedError, TableTooLargeError
            What the archive did.
        """
        return self.from_mirror(catalogue, table, folder, on_progress) or self._from_archive(
            catalogue, table, folder, on_progress
        )

    def from_mirror(
        self, catalogue: Catalogue, table: str, folder: Path, on_progress: ProgressCallback
    ) -> Brought | None:
        """Bring a table from the first configured mirror that holds it; None where none does."""
        for setting, address in self._mirrors(catalogue):
            mirror = Mirror(address, setting)
            try:
                file = mirror.newest([table])
            except TableNotInMirrorError:
                on_progress(Progress("downloading", 0, 0, "bytes", f"{setting} holds no file of {table}"))
                continue
            name = file.path.rsplit("/", 1)[-1]
            path = mirror.copy(file, folder / name, self._limit_bytes, on_progress)
            source = f"NASA Exoplanet Archive, table {table}, served {file.date}; from the file {name} of {setting}"
            return Brought(path, table, file.date, source, file.size, sha256_of(path), whole=False)
        return None

    def _mirrors(self, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
        for setting in (f"{catalogue.name}_uri", "archive_mirror"):
            address = getattr(self._settings, setting, None)
            if address:
                # As UPLOAD_DIR: a path without a root is the project's.
                yield setting.upper(), address if "://" in address else str((PROJECT_ROOT / address).resolve())

    def _from_archive(self, catalogue: Catalogue, table: str, folder: Path, on_progress: ProgressCallback) -> Brought:
        base = self._settings.archive_url
        received = archive.fetch(
            catalogue,
            table,
            folder,
            base=base,
            limit_bytes=self._limit_bytes,
            patience=self._patience,
            on_progress=on_progress,
        )
        day = utc_now().date().isoformat()
        source = f"NASA Exoplanet Archive, table {table}, served {day}; over TAP from {urlsplit(base).hostname}"
        return Brought(received.path, table, day, source, received.bytes, received.sha256, received.whole)
