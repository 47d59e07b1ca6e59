"""What a snapshot's columns hold is computed once, and kept for every other process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.adapters.files import FileStore
from backend.services.profiles import SnapshotProfiles
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot

KEPLER = get_catalogue("kepler")
SNAPSHOT = find_snapshot("kepler")
Facts = Callable[[Path], dict[str, Any]]


@pytest.fixture
def facts_in(shipped: SnapshotShelf) -> Callable[[Path], dict[str, Any]]:
    return lambda folder: SnapshotProfiles(shipped, FileStore(str(folder))).of(KEPLER, SNAPSHOT)


def kept_in(folder: Path) -> Path:
    return folder / "profiles" / f"{SNAPSHOT.sha256}.json"


def refuse(*_: Any, **__: Any) -> None:
    raise AssertionError("The table was read again")


def test_a_second_process_reads_what_the_first_kept(
    facts_in: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = facts_in(tmp_path)
    assert kept_in(tmp_path).is_file()
    monkeypatch.setattr(SnapshotShelf, "load", refuse)
    assert facts_in(tmp_path) == told


def test_one_process_computes_once(shipped: SnapshotShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = SnapshotProfiles(shipped, FileStore(str(tmp_path)))
    told = held.of(KEPLER, SNAPSHOT)
    kept_in(tmp_path).unlink()
    monkeypatch.setattr(SnapshotShelf, "load", refuse)
    assert held.of(KEPLER, SNAPSHOT) is told


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"made_for": {"format": 0}}'])
def test_a_damaged_or_old_file_is_made_anew(facts_in: Facts, tmp_path: Path, damage: str) -> None:
    kept_in(tmp_path).parent.mkdir()
    kept_in(tmp_path).write_text(damage)
    assert facts_in(tmp_path)["tasks"]["binary"]["undecided"] == 1_797
    assert json.loads(kept_in(tmp_path).read_text())["profiles"]


def test_a_store_that_cannot_be_written_is_no_reason_to_refuse(
    facts_in: Facts, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "profiles").write_text("a file where the folder should be")
    assert facts_in(tmp_path)["tasks"]["binary"]["undecided"] == 1_797
    assert "could not be kept" in caplog.text
