"""What the registry tells of a version, reads of it, and says where there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from backend.adapters.files import FileStore
from backend.errors import DamagedFileError
from backend.records import RunRecord
from backend.registry_records import VersionRecord
from backend.unknown_errors import UnknownModelError
from ML.classifiers import get_family

SERVED_FILES = ("form.json", "model.onnx")
"""What the API needs to answer: plain numbers and a graph, nothing that is unpickled."""


def read_checked(models: FileStore, record: VersionRecord, name: str) -> bytes:
    """Return a version's file.

    Raises
    ------
    DamagedFileError
        It is missing, or its sha256 is not the recorded one.
    """
    content = b""
    # Another process may remove the version at this moment: what is not there is as good as damaged.
    with suppress(FileNotFoundError), models.open(f"{record.folder}/{name}") as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != record.sha256[name]:
        raise DamagedFileError(f"{name} of {record.name} version {record.version}", record.sha256[name])
    return content


def unknown(name: str, versions: list[int] | None = None, asked: int | None = None) -> UnknownModelError:
    """Return the error that names what the registry does hold."""
    if not versions:
        return UnknownModelError(
            f"The registry has no model {name!r}. GET /api/registry lists what there is; "
            f"POST /api/registry/{name}/promote with a run_id makes one."
        )
    if asked is None:
        return UnknownModelError(
            f"No version of {name!r} is promoted; there are {versions}. POST /api/registry/{name}/promote with one."
        )
    return UnknownModelError(f"{name!r} has no version {asked}; there are {versions}.", versions=versions)


def run_facts(run: RunRecord, exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a version tells of the run that it comes from, without any id that would open a session."""
    result = run.result or {}
    family = get_family(run.configuration["model"]["model"])
    evaluation = result["evaluation"]
    return {
        "family": family.name,
        "title": family.title,
        "task": result["task"],
        "dataset": result["data"]["dataset"],
        "snapshot": result["data"]["snapshot"],
        "rows": result["data"]["rows"],
        "classes": list(evaluation["classes"]),
        "positive_class": result["positive_class"],
        "features": result["data"]["features"],
        "metrics": evaluation["metrics"],
        "baselines": evaluation["baselines"],
        "seed": run.configuration["model"]["seed"],
        "data_hash": result["data_hash"],
        "split_hash": result["split_hash"],
        "exported": dict(exported),
        "warnings": result["warnings"],
    }


def version_facts(record: VersionRecord) -> dict[str, Any]:
    """Return a version as it is listed."""
    words = {name: getattr(record, name) for name in ("name", "version", "origin", "note", "created_at")}
    return {**words, "sha256": record.sha256, **record.facts}
