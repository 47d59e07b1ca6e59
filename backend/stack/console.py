"""A calm console and complete logs: every line to a file, only trouble to the terminal."""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path

TROUBLE = re.compile(r"\b(ERROR|CRITICAL|Traceback)\b")
LOG_BYTES = 10_000_000
"""One log file's size; three older ones are kept."""
TAIL_LINES = 20
WIDTH = 12


def say(line: str, part: str = "stack") -> None:
    """Print one line, prefixed with the part that it is about."""
    print(f"{part:<{WIDTH}}| {line}", flush=True)


class LogPump:
    """Copies one part's output to its file, shows its errors, remembers its last lines."""

    def __init__(self, part: str, folder: Path) -> None:
        self.part = part
        self.path = folder / f"{part}.log"
        self.tail: deque[str] = deque(maxlen=TAIL_LINES)
        folder.mkdir(parents=True, exist_ok=True)
        self._handler = RotatingFileHandler(self.path, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8")
        self._forms = (logging.Formatter(f"%(asctime)s {part} | %(message)s"), logging.Formatter("%(message)s"))

    def follow(self, lines: Iterable[str]) -> threading.Thread:
        """Start copying `lines` until they end."""
        thread = threading.Thread(target=self._copy, args=(lines,), name=f"log-{self.part}", daemon=True)
        thread.start()
        return thread

    def _copy(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.take(line.rstrip("\n"))

    def take(self, line: str) -> None:
        """Record one line."""
        self.tail.append(line)
        # A JSON line tells its time and part itself, and stays one.
        self._handler.setFormatter(self._forms[line.startswith("{")])
        self._handler.emit(logging.LogRecord(self.part, logging.INFO, "", 0, "%s", (line,), None))
        if TROUBLE.search(line):
            say(f"{line}   (all lines: {self.path})", self.part)

    def close(self) -> None:
        """Close the file."""
        self._handler.close()
