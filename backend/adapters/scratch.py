"""Where a process keeps what it is working on, under a name that tells whose it is: what a killed one left is found."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
from pathlib import Path

import psutil

FORGOTTEN_AFTER_S = 24 * 3600.0
"""Of a machine that is not this one nobody here can tell whether its processes live; its folders go by age [s]."""


def folder_of_process(root: Path) -> Path:
    """Return, and make, the folder of this process under ``root``."""
    folder = root / "tmp" / "work" / f"{socket.gethostname()}-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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
    return time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER_S
