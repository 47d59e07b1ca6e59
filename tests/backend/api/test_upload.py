"""Uploads over HTTP."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from backend.config import Settings

TABLE = b"kepid,koi_period,koi_disposition\n757450,8.9,CONFIRMED\n1,0.5,FALSE POSITIVE\n"


def send(client: Any, content: bytes, name: str = "mine.csv", **headers: str) -> Any:
    return client.post("/api/upload", data={"file": (io.BytesIO(content), name)}, headers=headers)


def as_parquet() -> bytes:
    buffer = io.BytesIO()
    pd.read_csv(io.BytesIO(TABLE)).to_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TABLE, "mine.csv"),
        (gzip.compress(TABLE), "mine.csv.gz"),
        (TABLE.replace(b",", b";"), "mine.txt"),
        (TABLE.decode().encode("utf-16"), "mine.csv"),
        (as_parquet(), "mine.parquet"),
    ],
)
def test_every_kind_of_table_is_taken_and_found_again(client: Any, content: bytes, name: str) -> None:
    answer = send(client, content, name)
    assert answer.status_code == 201, answer.json
    told = answer.json["data"]
    assert (told["filename"], told["rows"], told["problems"]) == (name, 2, [])
    assert [column["name"] for column in told["columns"]] == ["kepid", "koi_period", "koi_disposition"]
    assert told["target_candidates"][0] == {"name": "koi_disposition", "classes": ["CONFIRMED", "FALSE POSITIVE"]}
    assert client.get(answer.headers["Location"]).json["data"] == told


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "unreadable_table"),
        (b"%PDF-1.7 and so on", 415, "unreadable_table"),
        (b"a,b\n", 415, "unreadable_table"),
        (b"a,a\n1,2\n", 422, "invalid_fields"),
        (",".join(f"c{n}" for n in range(5_000)).encode() + b"\n" + b",".join([b"1"] * 5_000), 413, "table_too_large"),
        (b"a,b\n" + b"x" * 50_000 + b",1\n", 413, "table_too_large"),
    ],
)
def test_what_is_no_table_is_refused_and_leaves_nothing(
    client: Any, settings: Settings, content: bytes, status: int, code: str
) -> None:
    answer = send(client, content)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    folders = [Path(settings.data_root) / name for name in ("uploads", "tmp")]
    assert [path for folder in folders for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "form", [{}, {"file": "only text"}, {"table": (io.BytesIO(TABLE), "mine.csv")}, {"file": (io.BytesIO(b""), "")}]
)
def test_a_form_without_the_file_is_refused(client: Any, form: dict[str, Any]) -> None:
    answer = client.post("/api/upload", data=form, content_type="multipart/form-data")
    assert answer.status_code in {415, 422}, answer.json
    assert answer.json["error"]


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\nContent-Disposition: nonsense\r\n\r\n", bytes(100)])
def test_a_broken_form_is_the_clients_error(client: Any, body: bytes) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        assert 400 <= client.post("/api/upload", data=body, content_type=kind).status_code < 500


def test_an_unknown_upload_is_told_where_to_get_one(client: Any) -> None:
    answer = client.get("/api/upload/nope")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_upload")
    assert "POST /api/upload" in answer.json["error"]
