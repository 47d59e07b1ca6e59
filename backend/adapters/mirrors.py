"""Mirrors: folders or object stores with files as the archive serves them, named ``<table>_<date>*.csv[.gz]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs

from backend.adapters.addresses import SCHEMES, scheme_of
from backend.adapters.mirror_faults import MirrorFaults, too_large
from ML.progress import Progress, ProgressCallback, ignore_progress

PHASE = "downloading"
CHUNK_BYTES = 1 << 20

_FILE = re.compile(r"(?P<table>[A-Za-z0-9_]+?)_(?P<date>\d{4}-\d{2}-\d{2})(?!\d)[^/]*\.csv(\.gz)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MirrorFile:
    """One file of a mirror.

    Attributes
    ----------
    address : str
        Where it lies, for people.
    path : str
        The same, as its file system spells it.
    table, date : str
        What it holds, and the day on which the archive served it (ISO 8601).
    size : int
        Its size [bytes].
    """

    address: str
    path: str
    table: str
    date: str
    size: int


class Mirror:
    """Finds and copies the files of one mirror; nothing else than its configured address is ever opened.

    Parameters
    ----------
    address : str
        Folder or single file: a path, ``file://``, ``s3://`` or ``gs://``.
    setting : str
        Name of the setting that holds the address, for messages.
    """

    def __init__(self, address: str, setting: str) -> None:
        self._address = address.rstrip("/") or "/"
        self._faults = MirrorFaults(self._address, setting)

    def newest(self, tables: Sequence[str]) -> MirrorFile:
        """Return the newest file of any of ``tables``.

        Raises
        ------
        TableNotInMirrorError
            The mirror is fine, but holds nothing of these tables.
        MirrorError
            There is no such folder or file, or it cannot be read.
        """
        with self._faults.explained():
            found = list(self._files(tables))
        if not found:
            wanted = " or ".join(f"{table}_<date>.csv" for table in tables)
            raise self._faults.lacking(wanted)
        return max(found, key=lambda file: (file.date, file.size, file.path))

    def copy(
        self, file: MirrorFile, target: Path, limit_bytes: int, on_progress: ProgressCallback = ignore_progress
    ) -> Path:
        """Copy a file to ``target``, which is there whole or not at all.

        Raises
        ------
        MirrorError
            It cannot be read.
        TableTooLargeError
            More than ``limit_bytes``, counted while they come.
        """
        part = target.with_name(f"{target.name}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._faults.explained():
            self._copy(file, part, limit_bytes, on_progress)
        return part.replace(target)

    def _copy(self, file: MirrorFile, part: Path, limit_bytes: int, on_progress: ProgressCallback) -> None:
        done, message = 0, f"Copying {file.path.rsplit('/', 1)[-1]}"
        with self._connect()[0].open(file.path, "rb") as source, part.open("wb") as sink:
            while chunk := source.read(CHUNK_BYTES):
                done += len(chunk)
                if max(done, file.size) > limit_bytes:
                    raise too_large(file.address, limit_bytes)
                sink.write(chunk)
                on_progress(Progress(PHASE, done, max(done, file.size), "bytes", message))
        if done < file.size:
            raise self._faults.error(f"{file.address} gave {done:,} of {file.size:,} bytes", "Copy the file there anew")

    def _files(self, tables: Sequence[str]) -> Iterator[MirrorFile]:
        store, root = self._connect()
        # Object stores remember what they listed; a file put there since then would not be seen.
        store.invalidate_cache()
        facts = store.info(root)
        if facts["type"] != "directory":
            yield from self._single(store, facts, tables)
            return
        for facts in store.ls(root, detail=True):
            named = _named(facts["name"])
            if facts["type"] != "directory" and named and named[0] in tables:
                yield self._file(facts, *named)

    def _single(self, store: Any, facts: dict[str, Any], tables: Sequence[str]) -> Iterator[MirrorFile]:
        """Take the one file that is configured; its name tells table and date where it is of the archive's form."""
        if not facts["name"].lower().endswith((".csv", ".csv.gz")):
            name = facts["name"].rsplit("/", 1)[-1]
            raise self._faults.error(f"it is the file {name!r}", "Name a folder, or a file that ends in .csv[.gz]")
        table, day = _named(facts["name"]) or (tables[0], store.modified(facts["name"]).date().isoformat())
        if table in tables:
            yield self._file(facts, table, day)

    def _file(self, facts: dict[str, Any], table: str, day: str) -> MirrorFile:
        scheme = scheme_of(self._address)
        shown = facts["name"] if scheme == "file" else f"{scheme}://{facts['name']}"
        return MirrorFile(shown, facts["name"], table, day, int(facts["size"] or 0))

    def _connect(self) -> tuple[Any, str]:
        scheme = scheme_of(self._address)
        if scheme not in SCHEMES:
            known = ", ".join(f"{known}://" for known in SCHEMES)
            raise self._faults.error(f"its scheme {scheme[:20]!r} cannot be read", f"Use a folder's path, or {known}")
        return url_to_fs(self._address)


def _named(path: str) -> tuple[str, str] | None:
    """Table and date in a file's name; None where it is not of the archive's form."""
    found = _FILE.fullmatch(path.rsplit("/", 1)[-1])
    try:
        return (found["table"].lower(), date.fromisoformat(found["date"]).isoformat()) if found else None
    except ValueError:
        return None
