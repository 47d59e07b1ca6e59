"""Where a process keeps what it is working on, under a name that tells whose it is: what a killed one left is found."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path

import psutil

PULSE = "pulse-"
FORGOTTEN_AFTER_S = 24 * 3600.0
"""Of a machine that is not this one nobody here can tell whether its processes live; its folders go by age [s]."""


def folder_of_process(root: Path) -> Path:
    """Return, and make, the folder of this process under ``root``."""
    folder = _folder_of(root, os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder_of(root: Path, process_id: int) -> Path:
    return root / "tmp" / "work" / f"{socket.gethostname()}-{process_id}"


class Pulse:
    """A sign of life that a process gives while it works, seen by the one that started it.

    Parameters
    ----------
    root : Path
    name : str
        Tells this piece of work from others of the process.
    """

    def __init__(self, root: Path, name: str) -> None:
        self._file = folder_of_process(root) / f"{PULSE}{name}"

    def beat(self) -> None:
        """Give a sign; the first one may find the disk full, and then none is expected."""
        with contextlib.suppress(OSError):
            self._file.touch()

    def stop(self) -> None:
        """The work is done; nobody expects signs any more."""
        self._file.unlink(missing_ok=True)


def pulses(root: Path, process_id: int) -> dict[str, int]:
    """Return when a process of this machine that works gave its last signs: name → moment [nanoseconds]."""
    found: dict[str, int] = {}
    # The work may end, and the process with its folder, while this is looked at.
    with contextlib.suppress(FileNotFoundError), os.scandir(_folder_of(root, process_id)) as files:
        for file in files:
            if file.name.startswith(PULSE):
                with contextlib.suppress(FileNotFoundError):
                    found[file.name] = file.stat().st_mtime_ns
    return found


def work_here(root: Path) -> None:
    """Let every temporary file of this process lie in its own folder, which is emptied first."""
    # In a container that was started again the same numbers come again.
    shutil.rmtree(folder_of_process(root), ignore_errors=True)
    tempfile.tempdir = str(folder_of_process(root))


def sweep(root: Path) -> None:
    """Remove the folders of processes that are gone."""
    for folder in (root / "tmp" / "work").glob("*-*"):
        if _is_left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left_behind(folder: Path) -> bool:
    host, _, process = folder.name.rpartition("-")
    if host == socket.gethostname() and process.isdecimal():
        return not psutil.pid_exists(int(process))
    # Another machine may be sweeping too.
    with contextlib.suppress(FileNotFoundError):
        return time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER_S
    return False
