"""Datasets on the wire: bounds of questions, and no more in answers than is declared."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from backend.schemas.datasets import MOST_PREVIEW_ROWS, DatasetQuery, SnapshotFacts
from ML.catalogs.snapshots import find_snapshot


@pytest.mark.parametrize("rows", [0, 1, MOST_PREVIEW_ROWS])
def test_a_preview_within_bounds_is_taken(rows: int) -> None:
    assert DatasetQuery.model_validate({"preview": str(rows)}).preview == rows


@pytest.mark.parametrize("rows", ["-1", str(MOST_PREVIEW_ROWS + 1), "1.5", "all", ""])
def test_a_preview_beyond_bounds_is_refused(rows: str) -> None:
    with pytest.raises(ValidationError):
        DatasetQuery.model_validate({"preview": rows})


def test_a_snapshots_place_on_the_disk_is_not_told() -> None:
    snapshot = find_snapshot("kepler")
    told = SnapshotFacts.model_validate(snapshot).model_dump_json()
    assert isinstance(snapshot.path, Path)
    assert str(snapshot.path) not in told
    assert snapshot.sha256 in told
