"""Reasons not to start, each one line that names the remedy (standard library only)."""

from __future__ import annotations

import shutil
from pathlib import Path

GIGABYTE = 1_000_000_000
"""Bytes."""


class Refusal(Exception):  # noqa: N818 - a decision, not a failure of the program
    """The command cannot go on; the message says what was found, what is needed and what to do."""


def refuse_full_disk(folder: Path, needed: float, purpose: str) -> None:
    """Refuse when `folder` has less than `needed` bytes free.

    Raises
    ------
    Refusal
        If there is too little space; the message names both numbers.
    """
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise Refusal(
            f"{free / GIGABYTE:.1f} GB free on the disk of {existing}; {purpose} needs {needed / GIGABYTE:.1f} GB: "
            "free some space, or move the folder"
        )
