"""Places where a test stops a process, and a clock that a test may shift; both exist only under ``FLASK_ENV=testing``.

A fault is worth testing at the very moment at which it hurts. A file in ``SEAM_DIR`` named after a place holds whoever
comes by until the file is gone; ``<place>.reached`` then tells the process. ``clock_shift`` there holds seconds.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

CLOCK = "clock_shift"
REACHED = ".reached"
_LOOK_EVERY_S = 0.01


def _folder() -> Path | None:
    chosen = os.environ.get("SEAM_DIR") if os.environ.get("FLASK_ENV") == "testing" else None
    return Path(chosen) if chosen else None


_FOLDER = _folder()


def hold(place: str) -> None:
    """Wait here while a test holds ``place``; without tests nothing happens."""
    if _FOLDER is None or not (_FOLDER / place).exists():
        return
    (_FOLDER / f"{place}{REACHED}").write_text(str(os.getpid()), encoding="ascii")
    while (_FOLDER / place).exists():
        time.sleep(_LOOK_EVERY_S)


def clock_shift() -> timedelta:
    """Return by how much a test has set the clock wrong; nothing without tests."""
    if _FOLDER is None or not (_FOLDER / CLOCK).exists():
        return timedelta(0)
    return timedelta(seconds=float((_FOLDER / CLOCK).read_text(encoding="ascii") or 0))
