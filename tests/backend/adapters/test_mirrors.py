"""A mirror gives the newest file of a table, or says which setting is wrong; on folders and on a real S3 server."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.adapters.mirror_faults import MirrorError, MirrorFaults, TableNotInMirrorError
from backend.adapters.mirrors import Mirror
from ML.exceptions import TableTooLargeError
from ML.progress import Progress

TABLE = b"# This file was produced by the NASA Exoplanet Archive\nkepid,kepoi_name\n1,K00001.01\n"
FILES = {
    "cumulative_2024-03-01.csv": b"old",
    "cumulative_2025-10-01.csv": TABLE,
    "cumulative_2025-13-45.csv": b"no such day",
    "cumulative_2026-01-01.csv.part": b"unfinished",
    "cumulative_delta_2026-01-01.csv": b"another table",
    "q1_q17_dr25_koi_2018-01-01.csv.gz": gzip.compress(TABLE),
    "toi_2025-10-01_sample.csv": TABLE * 2,
    "toi_2025-09-30.csv": TABLE,
    "README.md": b"about this folder",
    "k2pandc.csv": TABLE,
}


def fill_folder(folder: Path) -> str:
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "cumulative_2027-01-01.csv").mkdir()
    return str(folder)


@pytest.fixture
def s3_mirror(s3: Any) -> Iterator[str]:
    """A bucket with the files."""
    s3.mkdir("mirror")
    for name, content in FILES.items():
        s3.pipe_file(f"mirror/tables/{name}", content)
    yield "s3://mirror/tables"
    s3.rm("mirror", recursive=True)


@pytest.fixture(params=["path", "path/", "file://", "s3://"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "s3://":
        return request.getfixturevalue("s3_mirror")
    folder = fill_folder(tmp_path / "mirror")
    return {"path": folder, "path/": f"{folder}/", "file://": f"file://{folder}"}[request.param]


def test_the_newest_file_of_a_table_is_found_and_copied(address: str, tmp_path: Path) -> None:
    mirror = Mirror(address, "ARCHIVE_MIRROR")
    newest = mirror.newest(["cumulative"])
    assert (newest.table, newest.date, newest.size) == ("cumulative", "2025-10-01", len(TABLE))
    assert newest.address.endswith("/cumulative_2025-10-01.csv")
    reports: list[Progress] = []
    copied = mirror.copy(newest, tmp_path / "here" / "cumulative.csv", 10_000, reports.append)
    assert copied.read_bytes() == TABLE
    assert (reports[-1].completed, reports[-1].total, reports[-1].unit) == (len(TABLE), len(TABLE), "bytes")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["cumulative.csv"]


def test_a_suffix_after_the_date_and_a_packed_file_are_fine(address: str) -> None:
    mirror = Mirror(address, "ARCHIVE_MIRROR")
    assert mirror.newest(["toi"]).address.endswith("toi_2025-10-01_sample.csv")
    assert mirror.newest(["q1_q17_dr25_koi"]).date == "2018-01-01"
    assert mirror.newest(["q1_q17_dr25_koi", "cumulative"]).table == "cumulative"


def put(address: str, name: str, content: bytes) -> None:
    """Put a file there as somebody else does: with another client than the mirror's."""
    import boto3

    scheme, _, place = address.rstrip("/").rpartition("://")
    if scheme == "s3":
        bucket, _, prefix = place.partition("/")
        boto3.client("s3").put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=content)
    else:
        (Path(place) / name).write_bytes(content)


def test_a_file_put_there_later_is_seen(address: str) -> None:
    assert Mirror(address, "ARCHIVE_MIRROR").newest(["cumulative"]).date == "2025-10-01"
    put(address, "cumulative_2025-12-24.csv", TABLE * 3)
    assert Mirror(address, "ARCHIVE_MIRROR").newest(["cumulative"]).date == "2025-12-24"


def test_a_single_file_tells_its_table_and_date(address: str) -> None:
    root = address.rstrip("/")
    dated = Mirror(f"{root}/toi_2025-09-30.csv", "TESS_URI").newest(["toi"])
    assert (dated.table, dated.date) == ("toi", "2025-09-30")
    with pytest.raises(TableNotInMirrorError, match=r"no file k2pandc_"):
        Mirror(f"{root}/toi_2025-09-30.csv", "K2_URI").newest(["k2pandc"])
    undated = Mirror(f"{root}/k2pandc.csv", "K2_URI").newest(["k2pandc"])
    assert (undated.table, undated.date) == ("k2pandc", datetime.now(UTC).date().isoformat())


