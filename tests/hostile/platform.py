"""A platform of real processes (Valkey, gunicorn, a worker), the memory that they take, the files that they leave."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests

from backend.adapters.schema import upgrade
from backend.config import PROJECT_ROOT, Settings
from backend.stack.child import Part
from backend.stack.parts import web_part, worker_part
from backend.stack.ports import free_port
from backend.stack.valkey import embedded_server, find_program

PATIENCE_S = 240.0
MEGABYTE = 1024 * 1024
SAMPLE_EVERY_S = 0.02
UNSET = ("REDIS_URL", "DATABASE_URL", "MODEL_DIR", "LOCAL_DIR", "API_KEYS", "ADMIN_TOKEN")


class MemoryWatch(threading.Thread):
    """Samples the memory of process trees; ``peak`` is the most that they held together [bytes]."""

    def __init__(self, pids: list[int]) -> None:
        super().__init__(daemon=True)
        self._pids = pids
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_EVERY_S):
            self.peak = max(self.peak, self.now())

    def stop(self) -> None:
        """Take no more samples."""
        self._ended.set()
        self.join()

    def now(self) -> int:
        """Return what the trees hold at this moment [bytes]."""
        return sum(_resident(process) for pid in self._pids for process in _tree(pid))


def _tree(pid: int) -> list[psutil.Process]:
    try:
        leader = psutil.Process(pid)
        return [leader, *leader.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


@dataclass
class Platform:
    """Where the platform answers, where it keeps things, and how much memory it takes."""

    address: str
    folder: Path
    memory: MemoryWatch
    http: requests.Session = field(default_factory=requests.Session)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request."""
        return self.http.request(method, f"{self.address}{path}", timeout=PATIENCE_S, **options)

    def data(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """Send a request that must succeed, and return what it answers."""
        answer = self.ask(method, path, **options)
        assert answer.ok, answer.text
        told: dict[str, Any] = answer.json()["data"]
        return told

    def wait(self, path: str, is_done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask again until what is told is as wanted."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            told = self.data("GET", path)
            if is_done(told):
                return told
            time.sleep(0.05)
        raise AssertionError(f"waited in vain for {path}: {told}")

    def files(self, *folders: str) -> set[str]:
        """Return the files that lie under some folders of the data folder."""
        found = (path for name in folders for path in (self.folder / name).rglob("*"))
        return {str(path.relative_to(self.folder)) for path in found if path.is_file()}


@contextmanager
def running_platform(folder: Path) -> Iterator[Platform]:
    """Run Valkey, gunicorn with two processes, and a worker."""
    settings = Settings(
        _env_file=None, flask_env="testing", upload_dir=str(folder / "data"), port=free_port(), training_threads=1
    )
    upgrade(settings)
    server = embedded_server(find_program(), folder / "valkey")
    assert server.part
    own = {"FLASK_ENV": "testing", "UPLOAD_DIR": str(folder / "data"), "LOG_LEVEL": "WARNING"}
    parts = [server.part, web_part(settings, server.url), worker_part(settings, server.url)]
    with ExitStack() as stack:
        children = [stack.enter_context(_running(part, own, folder)) for part in parts]
        memory = MemoryWatch([child.pid for child in children[1:]])
        memory.start()
        stack.callback(memory.stop)
        with requests.Session() as http:
            yield Platform(f"http://127.0.0.1:{settings.port}", folder / "data", memory, http)


@contextmanager
def _running(part: Part, own: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    log = folder / f"{part.name}.log"
    with log.open("wb") as handle:
        child = subprocess.Popen(
            part.command,
            cwd=PROJECT_ROOT,
            env={**kept, **part.environment, "REFERENCE_MODELS": "false", **own},
            stdout=handle,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(part, child, log)
            yield child
        finally:
            child.terminate()
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(10)


def _wait_until_ready(part: Part, child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not part.is_ready():
        assert child.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < deadline, log.read_text(errors="replace")
        time.sleep(0.05)
