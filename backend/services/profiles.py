"""What a snapshot's columns hold, computed once and kept in the file store for every other process."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.errors import PartUnavailableError
from backend.services.columns import profile_json, rows_json
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.catalogue import Catalogue, Task
from ML.catalogs.profiles import profile_columns
from ML.catalogs.snapshots import Snapshot, catalogue_columns
from ML.labelling import label_rows

logger = logging.getLogger(__name__)

FORMAT = 2
"""Of the kept JSON; a new number makes every process compute anew."""
PREVIEW_ROWS = 100
UNDECIDED = "UNDECIDED"


class SnapshotProfiles:
    """Profiles, class counts, findings of the leak guard and first rows of snapshots.

    Parameters
    ----------
    shelf : SnapshotShelf
    files : FileStore
        Where they are kept, as ``profiles/<sha256>.json``.
    """

    def __init__(self, shelf: SnapshotShelf, files: FileStore) -> None:
        self._shelf = shelf
        self._files = files
        self._held: dict[str, dict[str, Any]] = {}
        self._counted: dict[tuple[str, str], dict[str, Any]] = {}
        self._lock = threading.Lock()

    def of(self, catalogue: Catalogue, snapshot: Snapshot) -> dict[str, Any]:
        """Return ``profiles`` by column, ``tasks`` with class counts, ``findings``, and ``preview`` rows."""
        with self._lock:
            if snapshot.sha256 not in self._held:
                self._held[snapshot.sha256] = self._kept(catalogue, snapshot) or self._compute(catalogue, snapshot)
            return self._held[snapshot.sha256]

    def counts(self, catalogue: Catalogue, task: Task, snapshot: Snapshot) -> dict[str, Any]:
        """Return the class counts of a task whose verdicts are computed, without profiling anything."""
        key = (snapshot.sha256, task.name)
        if key not in self._counted:
            kept = self._held.get(snapshot.sha256) or self._kept(catalogue, snapshot)
            self._counted[key] = kept["tasks"][task.name] if kept else self._count(catalogue, task, snapshot)
        return self._counted[key]

    def _count(self, catalogue: Catalogue, task: Task, snapshot: Snapshot) -> dict[str, Any]:
        return counts_of(task, label_rows(catalogue, task, self._shelf.load(snapshot)))

    def _kept(self, catalogue: Catalogue, snapshot: Snapshot) -> dict[str, Any] | None:
        try:
            with self._files.open(_path(snapshot)) as handle:
                facts = json.load(handle)
        except (OSError, ValueError):
            return None
        return facts if isinstance(facts, dict) and facts.get("made_for") == _made_for(catalogue) else None

    def _compute(self, catalogue: Catalogue, snapshot: Snapshot) -> dict[str, Any]:
        from ML.leaks import find_with_target

        frame = self._shelf.load(snapshot)
        labels = {task.name: label_rows(catalogue, task, frame) for task in catalogue.tasks.values()}
        first = next(iter(labels.values()))
        widest = labels[max(catalogue.tasks.values(), key=lambda task: len(task.classes)).name]
        profiles = profile_columns(frame, frame.columns, widest.fillna(UNDECIDED))
        columns = catalogue_columns(catalogue, snapshot)
        findings = find_with_target(frame, columns, first, frame[catalogue.host_column])
        facts = {
            "made_for": _made_for(catalogue),
            "profiles": {name: profile_json(profile) for name, profile in profiles.items()},
            "tasks": {task.name: counts_of(task, labels[task.name]) for task in catalogue.tasks.values()},
            "findings": [asdict(finding) for finding in findings],
            "preview": rows_json(frame, PREVIEW_ROWS),
        }
        kept: dict[str, Any] = json.loads(json.dumps(facts, allow_nan=False))
        self._keep(snapshot, kept)
        return kept

    def _keep(self, snapshot: Snapshot, facts: dict[str, Any]) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                local = Path(folder) / "profile.json"
                local.write_text(json.dumps(facts, allow_nan=False), encoding="utf-8")
                self._files.put(_path(snapshot), local)
        except (OSError, PartUnavailableError) as error:
            logger.warning("The profile of snapshot %s could not be kept: %s", snapshot.id, error)


def _path(snapshot: Snapshot) -> str:
    return f"profiles/{snapshot.sha256}.json"


def _made_for(catalogue: Catalogue) -> dict[str, Any]:
    roles = {column.name: column.role.value for column in catalogue.columns}
    return {"format": FORMAT, "tasks": {name: dict(task.mapping) for name, task in catalogue.tasks.items()}, **roles}


def counts_of(task: Task, labels: pd.Series) -> dict[str, Any]:
    """Return the rows of each class and those that are undecided."""
    found = labels.value_counts()
    counts = {label: int(found.get(label, 0)) for label in task.classes}
    return {"counts": counts, "undecided": int(labels.isna().sum())}


def counts_by_disposition(task: Task, snapshot: Snapshot) -> dict[str, Any]:
    """Return the same from the dispositions that the snapshot's provenance counted."""
    counts = dict.fromkeys(task.classes, 0)
    for disposition, rows in snapshot.counts.items():
        if disposition in task.mapping:
            counts[task.mapping[disposition]] += rows
    return {"counts": counts, "undecided": snapshot.rows - sum(counts.values())}
