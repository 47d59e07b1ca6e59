"""What a store tells of its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a store: its path there, its size [bytes], and when it was written last."""

    path: str
    size: int
    modified_at: datetime


def moment_of(facts: dict[str, Any]) -> datetime:
    """Return when a file was written, as its kind of store spells it; now where it does not say."""
    told = next((facts[word] for word in ("mtime", "LastModified", "updated", "created") if facts.get(word)), None)
    if isinstance(told, (int, float)):
        return datetime.fromtimestamp(told, UTC)
    if isinstance(told, str):
        told = datetime.fromisoformat(told)
    return told if isinstance(told, datetime) else datetime.now(UTC)
