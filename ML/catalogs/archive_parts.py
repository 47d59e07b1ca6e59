"""The part of a file that has come so far, kept on disk so that a download cut short can go on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO

PART_SUFFIX = ".part"
NOTE_SUFFIX = ".part.json"
_HASHED_BYTES = 1 << 20


class PartFile:
    """``<target>.part``, and a note beside it of what proves that further bytes belong to the same content.

    Parameters
    ----------
    target : Path
        Where the whole file will lie; nothing lies there before it is whole.
    url : str
        Where it comes from: a part of another address is thrown away. Only its sha256 is written down.
    """

    def __init__(self, target: Path, url: str) -> None:
        self.target = target
        self.path = target.with_name(target.name + PART_SUFFIX)
        self._note = target.with_name(target.name + NOTE_SUFFIX)
        self._url_sha256 = hashlib.sha256(url.encode("utf-8")).hexdigest()
        target.parent.mkdir(parents=True, exist_ok=True)
        self._validator = self._noted_validator()

    @property
    def size(self) -> int:
        """Bytes that have come [bytes]."""
        return self.path.stat().st_size if self.path.exists() else 0

    def range_headers(self) -> dict[str, str]:
        """Headers that ask for the rest, if the content is still the same; empty where all must come anew."""
        if not self._validator or not self.size:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self._validator}

    def begin(self, headers: Mapping[str, str]) -> IO[bytes]:
        """Open anew, for content that these answer headers describe."""
        self._validator = strong_validator(headers)
        self.path.write_bytes(b"")
        self._note.write_text(json.dumps({"url_sha256": self._url_sha256, "validator": self._validator}), "utf-8")
        return self.path.open("ab")

    def go_on(self) -> IO[bytes]:
        """Open at the end."""
        return self.path.open("ab")

    def discard(self) -> None:
        """Forget what has come."""
        self._validator = None
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def sha256(self) -> str:
        """Return the sha256 of what has come, in hexadecimal."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while piece := file.read(_HASHED_BYTES):
                digest.update(piece)
        return digest.hexdigest()

    def complete(self) -> Path:
        """Give the file its name: from now on it is whole."""
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)
        return self.target

    def _noted_validator(self) -> str | None:
        try:
            note = json.loads(self._note.read_text("utf-8"))
            return note["validator"] if note["url_sha256"] == self._url_sha256 else None
        except (OSError, ValueError, KeyError, TypeError):
            # No note, or half of one: the part cannot be trusted and is fetched anew.
            return None


def strong_validator(headers: Mapping[str, str]) -> str | None:
    """Entity tag that names these very bytes, else the date of the last change, else None (RFC 9110, 13.1.5)."""
    tag = headers.get("ETag", "")
    if tag.startswith('"'):
        return tag
    return None if tag else headers.get("Last-Modified")
