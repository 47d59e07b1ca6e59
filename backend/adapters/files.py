"""Files under one root, a folder or an object store, through fsspec."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fsspec.core import url_to_fs

CHUNK_BYTES = 1 << 20


class FileStore:
    """Files by relative path; writing is atomic: a reader sees the whole file or none.

    Parameters
    ----------
    root : str
        Folder path or URI (``s3://bucket/prefix``).
    """

    def __init__(self, root: str) -> None:
        self._files, self._root = url_to_fs(root)

    def _full(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def put(self, path: str, source: Path) -> str:
        """Store the local file ``source`` under ``path`` and return its sha256."""
        target = self._full(path)
        self._files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
        self._files.put_file(str(source), f"{target}.part")
        self._files.mv(f"{target}.part", target)
        return sha256_of(source)

    def open(self, path: str) -> IO[Any]:
        """Open ``path`` for reading bytes."""
        return self._files.open(self._full(path), "rb")

    @contextmanager
    def local_copy(self, path: str) -> Iterator[Path]:
        """Yield a local file with the content of ``path`` (the file itself where the root is a folder)."""
        if self._is_local():
            yield Path(self._full(path))
            return
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / Path(path).name
            self._files.get_file(self._full(path), str(local))
            yield local

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is held."""
        return bool(self._files.exists(self._full(path)))

    def names(self, folder: str) -> list[str]:
        """Return the paths of all files under a folder, none where it does not exist."""
        root = self._full(folder)
        found = self._files.find(root) if self._files.exists(root) else []
        return sorted(f"{folder}/{name.removeprefix(root.removeprefix('file://')).lstrip('/')}" for name in found)

    def delete(self, path: str) -> None:
        """Remove a file or a whole folder; nothing happens where it is already gone."""
        if self.exists(path):
            self._files.rm(self._full(path), recursive=True)

    def free_bytes(self) -> int | None:
        """Return the free space under a local root, or None for an object store."""
        if not self._is_local():
            return None
        Path(self._root).mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._root).free

    def _is_local(self) -> bool:
        return "file" in self._files.protocol


def sha256_of(path: Path) -> str:
    """Return the sha256 of a local file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
