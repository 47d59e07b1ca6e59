"""Files under one root, a folder or an object store, through fsspec."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from fsspec.core import url_to_fs

from backend.adapters.addresses import SCHEMES, is_of_a_store, scheme_of, shown
from backend.errors import PartUnavailableError, StoreAddressError

CHUNK_BYTES = 1 << 20
LONGEST_REASON = 200
# What another process wrote or deleted a moment ago must be seen, so listings are never remembered.
FRESH = {"use_listings_cache": False}
PATIENCE = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 4, "mode": "standard"}}
"""Of the S3 client [seconds]: a store that is away is said to be away before a browser gives up."""
OPTIONS: dict[str, dict[str, Any]] = {"file": {}, "s3": {**FRESH, "config_kwargs": PATIENCE}, "gs": FRESH}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a store: its path there, its size [bytes], and when it was written last."""

    path: str
    size: int
    modified_at: datetime


class FileStore:
    """Files by relative path; writing is atomic: a reader sees the whole file or none.

    Parameters
    ----------
    root : str
        Folder path or address (``s3://bucket/prefix``, ``gs://bucket/prefix``).

    Raises
    ------
    StoreAddressError
        The address has another scheme, or the client for its scheme is not installed.
    """

    def __init__(self, root: str) -> None:
        self._address = root
        self._is_local = scheme_of(root) == "file"
        self._process = 0
        self._connected: Any = None
        self._root: str = ""
        self._connect()

    def _connect(self) -> None:
        scheme = scheme_of(self._address)
        if scheme not in SCHEMES:
            known = "a folder's path, s3://bucket/prefix or gs://bucket/prefix"
            raise StoreAddressError(f"{shown(self._address)!r} cannot hold files: give {known}.")
        try:
            self._connected, self._root = url_to_fs(self._address, **OPTIONS[scheme])
        except ImportError as error:
            extra = SCHEMES[scheme]
            raise StoreAddressError(
                f"{shown(self._address)!r} needs a client that is not installed. Install the extra {extra!r}: "
                f"pip install 'exoplanet-playground[{extra}]'"
            ) from error
        self._process = os.getpid()

    @property
    def _files(self) -> Any:
        # The clients of object stores do not survive a fork: a pool process makes its own.
        if self._process != os.getpid():
            self._connect()
        return self._connected

    def _full(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Tell a store that is away from a file that is not there; a folder's own errors go through."""
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:
            if self._is_local or not is_of_a_store(error):
                raise
            reason = " ".join(str(error).split())[:LONGEST_REASON] or type(error).__name__
            raise PartUnavailableError("The object store", reason) from error

    def put(self, path: str, source: Path) -> str:
        """Store the local file ``source`` under ``path`` and return its sha256."""
        target = self._full(path)
        with self._reached():
            if self._is_local:
                self._put_beside(target, source)
            else:
                # An object appears whole, when its last byte has come.
                self._files.put_file(str(source), target)
        return sha256_of(source)

    def _put_beside(self, target: str, source: Path) -> None:
        self._files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
        # Two processes may put the same file at once: each has a part of its own.
        part = f"{target}.{secrets.token_hex(4)}.part"
        try:
            self._files.put_file(str(source), part)
            self._files.mv(part, target)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def open(self, path: str) -> IO[Any]:
        """Open ``path`` for reading bytes."""
        with self._reached():
            return self._files.open(self._full(path), "rb")

    @contextmanager
    def local_copy(self, path: str) -> Iterator[Path]:
        """Yield a local file with the content of ``path`` (the file itself where the root is a folder)."""
        if self._is_local:
            yield Path(self._full(path))
            return
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / Path(path).name
            with self._reached():
                self._files.get_file(self._full(path), str(local))
            yield local

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is held."""
        with self._reached():
            return bool(self._files.exists(self._full(path)))

    def names(self, folder: str) -> list[str]:
        """Return the paths of all files under a folder, none where it does not exist."""
        root = self._full(folder)
        with self._reached():
            found = self._files.find(root)
        return sorted(f"{folder}/{name.removeprefix(root.removeprefix('file://')).lstrip('/')}" for name in found)

    def listing(self, folder: str) -> Iterator[StoredFile]:
        """Yield all files under a folder with size and age, none where it does not exist."""
        root = self._full(folder)
        with self._reached():
            found: dict[str, Any] = self._files.find(root, detail=True)
        for name, facts in sorted(found.items()):
            within = name.removeprefix(root.removeprefix("file://")).lstrip("/")
            yield StoredFile(f"{folder}/{within}", int(facts.get("size") or 0), _moment(facts))

    def delete(self, path: str) -> None:
        """Remove a file or a whole folder; nothing happens where it is already gone."""
        with self._reached(), suppress(FileNotFoundError):
            self._files.rm(self._full(path), recursive=True)

    def free_bytes(self) -> int | None:
        """Return the free space under a local root, or None for an object store."""
        if not self._is_local:
            return None
        Path(self._root).mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._root).free

    def check(self) -> None:
        """Ask an object store for its bucket; a folder is made when it is first written to.

        Raises
        ------
        StoreAddressError
            There is no such bucket.
        PartUnavailableError
            The store does not answer, or not to these credentials.
        """
        if self._is_local:
            return
        bucket = self._root.split("/", 1)[0]
        try:
            with self._reached():
                self._files.info(bucket)
        except FileNotFoundError as error:
            raise StoreAddressError(
                f"{shown(self._address)!r} names the bucket {bucket!r}, which is not there or may not be seen. "
                "Make it, or give these credentials the right to it."
            ) from error


def _moment(facts: dict[str, Any]) -> datetime:
    """Return when a file was written, as its kind of store spells it; now where it does not say."""
    told = next((facts[word] for word in ("mtime", "LastModified", "updated", "created") if facts.get(word)), None)
    if isinstance(told, (int, float)):
        return datetime.fromtimestamp(told, UTC)
    if isinstance(told, str):
        told = datetime.fromisoformat(told)
    return told if isinstance(told, datetime) else datetime.now(UTC)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a local file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
