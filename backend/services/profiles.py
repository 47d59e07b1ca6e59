"""What a snapshot's columns hold, computed once and kept in the file store for every other process."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
from pathlib import Path
from typing import Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.services.columns import profile_json, rows_json
from ML.catalogs.catalogue import Catalogue, Task
from ML.catalogs.profiles import profile_columns
from ML.catalogs.snapshots import Snapshot, load_snapshot

logger = logging.getLogger(__name__)

FORMAT = 1
"""Of the kept JSON; a new number makes every process compute anew."""
PREVIEW_ROWS = 100


class SnapshotProfiles:
    """Profiles, class counts and first rows of snapshots.

    Parameters
    ----------
    files : FileStore
        Where they are kept, as ``profiles/<sha256>.json``.
    """

    def __init__(self, files: FileStore) -> None:
        self._files = files
        self._held: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def of(self, catalogue: Catalogue, snapshot: Snapshot) -> dict[str, Any]:
        """Return ``profiles`` by column, ``tasks`` with class counts, and ``preview`` rows."""
        with self._lock:
            if snapshot.sha256 not in self._held:
                self._held[snapshot.sha256] = self._kept(catalogue, snapshot) or self._compute(catalogue, snapshot)
            return self._held[snapshot.sha256]

    def _kept(self, catalogue: Catalogue, snapshot: Snapshot) -> dict[str, Any] | None:
        try:
            with self._files.open(_path(snapshot)) as handle:
                facts = json.load(handle)
        except (OSError, ValueError):
            return None
        return facts if isinstance(facts, dict) and facts.get("made_for") == _made_for(catalogue) else None

    def _compute(self, catalogue: Catalogue, snapshot: Snapshot) -> dict[str, Any]:
        frame = load_snapshot(snapshot)
        profiles = profile_columns(frame, frame.columns)
        facts = {
            "made_for": _made_for(catalogue),
            "profiles": {name: profile_json(profile) for name, profile in profiles.items()},
            "tasks": {task.name: _counts(task, frame[catalogue.target_column]) for task in catalogue.tasks.values()},
            "preview": rows_json(frame, PREVIEW_ROWS),
        }
        self._keep(snapshot, facts)
        return facts

    def _keep(self, snapshot: Snapshot, facts: dict[str, Any]) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                local = Path(folder) / "profile.json"
                local.write_text(json.dumps(facts, allow_nan=False), encoding="utf-8")
                self._files.put(_path(snapshot), local)
        except OSError as error:
            logger.warning("The profile of snapshot %s could not be kept: %s", snapshot.id, error)


def _path(snapshot: Snapshot) -> str:
    return f"profiles/{snapshot.sha256}.json"


def _made_for(catalogue: Catalogue) -> dict[str, Any]:
    return {"format": FORMAT, "tasks": {name: dict(task.mapping) for name, task in catalogue.tasks.items()}}


def _counts(task: Task, dispositions: pd.Series) -> dict[str, Any]:
    labels = task.label(dispositions)
    found = labels.value_counts()
    counts = {label: int(found.get(label, 0)) for label in task.classes}
    return {"counts": counts, "undecided": int(labels.isna().sum())}
