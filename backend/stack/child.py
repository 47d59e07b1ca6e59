"""One part of the stack as a process group of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.stack import tether
from backend.stack.console import LogPump, say
from backend.stack.environment import ROOT
from backend.stack.watchdog import Watchdog, kill_group

POLL_S = 0.05


def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class Part:
    """What to run, how to know that it is ready, how long it may take to end, whether it runs once or for ever."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_ready: Callable[[], bool] = _at_once
    patience_s: float = 120.0
    grace_s: float = 5.0
    folder: Path = ROOT
    once: bool = False


class Child:
    """A running part. Its processes are killed with it, and it dies with its supervisor."""

    def __init__(self, part: Part, watchdog: Watchdog, log_folder: Path) -> None:
        self.part = part
        self.log = LogPump(part.name, log_folder)
        self.started_at = 0.0
        self._buried = True
        self._watchdog = watchdog
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process in its own group. Call it from the main thread: the tie is to the calling thread."""
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *self.part.command],
            cwd=self.part.folder,
            env=os.environ | dict(self.part.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._buried = False
        self._watchdog.guard(self._process.pid)
        assert self._process.stdout
        self._pump = self.log.follow(self._process.stdout)

    @property
    def pid(self) -> int:
        """The process id, also that of the group."""
        assert self._process
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while running."""
        assert self._process
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the leader, which tells its own children."""
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, seconds: Callable[[], float]) -> None:
        """Wait for the end at most `seconds`, asked anew each time."""
        began = time.monotonic()
        while self.exit_code is None and time.monotonic() - began < seconds():
            time.sleep(POLL_S)

    def bury(self) -> None:
        """Kill whatever is left of the group and read its last lines."""
        if self._buried:
            return  # the number may belong to another group by now
        kill_group(self.pid)
        assert self._process
        self._process.wait()
        self._buried = True
        self._watchdog.release(self.pid)
        self._pump.join(timeout=1)
        if self._process.stdout and not self._pump.is_alive():
            self._process.stdout.close()

    def show_tail(self) -> None:
        """Print the last lines."""
        for line in self.log.tail:
            say(line, self.part.name)
