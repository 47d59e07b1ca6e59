"""What a backup is packed in: one ZIP file, or a folder (also one of an object store)."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from backend.adapters.digests import CHUNK_BYTES
from backend.adapters.files import FileStore

OWNER_ONLY = 0o600
"""A backup holds the ids that open sessions."""


class Crate(Protocol):
    """Files by name."""

    def put(self, name: str, source: Path) -> None:
        """Pack a local file."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading; ``KeyError`` or ``FileNotFoundError`` where there is none."""


class FolderCrate:
    """A backup as a folder.

    Parameters
    ----------
    address : str
        Path, ``s3://bucket/prefix`` or ``gs://bucket/prefix``.
    """

    def __init__(self, address: str) -> None:
        self._store = FileStore(address)

    def is_empty(self) -> bool:
        """Whether nothing lies there yet."""
        return next(self._store.listing("."), None) is None

    def put(self, name: str, source: Path) -> None:
        """Pack a local file."""
        self._store.put(name, source)

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        handle: IO[bytes] = self._store.open(name)
        return handle


class ZipCrate:
    """A backup as one file.

    Parameters
    ----------
    archive : zipfile.ZipFile
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def put(self, name: str, source: Path) -> None:
        """Pack a local file; tables and models are compressed already."""
        packing = zipfile.ZIP_DEFLATED if name.endswith((".jsonl", ".json")) else zipfile.ZIP_STORED
        self._archive.write(source, name, packing)

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return self._archive.open(name)


@contextmanager
def new_crate(target: str) -> Iterator[Crate]:
    """Yield an empty crate at ``target``: a ZIP file where it ends so, else a folder.

    Raises
    ------
    FileExistsError
        Something is there already.
    """
    if not target.endswith(".zip"):
        crate = FolderCrate(_absolute(target))
        if not crate.is_empty():
            raise FileExistsError(target)
        yield crate
        return
    Path(target).resolve().parent.mkdir(parents=True, exist_ok=True)
    part = Path(f"{target}.part")
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    os.close(descriptor)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, OWNER_ONLY), "w+b") as handle:
            with zipfile.ZipFile(handle, "w") as archive:
                yield ZipCrate(archive)
            os.fsync(handle.fileno())
        part.replace(target)
    except BaseException:
        # Half a backup is none.
        part.unlink(missing_ok=True)
        Path(target).unlink(missing_ok=True)
        raise


@contextmanager
def held_crate(source: str) -> Iterator[Crate]:
    """Yield the crate at ``source``."""
    if not source.endswith(".zip"):
        yield FolderCrate(_absolute(source))
        return
    with zipfile.ZipFile(source) as archive:
        yield ZipCrate(archive)


@contextmanager
def unpacked(crate: Crate, name: str, folder: Path) -> Iterator[Path]:
    """Yield a local copy of a packed file under ``folder``."""
    with tempfile.NamedTemporaryFile(dir=folder) as local:
        with crate.open(name) as handle:
            shutil.copyfileobj(handle, local, CHUNK_BYTES)
        local.flush()
        yield Path(local.name)


def _absolute(address: str) -> Any:
    return address if "://" in address else str(Path(address).resolve())
