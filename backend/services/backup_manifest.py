"""What a backup says of itself, and how much it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from backend.adapters.crates import Crate
from backend.adapters.schema import known_revisions
from backend.operator_errors import BackupError
from backend.services.health import project_version

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret_key"  # noqa: S105 - a file's name
REMADE = frozenset({"profiles"})
"""Kinds that are computed again where they are missing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was packed or unpacked."""

    rows: int
    files: int
    bytes: int


def read_manifest(crate: Crate, source: str) -> dict[str, Any]:
    """Return what a backup says of itself.

    Raises
    ------
    BackupError
        It is none, is not whole, or was made by a newer version.
    """
    try:
        with crate.open(MANIFEST) as handle:
            manifest: dict[str, Any] = json.load(handle)
    except (KeyError, ValueError) as error:
        raise BackupError(f"{source} is not a whole backup: it has no readable {MANIFEST}.") from error
    if manifest.get("format") != FORMAT or manifest.get("revision") not in known_revisions():
        raise BackupError(
            f"{source} was made by version {manifest.get('version')} with schema {manifest.get('revision')}, which "
            f"this version {project_version()} does not know. Restore it with that version or a newer one."
        )
    return manifest


def counted(manifest: dict[str, Any]) -> Counted:
    """Return how much a manifest lists."""
    rows = sum(facts["rows"] for facts in manifest["tables"].values())
    return Counted(rows, len(manifest["files"]), sum(entry["size"] for entry in manifest["files"]))
