"""Uploads: what is kept is what came, and a refused one leaves nothing behind."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.adapters.database import make_engine
from backend.adapters.digests import sha256_of
from backend.adapters.files import FileStore
from backend.adapters.schema import upgrade
from backend.config import Settings
from backend.services.guard import LeakGuard
from backend.services.quotas import Quotas
from backend.services.tallies import StorageTally
from backend.services.turns import Turns
from backend.services.uploads import LONGEST_FILENAME, UploadService, copy_within, display_name
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownUploadError
from ML.exceptions import InvalidFieldsError, PlaygroundError, TableTooLargeError, UnreadableTableError

TABLE = "kepid,koi_period,koi_disposition\n757450,8.9,CONFIRMED\n1,0.5,FALSE POSITIVE\n2,inf,CANDIDATE\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        flask_env="testing",
        upload_dir=str(tmp_path),
        database_url=None,
        max_upload_mb=1,
        max_columns=10,
        max_training_rows=100,
    )


@pytest.fixture
def transactions(settings: Settings) -> Iterator[Transactions]:
    upgrade(settings)
    made = Transactions(make_engine(settings.database))
    yield made
    made.engine.dispose()


@pytest.fixture
def service(settings: Settings, transactions: Transactions) -> UploadService:
    files = FileStore(settings.data_root)
    return UploadService(
        transactions,
        files,
        LeakGuard(transactions, files),
        Quotas(transactions, StorageTally(transactions), Turns(transactions, settings), settings),
        settings,
    )


def receive(service: UploadService, content: str | bytes, name: str = "mine.csv") -> dict[str, Any]:
    return service.receive(io.BytesIO(content.encode() if isinstance(content, str) else content), name)


def left_behind(settings: Settings) -> list[Path]:
    folders = [settings.local_root / name for name in ("tmp", "uploads")]
    return [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]


def test_a_table_is_described_and_kept_as_it_came(service: UploadService, settings: Settings) -> None:
    told = receive(service, TABLE)
    assert (told["filename"], told["rows"]) == ("mine.csv", 3)
    columns = {column["name"]: column for column in told["columns"]}
    assert (columns["koi_period"]["unit"], columns["koi_disposition"]["role"]) == ("days", "target")
    assert [(problem["line"], problem["column"]) for problem in told["problems"]] == [(4, "koi_period")]
    assert told["target_candidates"][0]["name"] == "koi_disposition"
    assert told["preview"][2] == {"kepid": 2, "koi_period": None, "koi_disposition": "CANDIDATE"}
    (kept,) = (settings.local_root / "uploads").iterdir()
    assert kept.name == f"{told['upload_id']}.parquet"
    assert told["sha256"] == sha256_of(kept)
    assert pq.ParquetFile(kept).metadata.row_group(0).column(0).compression == "ZSTD"
    assert list(pd.read_parquet(kept)["kepid"]) == [757450, 1, 2]


def test_asking_later_tells_the_same(service: UploadService) -> None:
    told = receive(service, TABLE)
    assert json.loads(json.dumps(service.get(told["upload_id"]))) == json.loads(json.dumps(told))


def test_ids_are_capabilities(service: UploadService) -> None:
    ids = {receive(service, TABLE)["upload_id"] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(upload_id) >= 22 for upload_id in ids)
    with pytest.raises(UnknownUploadError):
        service.get("../../etc/passwd")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", UnreadableTableError),
        ("a,b\n", UnreadableTableError),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), UnreadableTableError),
        (b"a,b\n1,\x00\x01\x02\n", UnreadableTableError),
        ("a,a\n1,2\n", InvalidFieldsError),
        (",".join(f"c{n}" for n in range(11)) + "\n" + ",".join("1" * 11), TableTooLargeError),
        ("a,b\n" + "1,2\n" * 101, TableTooLargeError),
        ("a,b\n" + "x" * 20_000 + ",2\n", TableTooLargeError),
        ("a,b\n" + "1,2\n" * 300_000, TableTooLargeError),
    ],
    ids=["empty", "header only", "image", "binary", "repeated names", "wide", "long", "huge cell", "too many bytes"],
)
def test_a_refused_table_leaves_nothing_behind(
    service: UploadService, settings: Settings, content: str | bytes, error: type[PlaygroundError]
) -> None:
    with pytest.raises(error):
        receive(service, content)
    assert left_behind(settings) == []


def test_repeated_columns_are_listed_by_name(service: UploadService) -> None:
    with pytest.raises(InvalidFieldsError) as caught:
        receive(service, "a,b,a,b,c\n1,2,3,4,5\n")
    assert [field["field"] for field in caught.value.details["fields"]] == ["a", "b"]


def test_a_record_that_cannot_be_written_takes_its_file_with_it(
    service: UploadService, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(service._transactions, "write", fail)
    with pytest.raises(RuntimeError):
        receive(service, TABLE)
    assert left_behind(settings) == []


def test_a_stream_is_refused_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(TableTooLargeError, match="more than 3,000,000 bytes"):
        copy_within(stream, tmp_path / "received", 3_000_000)  # type: ignore[arg-type]
    assert stream.taken < 6_000_000


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\koi.csv", "koi.csv"),
        ("a\x00b\nc\u202e.csv", "abc.csv"),
        ("", "table"),
        ("/", "table"),
        ("Kepler Tabelle – größer.csv", "Kepler Tabelle – größer.csv"),
        ("x" * 300 + ".parquet", "x" * 190 + "xx.parquet"),
    ],
)
def test_a_file_name_is_only_ever_shown(given_name: str, shown: str) -> None:
    assert display_name(given_name) == shown


@given(st.text(max_size=400))
def test_no_file_name_holds_folders_or_control_characters(name: str) -> None:
    shown = display_name(name)
    assert 0 < len(shown) <= LONGEST_FILENAME
    assert not set("/\\") & set(shown)
    assert not any(unicodedata.category(letter).startswith("C") for letter in shown)


def test_with_a_target_every_column_shows_its_spread_by_class(service: UploadService) -> None:
    rows = "".join(f"{number % 7},{'planet' if number % 2 else 'eclipse'}\n" for number in range(60))
    told = receive(service, "depth,verdict\n" + rows)
    depth = next(c for c in service.get(told["upload_id"], "verdict")["columns"] if c["name"] == "depth")
    assert {label: sum(counts) for label, counts in depth["histogram"]["counts"].items()} == {
        "eclipse": 30,
        "planet": 30,
    }
    assert depth["missing_by_class"] == {"eclipse": 0.0, "planet": 0.0}
