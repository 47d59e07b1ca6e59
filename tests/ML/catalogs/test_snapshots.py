"""Snapshots come back as they were written, or not at all."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest

from ML.catalogs.catalogue import Role, catalogue_names, get_catalogue
from ML.catalogs.deliveries import Delivery, DeliveryNote, read_delivery
from ML.catalogs.snapshots import (
    PROVENANCE_SUFFIX,
    catalogue_columns,
    find_snapshot,
    load_snapshot,
    presets_of,
    provenance_of,
    snapshot_from_provenance,
    snapshots,
    table_sha256,
    write_snapshot,
)
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


# --- what a snapshot tells of itself --------------------------------------------------------------------------------


BUNDLED = [snapshot for name in catalogue_names() for snapshot in snapshots(name)]


@pytest.mark.parametrize("snapshot", BUNDLED, ids=lambda snapshot: snapshot.id)
def test_every_bundled_snapshot_is_what_its_record_says(snapshot):
    frame = load_snapshot(snapshot)
    record = provenance_of(snapshot.path)
    catalogue = get_catalogue(snapshot.catalogue)
    assert table_sha256(frame) == record["table_sha256"]
    assert (len(frame), tuple(frame)) == (snapshot.rows, snapshot.columns)
    assert set(snapshot.uninformative) == {name for name in frame if frame[name].nunique() <= 1}
    assert frame[catalogue.object_column].is_unique
    assert record["unknown_columns"] == []
    assert {"source", "date", "citation", "licence", "source_sha256", "package", "package_file"} <= set(record)
    assert snapshot.path.stat().st_size < 3_000_000


def test_the_kepler_table_is_the_one_that_was_measured(newest):
    sha256 = "f5f8df4a5997162f9e8f4ec44e1e926df0450335bae9381c2934967c3dd0fbba"
    assert provenance_of(newest.path)["table_sha256"] == sha256


def test_a_catalogue_may_have_no_snapshot_and_says_so():
    assert snapshots("k2") == ()
    with pytest.raises(UnknownSnapshotError, match="held are: none"):
        find_snapshot("k2")


def test_presets_of_the_shipped_table_are_the_catalogues(newest):
    kepler = get_catalogue("kepler")
    assert presets_of(kepler, newest) == dict(kepler.presets)


def test_presets_of_a_narrower_table_hold_what_it_has_and_what_varies(newest):
    kepler = get_catalogue("kepler")
    columns = ("kepid", "koi_period", "koi_depth", "koi_prad_err1", "koi_score")
    narrow = dataclasses.replace(newest, columns=columns, uninformative=("koi_depth",))
    assert presets_of(kepler, narrow) == {
        "physics": ("koi_period",),
        "default": ("koi_period",),
        "everything": ("koi_period", "koi_prad_err1"),
    }


def test_columns_of_a_snapshot_are_defined_in_its_order_and_unknown_ones_are_locked(newest):
    kepler = get_catalogue("kepler")
    odd = dataclasses.replace(newest, columns=("koi_depth", "koi_brand_new", "kepid"))
    columns = catalogue_columns(kepler, odd)
    assert [column.name for column in columns] == ["koi_depth", "koi_brand_new", "kepid"]
    assert [column.role for column in columns] == [Role.FEATURE, Role.LEAK, Role.IDENTIFIER]
    assert "locked" in columns[1].reason
    assert catalogue_columns(kepler, newest) == kepler.columns


def test_columns_of_parts_are_known_by_the_parts_name(newest):
    whole = dataclasses.replace(get_catalogue("kepler"), columns=(), parts=("kepler", "tess"))
    mixed = dataclasses.replace(newest, columns=("kepler_koi_score", "tess_planet_snr", "score"))
    score, snr, unknown = catalogue_columns(whole, mixed)
    assert (score.name, score.role, score.canonical) == ("kepler_koi_score", Role.LEAK, "")
    assert (snr.name, snr.role, snr.group) == ("tess_planet_snr", Role.FEATURE, "signal-to-noise")
    assert unknown.role is Role.LEAK


# --- writing --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def delivery(newest):
    few = load_snapshot(newest).head(50)[
        ["kepoi_name", "kepid", "koi_disposition", *get_catalogue("kepler").presets["physics"]]
    ]
    made = read_delivery(few.assign(brand_new=1.5), get_catalogue("kepler"))
    return dataclasses.replace(made, notes=(DeliveryNote("copies", 2, "2 rows that repeat another were left out."),))


def written(delivery: Delivery, folder, **facts):
    words = {"id": "cumulative-2025-10-01", "date": "2025-10-01", "source": "An archive."}
    return write_snapshot(delivery, get_catalogue("kepler"), folder=folder, **{**words, **facts})


def test_what_is_written_comes_back(delivery, tmp_path):
    snapshot = written(delivery, tmp_path / "new", facts={"source_sha256": "abc"})
    pd.testing.assert_frame_equal(load_snapshot(snapshot), delivery.frame)
    record = provenance_of(snapshot.path)
    assert snapshot_from_provenance(record, snapshot.path) == snapshot
    assert (snapshot.id, snapshot.catalogue, snapshot.rows) == ("cumulative-2025-10-01", "kepler", 50)
    assert snapshot.columns == tuple(delivery.frame)
    assert snapshot.notes == delivery.notes
    assert snapshot.counts == delivery.frame["koi_disposition"].value_counts().to_dict()
    assert snapshot.uninformative == ("brand_new",)
    assert (snapshot.bundled, snapshot.private) == (False, False)
    assert record["source_sha256"] == "abc"
    assert record["unknown_columns"] == ["brand_new"]
    assert "koi_score" in record["absent_columns"]


def test_writing_twice_gives_the_same_bytes(delivery, tmp_path):
    first, second = written(delivery, tmp_path / "a"), written(delivery, tmp_path / "b")
    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        f"{first.id}.parquet",
        f"{first.id}.provenance.json",
    ]


def test_a_private_snapshot_says_so(delivery, tmp_path):
    assert written(delivery, tmp_path, facts={"private": True}).private


def test_a_table_that_cannot_be_written_leaves_nothing(delivery, tmp_path):
    frame = delivery.frame.assign(odd=[object()] * len(delivery.frame))
    with pytest.raises(Exception, match="object"):
        written(dataclasses.replace(delivery, frame=frame), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_older_one_alone(delivery, tmp_path):
    held = written(delivery, tmp_path)
    with pytest.raises(TypeError):
        written(delivery, tmp_path, facts={"odd": object()})
    pd.testing.assert_frame_equal(load_snapshot(held), delivery.frame)


def test_a_snapshot_that_is_kept_elsewhere_must_be_fetched_first(newest):
    with pytest.raises(DamagedSnapshotError, match="no file at hand"):
        load_snapshot(dataclasses.replace(newest, path=None))
