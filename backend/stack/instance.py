"""One stack per data folder: a lock that the kernel frees however the stack ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from backend.stack.refusals import Refusal


@contextlib.contextmanager
def only_stack(folder: Path, url: str) -> Iterator[None]:
    """Hold the data folder for this stack, noting who holds it.

    Raises
    ------
    Refusal
        If another stack holds the folder; the message names its process and address.
    """
    handle = os.open(folder / "stack.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, folder)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()}, {url}".encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 200, 0).decode(errors="replace")
        raise Refusal(
            f"another stack ({holder}) uses {folder}; stop it, or start a second one beside it: "
            "PORT=… UPLOAD_DIR=… python run.py"
        ) from None
