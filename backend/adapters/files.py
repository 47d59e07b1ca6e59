"""Files under one root, a folder or an object store, through fsspec."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any

from backend.adapters.addresses import scheme_of, shown
from backend.adapters.digests import sha256_of
from backend.adapters.store_connection import connect, reached, reading
from backend.adapters.stored_files import StoredFile, moment_of
from backend.operator_errors import StoreAddressError


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
        self._process = os.getpid()
        self._connected, self._root = connect(root)

    @property
    def _files(self) -> Any:
        # The clients of object stores do not survive a fork: a pool process makes its own.
        if self._process != os.getpid():
            self._connected, self._root = connect(self._address)
            self._process = os.getpid()
        return self._connected

    def _full(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def _reached(self) -> AbstractContextManager[None]:
        """Tell a store that is away from a file that is not there; a folder's own errors go through."""
        return nullcontext() if self._is_local else reached()

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
            opened: IO[Any] = self._files.open(self._full(path), "rb")
        return opened if self._is_local else reading(opened)

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
            yield StoredFile(f"{folder}/{within}", int(facts.get("size") or 0), moment_of(facts))

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
