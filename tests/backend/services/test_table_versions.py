"""Which versions of a table are held decides what counts as unchanged, as shrunk, and as a free name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.assembly import Services
from backend.services.table_versions import TableVersions
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import Delivery
from ML.catalogs.snapshots import find_snapshot, load_snapshot, write_snapshot


@pytest.fixture
def versions(services: Services) -> TableVersions:
    return TableVersions(services.transactions)


@pytest.fixture
def put(services: Services, tmp_path: Path) -> Any:
    """Put the first rows of the shipped table on the shelf, as a version of an archive table."""
    frame = load_snapshot(find_snapshot("kepler")).head(60)

    def put(table: str, date: str, rows: int, private: bool = False) -> str:
        made = write_snapshot(
            Delivery(frame.head(rows)),
            get_catalogue("kepler"),
            id=f"{table}-{date}",
            date=date,
            source="a test",
            folder=tmp_path / "made",
            facts={"table": table, "private": private},
        )
        services.shelf.keep(made)
        assert made.path is not None
        record: dict[str, Any] = json.loads(made.path.with_suffix(".provenance.json").read_text())
        return str(record["table_sha256"])

    return put


def test_rows_are_those_of_the_newest_version_of_the_table(versions: TableVersions, put: Any) -> None:
    assert versions.rows("kepler", "cumulative") == 8_054, (
        "the newest of the catalogue, where none of the table is held"
    )
    put("cumulative", "2024-01-01", 50)
    put("cumulative", "2025-01-01", 40)
    put("q1_q17_dr25_koi", "2026-01-01", 30)
    assert versions.rows("kepler", "cumulative") == 40
    assert versions.rows("kepler", "q1_q17_dr25_koi") == 30
    assert versions.rows("k2", "k2pandc") == 0


def test_the_same_values_are_found_in_the_newest_version_or_in_one_of_that_day(
    versions: TableVersions, put: Any
) -> None:
    older, newer = put("cumulative", "2024-01-01", 50), put("cumulative", "2025-01-01", 40)
    same = versions.same("kepler", "cumulative", "2026-01-01", newer)
    assert same is not None
    assert same.id == "cumulative-2025-01-01"
    assert versions.same("kepler", "cumulative", "2026-01-01", older) is None, "it has come back: that is news"
    again = versions.same("kepler", "cumulative", "2024-01-01", older)
    assert again is not None
    assert again.id == "cumulative-2024-01-01"
    assert versions.same("kepler", "q1_q17_dr25_koi", "2026-01-01", newer) is None
    assert versions.same("kepler", "cumulative", "2026-01-01", "0" * 64) is None


def test_extensions_of_single_persons_do_not_count(versions: TableVersions, put: Any) -> None:
    put("cumulative", "2025-01-01", 10, private=True)
    assert versions.rows("kepler", "cumulative") == 8_054


def test_names_that_are_taken_get_a_number(versions: TableVersions, put: Any) -> None:
    assert versions.free_id("kepler", "cumulative-2025-01-01") == "cumulative-2025-01-01"
    put("cumulative", "2025-01-01", 10)
    assert versions.free_id("kepler", "cumulative-2025-01-01") == "cumulative-2025-01-01-2"
    put("cumulative", "2026-01-01", 10, private=True)
    assert versions.free_id("kepler", "cumulative-2026-01-01") == "cumulative-2026-01-01-2"
    assert versions.free_id("kepler", "dr25-2017-07-19") == "dr25-2017-07-19-2"
