"""Building a snapshot: the same input gives the same bytes, another input gives nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import zipfile

import pandas as pd
import pytest

from ML.catalogs import build_snapshots
from ML.catalogs.build_snapshots import SOURCES, build, read_content, table_bytes
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot, table_sha256
from ML.exceptions import DamagedSnapshotError

KEPLER = SOURCES[0]


def _spaced(words, sizes, bar: str) -> str:
    return bar + bar.join(word.ljust(size) for word, size in zip(words, sizes, strict=True)) + bar


def ipac(frame: pd.DataFrame) -> bytes:
    """Write ``frame`` as the archive writes its IPAC tables."""
    texts = {name: ["null" if pd.isna(value) else str(value) for value in frame[name]] for name in frame}
    kinds = {name: "double" if pd.api.types.is_numeric_dtype(frame[name].dtype) else "char" for name in frame}
    widths = {name: max(map(len, [name, kinds[name], "null", *texts[name]])) for name in frame}
    header = [list(texts), list(kinds.values()), [""] * len(widths), ["null"] * len(widths)]
    sizes = list(widths.values())
    lines = ["\\ This file was produced by the NASA Exoplanet Archive"]
    lines += [
        "|" + "|".join(word.ljust(size) for word, size in zip(words, sizes, strict=True)) + "|" for words in header
    ]
    for row in zip(*texts.values(), strict=True):
        lines.append(" " + " ".join(word.ljust(size) for word, size in zip(row, sizes, strict=True)) + " ")
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture(scope="module")
def few():
    return load_snapshot(find_snapshot("kepler")).head(40)


@pytest.fixture(scope="module")
def content(few):
    return ipac(few)


@pytest.fixture
def source(few, content):
    counts = few["koi_disposition"].value_counts().to_dict()
    digest = hashlib.sha256(content).hexdigest()
    return dataclasses.replace(KEPLER, sha256=digest, rows=len(few), counts=counts)


def test_the_archives_text_and_the_snapshot_hold_the_same_values(few, content):
    read = read_content(KEPLER, content, get_catalogue("kepler")).frame
    numbers = few.select_dtypes("number").columns
    pd.testing.assert_frame_equal(read[numbers].astype(float), few[numbers].astype(float))
    pd.testing.assert_frame_equal(read.drop(columns=numbers), few.drop(columns=numbers))


def test_building_twice_gives_the_same_files(source, content, tmp_path):
    first, second = (build(source, content, tmp_path / name) for name in ("first", "second"))
    assert first == second
    for file in (tmp_path / "first" / "kepler").iterdir():
        assert file.read_bytes() == (tmp_path / "second" / "kepler" / file.name).read_bytes()


def test_what_is_written_is_what_was_read(source, content, tmp_path):
    record = build(source, content, tmp_path)
    path = tmp_path / "kepler" / f"{source.snapshot}.parquet"
    assert table_sha256(pd.read_parquet(path)) == record["table_sha256"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == record["file_sha256"]
    assert json.loads((path.parent / f"{source.snapshot}.provenance.json").read_text()) == record


def test_bytes_of_another_table_are_refused_and_nothing_is_written(source, content, tmp_path):
    with pytest.raises(DamagedSnapshotError, match="sha256"):
        build(source, content + b" ", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("change", [{"rows": 41}, {"counts": {"CONFIRMED": 40}}])
def test_a_table_that_breaks_the_promise_is_refused(source, content, tmp_path, change):
    with pytest.raises(DamagedSnapshotError, match="expected"):
        build(dataclasses.replace(source, **change), content, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_table_is_found_in_the_wheel_or_taken_as_it_is(tmp_path):
    table, wheel = tmp_path / "table.tbl", tmp_path / "package.whl"
    table.write_bytes(b"the table")
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(KEPLER.member, b"the table")
    assert table_bytes(table, KEPLER) == table_bytes(wheel, KEPLER) == b"the table"


def test_the_command_says_what_is_wrong_and_fails(tmp_path, capsys):
    wrong = tmp_path / "wrong.tbl"
    wrong.write_bytes(b"not it")
    assert build_snapshots.main(["--from-file", str(wrong), "--into", str(tmp_path / "out")]) == 1
    assert "sha256" in capsys.readouterr().err
    assert build_snapshots.main(["--from-file", str(tmp_path / "gone.tbl")]) == 1
    assert "gone.tbl" in capsys.readouterr().err


def test_the_shipped_provenance_is_that_of_the_source():
    record = json.loads((find_snapshot("kepler").path.with_suffix(".provenance.json")).read_text())
    assert (record["source_sha256"], record["rows"], record["counts"]) == (KEPLER.sha256, KEPLER.rows, KEPLER.counts)
    assert (record["id"], record["date"], record["source"]) == (KEPLER.snapshot, KEPLER.date, KEPLER.sentence)
