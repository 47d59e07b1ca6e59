"""Running checks: one after the other, or a row of them beside those, and a table at the end."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple


class Check(NamedTuple):
    """A command that passes when it exits with 0, and what is set in its environment."""

    title: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = {}


@dataclass
class Report:
    """What was checked, with its outcome and duration [seconds]."""

    rows: list[tuple[str, str, float]] = field(default_factory=list)

    def run(self, title: str, command: tuple[str, ...], folder: Path, environment: Mapping[str, str] = {}) -> int:
        """Run one check under its heading; return its exit code."""
        print(f"\n━━━ {title} ━━━", flush=True)
        began = time.monotonic()
        with started(Check(title, command, folder, environment)) as process:
            code = process.wait()
        self.note(title, "failed" if code else "passed", time.monotonic() - began)
        return code

    def note(self, title: str, outcome: str, seconds: float = 0.0) -> None:
        """Add one line to the table."""
        self.rows.append((title, outcome, seconds))

    @property
    def failed(self) -> bool:
        """Whether any check failed."""
        return any(outcome == "failed" for _, outcome, _ in self.rows)

    def show(self) -> None:
        """Print the table."""
        print("\n━━━ summary ━━━")
        for title, outcome, seconds in self.rows:
            print(f"{title:<24}{outcome:<10}{seconds:>7.1f} s", flush=True)


def started(check: Check, log: IO[str] | None = None) -> subprocess.Popen[bytes]:
    """Start a check; its words go to the log, or to the terminal."""
    return subprocess.Popen(
        check.command,
        cwd=check.folder,
        env=os.environ | dict(check.environment),
        stdout=log,
        stderr=None if log is None else subprocess.STDOUT,
    )


@contextmanager
def beside(report: Report, checks: Sequence[Check]) -> Iterator[None]:
    """Run checks one after the other while the body of the ``with`` runs others; show them when both have ended."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        row = _Row(report, checks, log)
        thread = threading.Thread(target=row.run, name="checks beside")
        thread.start()
        try:
            yield
        except BaseException:
            row.stop()
            raise
        finally:
            thread.join()
            log.seek(0)
            print(log.read(), flush=True)


@dataclass
class _Row:
    report: Report
    checks: Sequence[Check]
    log: IO[str]
    process: subprocess.Popen[bytes] | None = None
    stopped: bool = False

    def run(self) -> None:
        for check in self.checks:
            if self.stopped:
                return
            print(f"\n━━━ {check.title} ━━━", file=self.log, flush=True)
            began = time.monotonic()
            try:
                code = self.code_of(check)
            except OSError as error:
                print(f"it could not be started: {error}", file=self.log, flush=True)
                code = 1
            self.report.note(check.title, "failed" if code else "passed", time.monotonic() - began)

    def code_of(self, check: Check) -> int:
        with started(check, self.log) as self.process:
            if self.stopped:
                self.process.kill()
            return self.process.wait()

    def stop(self) -> None:
        self.stopped = True
        if self.process is not None:
            self.process.kill()
