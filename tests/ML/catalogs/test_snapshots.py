"""Snapshots come back as they were written, or not at all."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest

from ML.catalogs.snapshots import PROVENANCE_SUFFIX, find_snapshot, load_snapshot, snapshots, table_sha256
from ML.exceptions import DamagedSnapshotError, InvalidFieldsError, UnknownCatalogueError, UnknownSnapshotError


@pytest.fixture(scope="module")
def newest():
    return find_snapshot("kepler")


def test_snapshots_are_listed_newest_first_and_the_newest_is_the_default(newest):
    held = snapshots("kepler")
    assert [one.date for one in held] == sorted((one.date for one in held), reverse=True)
    assert held[0] == newest == find_snapshot("kepler", held[0].id)


def test_the_shipped_table_holds_the_values_that_its_provenance_records(newest):
    record = json.loads((newest.path.parent / f"{newest.id}{PROVENANCE_SUFFIX}").read_text())
    frame = load_snapshot(newest)
    assert table_sha256(frame) == record["table_sha256"]
    assert frame.shape == (record["rows"], len(record["columns"])) == (8054, 153)
    assert frame["koi_disposition"].value_counts().to_dict() == record["counts"]
    assert {"source", "date", "citation", "licence", "source_sha256", "file_sha256"} <= set(record)


def test_objects_are_distinct_and_host_numbers_exact(newest):
    frame = load_snapshot(newest, columns=["kepoi_name", "kepid", "koi_quarters"])
    assert frame["kepoi_name"].is_unique
    assert frame["kepid"].dtype == "int64"
    assert frame["kepid"].nunique() == 6923
    assert frame["koi_quarters"].str.fullmatch("[01]{32}").all()


def test_progress_counts_rows_up_to_the_whole_table(newest):
    reports = []
    load_snapshot(newest, reports.append)
    done = [report.completed for report in reports]
    assert done == sorted(done)
    assert done[-1] == reports[-1].total == newest.rows
    assert {(report.phase, report.unit) for report in reports} == {("reading", "rows")}


def test_a_callback_that_raises_stops_the_reading(newest):
    class CancelledError(Exception):
        pass

    def cancel(progress):
        raise CancelledError

    with pytest.raises(CancelledError):
        load_snapshot(newest, cancel)


def test_chosen_columns_come_in_the_order_asked(newest):
    wanted = ["koi_depth", "kepid", "koi_period"]
    pd.testing.assert_frame_equal(load_snapshot(newest, columns=wanted), load_snapshot(newest)[wanted])


def test_unknown_names_are_refused_by_naming_what_is_held(newest):
    with pytest.raises(UnknownSnapshotError, match=newest.id):
        find_snapshot("kepler", "dr24")
    with pytest.raises(UnknownCatalogueError):
        snapshots("hubble")
    with pytest.raises(InvalidFieldsError, match="koi_perod"):
        load_snapshot(newest, columns=["koi_period", "koi_perod"])


def test_a_changed_byte_is_noticed_before_the_table_is_parsed(newest, tmp_path):
    content = bytearray(newest.path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(content)
    with pytest.raises(DamagedSnapshotError, match="sha256"):
        load_snapshot(dataclasses.replace(newest, path=damaged))


def test_a_lost_file_is_reported_with_its_remedy(newest, tmp_path):
    with pytest.raises(DamagedSnapshotError, match="build_snapshots"):
        load_snapshot(dataclasses.replace(newest, path=tmp_path / "gone.parquet"))
