"""What names a combination of snapshots, so that the same parts are combined once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ML.catalogs.snapshots import Snapshot

RULES = "1"
"""Raised whenever the same parts would be combined into another table."""


def combined_identity(snapshots: Sequence[Snapshot]) -> tuple[str, str]:
    """Id and sha256 of the combination of these snapshots, in whatever order they come.

    Parameters
    ----------
    snapshots : sequence of Snapshot
        One of each mission.

    Returns
    -------
    tuple of str
        Id, such as ``k2-kepler-tess-2025-10-01-1f0c2d3e`` (the missions, the newest date and the first eight digits),
        and the sha256 of the parts' sha256s.
    """
    parts = sorted(snapshots, key=lambda part: (part.catalogue, part.id))
    told = "\n".join([RULES, *(f"{part.catalogue} {part.sha256}" for part in parts)])
    sha256 = hashlib.sha256(told.encode()).hexdigest()
    names, newest = "-".join(part.catalogue for part in parts), max(part.date for part in parts)
    return f"{names}-{newest}-{sha256[:8]}", sha256
