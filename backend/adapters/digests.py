"""The sha256 of files, by which a changed one is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

CHUNK_BYTES = 1 << 20
"""How much of a file is held at a time, wherever one is read or sent through."""


def sha256_of(path: Path) -> str:
    """Return the sha256 of a local file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
