"""Only a whole table of the right catalogue becomes a delivery; anything else is a fact that says what came instead."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from ML.catalogs.archive import (
    ARCHIVE_URL,
    ArchiveRefusedError,
    ArchiveUnreachableError,
    DamagedDeliveryError,
    Patience,
    chosen_table,
    fetch,
    fewest_objects,
    limits_for,
    query_url,
    take,
)  # fmt: skip
from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.catalogs.deliveries import Delivery
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.exceptions import InvalidFieldsError, TableTooLargeError, WrongDeliveryError
from ML.progress import Progress
from tests.archive_server import VOTABLE_ERROR, Archive, page, running_archive, status, unframed

SHARED = Path(__file__).parents[4] / "shared" / "archive"
REAL = {
    path.name.partition("_20")[0]: path for path in sorted(SHARED.glob("*.csv")) if not path.name.startswith("hwc_")
}
KEPLER = get_catalogue("kepler")
ROWS = 300


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """The first rows of the shipped Kepler table, as the archive would serve them."""
    return load_snapshot(find_snapshot("kepler")).head(ROWS)


@pytest.fixture(scope="module")
def csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


@pytest.fixture
def archive(csv: bytes) -> Iterator[Archive]:
    with running_archive(tables={"cumulative": csv}) as running:
        yield running


@pytest.fixture
def deliver(archive: Archive, tmp_path: Path) -> Callable[..., Delivery]:
    """Fetch and take a table as a refresh does."""

    def deliver(name: str = "kepler", table: str = "cumulative", rows: int = 1) -> Delivery:
        catalogue = get_catalogue(name)
        hurried = Patience(read_s=2, attempts=3)
        received = fetch(catalogue, table, tmp_path, base=archive.url, patience=hurried, sleep=lambda _: None)
        return take(received.path, table, catalogue, fewest=rows, whole=received.whole)

    return deliver


# --- what is asked --------------------------------------------------------------------------------------------


def test_every_row_and_column_is_asked_for() -> None:
    parts = urlsplit(query_url(ARCHIVE_URL, "cumulative"))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "exoplanetarchive.ipac.caltech.edu", "/TAP/sync")
    assert "query=select+*+from+cumulative" in parts.query
    assert parse_qs(parts.query) == {"query": ["select * from cumulative"], "format": ["csv"]}


def test_an_address_with_a_query_of_its_own_keeps_it() -> None:
    assert query_url("https://relay.example/get?key=1", "toi").startswith("https://relay.example/get?key=1&query=")


def test_the_first_table_is_the_default_and_others_are_refused_by_naming_those_known() -> None:
    assert chosen_table(KEPLER) == "cumulative"
    assert chosen_table(KEPLER, "q1_q17_dr25_koi") == "q1_q17_dr25_koi"
    for name in ("ps", "cumulative; drop table x", "", "x" * 10_000):
        with pytest.raises(InvalidFieldsError, match="one of: cumulative, q1_q17_dr25_koi") as caught:
            chosen_table(KEPLER, name)
        assert len(caught.value.message) < 300


@pytest.mark.parametrize("base", ["file:///etc/passwd", "ftp://archive.example", "archive.example/TAP", "https://", ""])
def test_an_address_that_is_not_http_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(ArchiveRefusedError, match="Set ARCHIVE_URL"):
        fetch(KEPLER, "cumulative", tmp_path, base=base)


# --- what comes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{}, {"gzips": True}, {"chunks": True}])
def test_a_good_answer_becomes_a_delivery(
    archive: Archive, deliver: Callable[..., Delivery], table: pd.DataFrame, how: Any
) -> None:
    for name, value in how.items():
        setattr(archive, name, value)
    delivery = deliver(rows=ROWS)
    pd.testing.assert_frame_equal(
        delivery.frame[["kepoi_name", "koi_period"]], table[["kepoi_name", "koi_period"]].reset_index(drop=True)
    )
    assert delivery.unknown_columns == ()


def test_the_checks_are_counted(archive: Archive, csv: bytes, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(csv)
    reports: list[Progress] = []
    take(tmp_path / "table.csv", "cumulative", KEPLER, on_progress=reports.append)
    assert [(report.phase, report.completed, report.total) for report in reports] == [
        ("checking", number, 3) for number in range(4)
    ]


def test_columns_that_no_table_knows_are_kept(archive: Archive, deliver: Callable[..., Delivery], csv: bytes) -> None:
    lines = csv.decode().splitlines()
    widened = [lines[0] + ",koi_new_score", *(f"{line},0.5" for line in lines[1:])]
    archive.tables["cumulative"] = "\n".join(widened).encode() + b"\n"
    assert deliver().unknown_columns == ("koi_new_score",)


def test_cells_that_cannot_be_read_are_counted_in_a_note(
    archive: Archive, deliver: Callable[..., Delivery], table: pd.DataFrame
) -> None:
    spoilt = table.assign(koi_period=table["koi_period"].astype("object"))
    spoilt.loc[7, "koi_period"] = "about nine"
    archive.tables["cumulative"] = spoilt.to_csv(index=False).encode()
    note = deliver().notes[0]
    assert (note.code, note.count) == ("unreadable_cells", 1)
    assert "line 9, column koi_period" in note.text


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (page(VOTABLE_ERROR, "text/xml"), ArchiveRefusedError, "ORA-00942"),
        (page(gzip.compress(VOTABLE_ERROR), "text/xml"), ArchiveRefusedError, "ORA-00942"),
        (page(b"ERROR<br>\nError Type: UserError - \"table\"<br>\nMessage: unknown"), ArchiveRefusedError, "UserError"),
        (status(400, VOTABLE_ERROR), ArchiveRefusedError, "ORA-00942"),
        (page(b"<!DOCTYPE html><title>Log in</title><form>"), DamagedDeliveryError, "web page or XML came.*Log in"),
        (page(b"\xef\xbb\xbf\n <html><body>maintenance</body>"), DamagedDeliveryError, "maintenance"),
        (page(b"<?xml version='1.0'?><a/>"), DamagedDeliveryError, "web page or XML"),
        (page(b""), DamagedDeliveryError, "came empty"),
        (page(b"\n\n  \n"), DamagedDeliveryError, "came empty"),
        (page(b"kepid,kepoi_name,koi_disposition\n"), DamagedDeliveryError, "no rows"),
        (page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10), DamagedDeliveryError, "image"),
        (page(b"kepid,kepoi_name\n" + bytes(range(32)) * 9), DamagedDeliveryError, "control character"),
        (page(b"name,mass\nearth,1\nmars,0.1\n"), WrongDeliveryError, "kepid|koi_disposition"),
        (page(b'{"error": "no"}'), DamagedDeliveryError, "JSON"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_apart(
    archive: Archive, deliver: Callable[..., Delivery], answer: Any, error: type[Exception], says: str
) -> None:
    archive.faults.append(answer)
    with pytest.raises(error, match=rf"(?s){says}"):
        deliver()


def test_remedies_name_the_settings(archive: Archive, deliver: Callable[..., Delivery]) -> None:
    remedy = r"set ARCHIVE_MIRROR or KEPLER_URI to a folder that holds cumulative_<date>\.csv"
    archive.faults.extend([page(b"<html>"), *[status(503)] * 3])
    with pytest.raises(DamagedDeliveryError, match=remedy):
        deliver()
    with pytest.raises(ArchiveUnreachableError, match=remedy):
        deliver()


def test_a_table_that_has_shrunk_is_taken_as_cut(deliver: Callable[..., Delivery]) -> None:
    assert fewest_objects(9_564) == 7_651
    assert fewest_objects(0) == 1
    with pytest.raises(DamagedDeliveryError, match=r"300 objects; expected at least 7,651.*--allow-fewer") as caught:
        deliver(rows=fewest_objects(9_564))
    assert caught.value.details == {"found": 300, "expected": 7_651}


@pytest.mark.parametrize("packed", [False, True])
def test_no_cut_that_the_transport_hides_gets_through(
    archive: Archive, deliver: Callable[..., Delivery], csv: bytes, packed: bool
) -> None:
    archive.tables["cumulative"] = gzip.compress(csv) if packed else csv
    for after in (1, 2, 10, 100, 5_000, len(archive.tables["cumulative"]) - 1):
        archive.faults.append(unframed(after))
        with pytest.raises((DamagedDeliveryError, WrongDeliveryError)):
            deliver()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda lines: [*lines[:50], lines[50][: len(lines[50]) // 2], *lines[51:]], "line 51: The row ends after"),
        (lambda lines: [*lines[:50], lines[50] + lines[51], *lines[52:]], "line 51: The row has"),
        (lambda lines: [lines[0] + ",,x", *lines[1:]], "Column 154 has no name"),
    ],
)
def test_rows_that_do_not_fit_the_header_are_damage(
    archive: Archive, deliver: Callable[..., Delivery], csv: bytes, damage: Any, says: str
) -> None:
    archive.tables["cumulative"] = ("\n".join(damage(csv.decode().splitlines())) + "\n").encode()
    with pytest.raises(DamagedDeliveryError, match=says):
        deliver()


def test_a_bomb_is_counted_while_it_unpacks(tmp_path: Path) -> None:
    bomb = tmp_path / "cumulative.csv"
    bomb.write_bytes(gzip.compress(b"kepid,kepoi_name\n" + b"1,K1\n" * 2_000_000))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(TableTooLargeError, match="unpacks"):
        take(bomb, "cumulative", KEPLER, limits=limits_for(1))


# --- the archive's real tables --------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL, reason=f"{SHARED} is not there: its development tables are never shipped")
@pytest.mark.parametrize("name", [name for name in catalogue_names() if get_catalogue(name).archive_tables])
def test_the_real_tables_come_through(archive: Archive, deliver: Callable[..., Delivery], name: str) -> None:
    tables = [table for table in get_catalogue(name).archive_tables if table in REAL]
    assert tables, f"no real table of {name} in {SHARED}"
    for table in tables:
        archive.tables[table] = REAL[table].read_bytes()
        delivery = deliver(name, table, rows=1_500)
        assert delivery.frame[get_catalogue(name).object_column].is_unique
        assert delivery.unknown_columns == ()
        assert not [note for note in delivery.notes if note.code == "unreadable_cells"]
