"""Machines that share Redis, PostgreSQL and an object store, and nothing else: each has a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests

from backend.config import PROJECT_ROOT
from backend.stack.ports import free_port

LOCAL = ("work", "local", "tmp", "home")
"""Folders of a machine: where its process stands, ``LOCAL_DIR``, ``TMPDIR`` and ``HOME``."""
START_WITHIN_S = 120


def wait_for(condition: Callable[[], Any], patience_s: float, what: str) -> Any:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {patience_s} s: {what}")


@dataclass
class Machine:
    """One process of the platform, on a machine of its own.

    Attributes
    ----------
    name : str
    folder : Path
        Everything that the machine may write.
    process : subprocess.Popen
    """

    name: str
    folder: Path
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def leave(self) -> int:
        """Send it away, and return its exit code."""
        self.process.terminate()
        return self.process.wait(30)

    def runs(self, pid: int) -> bool:
        """Whether a process is one of this machine's."""
        return self.process.poll() is None and pid in {c.pid for c in psutil.Process(self.process.pid).children()}

    def files(self) -> list[str]:
        """Return what lies in the machine's folders now."""
        return sorted(str(path.relative_to(self.folder)) for path in self._held())

    def wipe(self) -> None:
        """Take away every file that the machine keeps in its folders."""
        for path in self._held():
            path.unlink()

    def _held(self) -> list[Path]:
        return [path for name in LOCAL for path in (self.folder / name).rglob("*") if not path.is_dir()]

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


@dataclass
class Api(Machine):
    """An API replica.

    Attributes
    ----------
    url : str
    """

    url: str = ""
    client: requests.Session = field(default_factory=requests.Session)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log()
        try:
            return self.client.get(f"{self.url}/api/health/live", timeout=5).ok
        except requests.RequestException:
            return False

    def get(self, path: str, **query: Any) -> Any:
        """Return the data of an answer."""
        return self._data(self.client.get(self.url + path, params=query, timeout=60))

    def post(self, path: str, **body: Any) -> Any:
        return self._data(self.client.post(self.url + path, json=body, timeout=60))

    def send(self, path: str, content: bytes, **fields: str) -> Any:
        """Send a table as a form does."""
        sent = self.client.post(self.url + path, data=fields, files={"file": ("table.csv", content)}, timeout=60)
        return self._data(sent)

    def content(self, path: str, **query: Any) -> bytes:
        """Return a file."""
        answer = self.client.get(self.url + path, params=query, timeout=60)
        assert answer.ok, answer.text
        return answer.content

    def _data(self, answer: requests.Response) -> Any:
        assert answer.ok, f"{self.name} answered {answer.status_code}: {answer.text}\n{self.log()[-3000:]}"
        return answer.json()["data"]


class Fleet:
    """Starts machines of one platform.

    Parameters
    ----------
    folder : Path
        Under which every machine has its own.
    shared : dict
        The settings that name what they share.
    """

    def __init__(self, folder: Path, shared: dict[str, str]) -> None:
        self._folder = folder
        self._shared = shared
        self.machines: list[Machine] = []

    def migrate(self) -> None:
        """Bring the database to the newest schema, as the first step of an upgrade."""
        machine = self._start(Machine, "migrate", "-m", "backend.stack", "migrate")
        assert machine.process.wait(60) == 0, machine.log()

    def api(self, name: str, **settings: str) -> Api:
        """Start an API replica; it may not answer yet."""
        port = free_port()
        bind = ("--bind", f"127.0.0.1:{port}", "--no-control-socket", "-k", "gthread", "-w", "1", "--threads", "4")
        return self._start(Api, name, "-m", "gunicorn", *bind, "run:app", url=f"http://127.0.0.1:{port}", **settings)

    def worker(self, name: str, **settings: str) -> Machine:
        """Start a worker; it may not be there yet."""
        options = ("-n", f"{name}@%h", "--concurrency", "1", "--loglevel", "INFO")
        return self._start(Machine, name, "-m", "celery", "-A", "backend.worker", "worker", *options, **settings)

    def stop(self) -> None:
        """End everything."""
        for machine in self.machines:
            machine.kill()

    def _start(self, kind: type[Any], name: str, *words: str, url: str = "", **settings: str) -> Any:
        folder = self._folder / name
        for local in LOCAL:
            (folder / local).mkdir(parents=True)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT_ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            "OMP_WAIT_POLICY": "PASSIVE",
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "LOCAL_DIR": str(folder / "local"),
            **self._shared,
            **settings,
        }
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=folder / "work",
                env=environment,
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        machine = kind(name, folder, process, **({"url": url} if url else {}))
        self.machines.append(machine)
        return machine
