"""The table of all missions together: made from the newest snapshot of each when it is first wanted, then kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.catalogs.snapshots import Snapshot, write_snapshot

COMBINED = "combined"
DISPOSITIONS = {"PLANET": "CONFIRMED", "CANDIDATE": "CANDIDATE", "FALSE POSITIVE": "FALSE POSITIVE"}
"""Disposition in the combined table of each class of the missions' task ``three_class``."""


def missions() -> tuple[str, ...]:
    """Return the catalogues that can be combined: those with a three-class verdict on each object."""
    named = (name for name in catalogue_names() if name != COMBINED)
    return tuple(name for name in named if "three_class" in get_catalogue(name).tasks)


def announced(parts: Mapping[str, Snapshot]) -> Snapshot:
    """Describe the combination of the missions' snapshots before it is made: no column is known yet."""
    from ML.combined import combined_identity

    snapshot_id, sha256 = combined_identity(list(parts.values()))
    return Snapshot(
        id=snapshot_id,
        catalogue=COMBINED,
        date=max(part.date for part in parts.values()),
        source=" + ".join(f"{name} {part.id}" for name, part in parts.items()),
        rows=sum(part.rows for part in parts.values()),
        sha256=sha256,
        bundled=False,
        path=None,
        columns=(),
        uninformative=(),
        notes=(),
        counts=_counts(parts),
    )


def _counts(parts: Mapping[str, Snapshot]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name, part in parts.items():
        mapping = get_catalogue(name).tasks["three_class"].mapping
        for disposition, rows in part.counts.items():
            if disposition in mapping:
                counts[DISPOSITIONS[mapping[disposition]]] += rows
    return dict(counts)


def make(wanted: Snapshot, frames: Mapping[str, pd.DataFrame], folder: Path) -> Snapshot:
    """Combine the missions' tables into a snapshot under ``folder``."""
    from ML.combined import combine

    return write_snapshot(
        combine(frames), get_catalogue(COMBINED), id=wanted.id, date=wanted.date, source=wanted.source, folder=folder
    )
