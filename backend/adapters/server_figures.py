"""Where the processes of one gunicorn keep their figures, under a name that tells whose they are."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import psutil


def folder_of_server(root: Path) -> Path:
    """Return, and make, the folder under ``root`` of the server whose child this process is; those of dead ones go."""
    sweep(root)
    own = _folders(root) / _name_of(psutil.Process(os.getppid()))
    own.mkdir(parents=True, exist_ok=True)
    return own


def sweep(root: Path) -> None:
    """Remove the figures of this machine's servers that are gone."""
    host = f"{socket.gethostname()}~"
    for folder in _folders(root).glob(f"{host}*"):
        if not _lives(folder.name.removeprefix(host)):
            shutil.rmtree(folder, ignore_errors=True)


def _folders(root: Path) -> Path:
    return root / "tmp" / "metrics"


def _name_of(server: psutil.Process) -> str:
    # In a container that was started again the same numbers come again, but not at the same time.
    return f"{socket.gethostname()}~{server.pid}~{int(server.create_time() * 100)}"


def _lives(name: str) -> bool:
    process_id = int(name.partition("~")[0])
    try:
        return _name_of(psutil.Process(process_id)).endswith(f"~{name}")
    except psutil.NoSuchProcess:
        return False