def test_too_large_a_file_is_refused_and_leaves_nothing(address: str, tmp_path: Path) -> None:
    mirror = Mirror(address, "ARCHIVE_MIRROR")
    with pytest.raises(TableTooLargeError, match="MAX_ARCHIVE_MB"):
        mirror.copy(mirror.newest(["cumulative"]), tmp_path / "cumulative.csv", 50)
    assert not (tmp_path / "cumulative.csv").exists()


def test_a_callback_that_raises_stops_the_copy(address: str, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise StoppedError

    mirror = Mirror(address, "ARCHIVE_MIRROR")
    with pytest.raises(StoppedError):
        mirror.copy(mirror.newest(["cumulative"]), tmp_path / "cumulative.csv", 10_000, stop)
    assert not (tmp_path / "cumulative.csv").exists()


def test_a_folder_without_the_table_says_what_it_should_hold(address: str) -> None:
    with pytest.raises(TableNotInMirrorError, match=r"holds no file pscomppars_<date>\.csv.*unset ARCHIVE_MIRROR"):
        Mirror(address, "ARCHIVE_MIRROR").newest(["pscomppars"])


def test_what_is_not_there_is_named(address: str) -> None:
    with pytest.raises(MirrorError, match=r"K2_URI is '.*/nowhere', but there is no such folder or file"):
        Mirror(f"{address.rstrip('/')}/nowhere", "K2_URI").newest(["k2pandc"])


def test_a_file_that_is_no_table_is_refused(address: str) -> None:
    with pytest.raises(MirrorError, match=r"is the file 'README\.md'.*ends in \.csv"):
        Mirror(f"{address.rstrip('/')}/README.md", "K2_URI").newest(["k2pandc"])


def test_links_are_followed(tmp_path: Path) -> None:
    folder = fill_folder(tmp_path / "mirror")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "cumulative_2025-10-01.csv").symlink_to(Path(folder) / "cumulative_2025-10-01.csv")
    mirror = Mirror(str(tmp_path / "links"), "ARCHIVE_MIRROR")
    assert mirror.copy(mirror.newest(["cumulative"]), tmp_path / "copied.csv", 10_000).read_bytes() == TABLE


def test_a_place_that_may_not_be_read_is_said_so() -> None:
    # Raised by hand: whoever runs the tests may be allowed to read everything.
    with (
        pytest.raises(MirrorError, match=r"ARCHIVE_MIRROR is '/tables', but it may not be read"),
        MirrorFaults("/tables", "ARCHIVE_MIRROR").explained(),
    ):
        raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/", "https://mirror.example/x.csv", "ftp://mirror.example/", "memory://x",
        "simplecache::s3://bucket/x", "zip://x.csv::file:///tmp/x.zip", "github://owner:repo@/x", "C://tables", "S4://x",
    ],
)  # fmt: skip
def test_other_schemes_are_refused_before_anything_is_opened(address: str) -> None:
    with pytest.raises(MirrorError, match=r"scheme .* cannot be read.*file://, s3://, gs://"):
        Mirror(address, "ARCHIVE_MIRROR").newest(["cumulative"])


def test_secrets_of_an_address_stay_out_of_messages() -> None:
    with pytest.raises(MirrorError) as caught:
        Mirror("ftp://user:hunter2@host/path?token=hunter3", "ARCHIVE_MIRROR").newest(["cumulative"])
    assert "hunter" not in caught.value.message + repr(caught.value.details)


def test_a_client_that_is_not_installed_is_named(hide_module: Callable[[str], None]) -> None:
    hide_module("gcsfs")
    with pytest.raises(MirrorError, match=r"pip install 'exoplanet-playground\[gcs\]'"):
        Mirror("gs://bucket/tables", "ARCHIVE_MIRROR").newest(["cumulative"])


@pytest.fixture
def hide_module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make a module impossible to import, as on a machine without it."""
    import sys

    return lambda name: monkeypatch.setitem(sys.modules, name, None)


def test_a_store_that_does_not_answer_is_told(s3_mirror: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(MirrorError, match="Check address and credentials"):
        Mirror(s3_mirror, "ARCHIVE_MIRROR").newest(["cumulative"])
    monkeypatch.undo()
    s3fs.S3FileSystem.clear_instance_cache()
