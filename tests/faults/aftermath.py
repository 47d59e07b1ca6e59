"""What must hold after every fault: no run lost, none done twice, no orphan file, metrics as of an undisturbed run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psutil

from backend.adapters.files import FileStore
from backend.services.jobs import TASKS
from tests.faults.journeys import Training
from tests.faults.platform import Platform, wait_for


def holds(
    platform: Platform, journey: Training, expected: dict[str, Any] | None, attempts: set[int] | None = None
) -> None:
    """Assert that all is as it should be after a fault; ``expected`` is None for a run that is meant to fail."""
    if expected is None:
        journey.ended()
    else:
        ends_like(journey, expected, attempts)
    nothing_is_lost(platform)
    wait_for(lambda: not orphans(platform), f"no orphan file: {orphans(platform)}", 30)


def ends_like(journey: Training, expected: dict[str, Any], attempts: set[int] | None = None) -> None:
    """Assert that a job is done, and answers what it would have answered undisturbed."""
    record = journey.ended()
    assert record.state == "done", record.error
    assert attempts is None or record.attempt in attempts, f"{record.attempt} attempts"
    assert journey.answer() == expected


def failures(platform: Platform, reason: str) -> float:
    """Return how many runs failed for a reason, as ``/metrics`` tells it."""
    entries = platform.services.counters.read()
    wanted = {"kind": "runs", "reason": reason}
    return sum(value for name, labels, value in entries if name == "failures" and labels == wanted)


def nothing_is_lost(platform: Platform) -> None:
    """Assert that every job has ended, and holds no lease."""
    with platform.services.transactions.read() as uow:
        active = {kind: {**getattr(uow, kind).leases(), **getattr(uow, kind).waiting()} for kind in TASKS}
    assert not any(active.values()), f"lost or still at work: {active}"


def orphans(platform: Platform) -> list[str]:
    """Return the files that no record points to, and those of processes that are gone."""
    return sorted([*_stored_orphans(platform), *_temporary(platform)])


def stored(platform: Platform, *folders: str) -> set[str]:
    """Return the files of the store under these folders."""
    stores = (FileStore(platform.settings.data_root), FileStore(platform.settings.model_root))
    return {path for store in stores for folder in folders for path in store.names(folder)}


def _stored_orphans(platform: Platform) -> list[str]:
    held = stored(platform, "uploads", "predictions", "runs", "studies")
    kept = _pointed_to(platform, {path.split("/")[1].removesuffix(".parquet") for path in held})
    return [path for path in held if path not in kept and "/views/" not in path]


def _pointed_to(platform: Platform, ids: set[str]) -> set[str]:
    kept: set[str] = set()
    with platform.services.transactions.read() as uow:
        for name in ids:
            if upload := uow.uploads.find(name):
                kept.add(upload.path)
            if run := uow.runs.find(name):
                kept |= {str(run.model_path), str(run.out_of_fold_path)}
            if batch := uow.predictions.whole(name):
                kept |= {part["path"] for part in batch.parts or []}
    return kept


def _temporary(platform: Platform) -> list[str]:
    folder = platform.settings.local_root / "tmp"
    # Unlike a glob, a walk passes over what is removed meanwhile.
    walked = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
    left = [path for path in walked if not _counts_for_a_server(path.parent.name)]
    dead = [path for path in (folder / "work").glob("*") if not psutil.pid_exists(int(path.name.rpartition("-")[2]))]
    return [str(path.relative_to(folder)) for path in (*left, *dead)]


def _counts_for_a_server(folder: str) -> bool:
    """Tell the figures of a web server that runs: ``host~process~moment``."""
    parts = folder.split("~")
    return len(parts) == 3 and psutil.pid_exists(int(parts[1]))
