"""The card of a registered model: what it was trained on, what it is good for and how well it does."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from backend.registry_records import VersionRecord
from backend.services.registry_versions import RegistryVersions

TOLD = (
    "task", "classes", "positive_class", "engineered", "data", "split", "features", "model", "metrics", "per_class",
    "baselines", "importance", "warnings", "onnx", "versions",
)  # fmt: skip
"""Parts of ``metadata.json`` that anyone may see. The run's id is none: it opens the run."""


def model_card(versions: RegistryVersions, name: str, version: int) -> dict[str, Any]:
    """Return the card of a version, read from the bundle that the registry keeps of it.

    Raises
    ------
    UnknownModelError
        There is no such version.
    DamagedFileError
        Its bundle is not the one that was written.
    """
    record = versions.find(name, version)
    metadata, words = _packed(versions.content(record, "bundle.zip"))
    return {**_about(record), **{part: metadata[part] for part in TOLD}, "markdown": words}


def _about(record: VersionRecord) -> dict[str, Any]:
    return {part: getattr(record, part) for part in ("name", "version", "origin", "note", "created_at")}


def _packed(bundle: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return json.loads(archive.read("metadata.json")), archive.read("model_card.md").decode()
