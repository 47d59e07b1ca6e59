"""How an object store is reached: its client, how long it is waited for, and what is said where it is away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from fsspec.core import url_to_fs

from backend.adapters.addresses import SCHEMES, is_of_a_store, scheme_of, shown
from backend.errors import PartUnavailableError
from backend.operator_errors import StoreAddressError

LONGEST_REASON = 200
BUFFER_BYTES = 1 << 16
# What another process wrote or deleted a moment ago must be seen, so listings are never remembered.
FRESH = {"use_listings_cache": False}
PATIENCE = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 4, "mode": "standard"}}
"""Of the S3 client [seconds]: a store that is away is said to be away before a browser gives up."""
OPTIONS: dict[str, dict[str, Any]] = {"file": {}, "s3": {**FRESH, "config_kwargs": PATIENCE}, "gs": FRESH}


def connect(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the root as that spells it; nothing is contacted yet.

    Raises
    ------
    StoreAddressError
        The address has a scheme that is not known, or the client for its scheme is not installed.
    """
    scheme = scheme_of(address)
    if scheme not in SCHEMES:
        known = "a folder's path, s3://bucket/prefix or gs://bucket/prefix"
        raise StoreAddressError(f"{shown(address)!r} cannot hold files: give {known}.")
    try:
        files, root = url_to_fs(address, **OPTIONS[scheme])
    except ImportError as error:
        extra = SCHEMES[scheme]
        raise StoreAddressError(
            f"{shown(address)!r} needs a client that is not installed. Install the extra {extra!r}: "
            f"pip install 'exoplanet-playground[{extra}]'"
        ) from error
    return files, str(root)


@contextmanager
def reached() -> Iterator[None]:
    """Tell a store that is away from a file that is not there.

    Raises
    ------
    PartUnavailableError
        It is away.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:
        if not is_of_a_store(error):
            raise
        reason = " ".join(str(error).split())[:LONGEST_REASON] or type(error).__name__
        raise PartUnavailableError("The object store", reason) from error


class _StoreFile(io.RawIOBase):
    """A file of a store that says so where the store goes away while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        with reached():
            data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def reading(file: IO[bytes]) -> IO[bytes]:
    """Return a store's file, opened for reading, that tells a store that went away meanwhile."""
    return io.BufferedReader(_StoreFile(file), BUFFER_BYTES)
