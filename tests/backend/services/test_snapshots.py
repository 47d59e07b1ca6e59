"""The shelf: shipped and fetched snapshots side by side, private ones for those who know them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from backend.adapters.files import FileStore
from backend.assembly import Services
from backend.config import Settings
from backend.errors import SnapshotMissingError
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import Delivery
from ML.catalogs.snapshots import Snapshot, find_snapshot, load_snapshot, write_snapshot
from ML.exceptions import DamagedSnapshotError, UnknownSnapshotError


@pytest.fixture
def shelf(services: Services) -> SnapshotShelf:
    return services.shelf


def a_later_kepler(folder: Path, *, rows: int = 50, date: str = "2025-10-01") -> Snapshot:
    frame = load_snapshot(find_snapshot("kepler")).head(rows)
    return write_snapshot(
        Delivery(frame), get_catalogue("kepler"), id=f"cumulative-{date}", date=date, source="a test", folder=folder
    )


def test_what_ships_is_held_from_the_start(shelf: SnapshotShelf) -> None:
    assert [snapshot.id for snapshot in shelf.held("kepler")] == ["dr25-2017-07-19"]
    assert shelf.find("kepler").bundled


def test_a_kept_snapshot_becomes_the_newest_and_the_old_one_stays(shelf: SnapshotShelf, tmp_path: Path) -> None:
    kept = shelf.keep(a_later_kepler(tmp_path))
    assert [snapshot.id for snapshot in shelf.held("kepler")] == ["cumulative-2025-10-01", "dr25-2017-07-19"]
    assert shelf.find("kepler") == kept
    assert shelf.find("kepler", "dr25-2017-07-19").rows == 8_054
    pd.testing.assert_frame_equal(shelf.load(kept), load_snapshot(find_snapshot("kepler")).head(50))


def test_keeping_another_table_under_the_same_id_changes_nothing(shelf: SnapshotShelf, tmp_path: Path) -> None:
    first = shelf.keep(a_later_kepler(tmp_path / "a"))
    again = shelf.keep(a_later_kepler(tmp_path / "b", rows=30))
    assert again == first == shelf.find("kepler")
    assert len(shelf.load(again)) == 50


def test_a_private_snapshot_is_found_by_its_id_only(shelf: SnapshotShelf, tmp_path: Path) -> None:
    made = replace(a_later_kepler(tmp_path), private=True)
    shelf.keep(made)
    assert [snapshot.id for snapshot in shelf.held("kepler")] == ["dr25-2017-07-19"]
    assert shelf.find("kepler", made.id).private
    assert len(shelf.load(shelf.find("kepler", made.id))) == 50


def test_an_unknown_snapshot_names_those_there_are(shelf: SnapshotShelf) -> None:
    with pytest.raises(UnknownSnapshotError, match="'dr24'; held are: dr25-2017-07-19"):
        shelf.find("kepler", "dr24")


def test_a_damaged_file_is_refused(shelf: SnapshotShelf, settings: Settings, tmp_path: Path) -> None:
    kept = shelf.keep(a_later_kepler(tmp_path))
    stored = next(Path(settings.data_root).glob("snapshots/kepler/*.parquet"))
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedSnapshotError):
        shelf.load(kept)


def test_of_k2_nothing_is_held_and_the_way_to_get_it_is_told(shelf: SnapshotShelf) -> None:
    with pytest.raises(SnapshotMissingError) as caught:
        shelf.find("k2")
    for word in ("POST /api/datasets/k2/refresh", "K2_URI", "ARCHIVE_MIRROR", "k2pandc_<date>.csv"):
        assert word in caught.value.message


def test_the_first_use_may_fetch_a_snapshot(shelf: SnapshotShelf, tmp_path: Path) -> None:
    asked: list[str] = []
    fetched = replace(a_later_kepler(tmp_path), catalogue="k2")
    shelf.first_use = lambda catalogue: asked.append(catalogue) or fetched
    assert shelf.find("k2") == fetched
    assert asked == ["k2"]


def test_another_process_sees_what_was_kept(services: Services, settings: Settings, tmp_path: Path) -> None:
    kept = services.shelf.keep(a_later_kepler(tmp_path))
    other = SnapshotShelf(services.transactions, FileStore(settings.data_root))
    assert other.find("kepler") == kept
    assert len(other.load(kept)) == 50
