"""Catalogues: what is told of them agrees with the table itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.adapters.files import FileStore
from backend.errors import InvalidFieldsError
from backend.services.datasets import DatasetService
from backend.services.planes import PlaneService
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.exceptions import UnknownCatalogueError, UnknownSnapshotError


@pytest.fixture(scope="module")
def service(shipped: SnapshotShelf, tmp_path_factory: pytest.TempPathFactory) -> DatasetService:
    return DatasetService(shipped, FileStore(str(tmp_path_factory.mktemp("profiles"))))


@pytest.fixture(scope="module")
def planes(shipped: SnapshotShelf) -> PlaneService:
    return PlaneService(shipped)


def test_the_class_counts_add_up_to_the_rows(service: DatasetService) -> None:
    kepler = service.page()["datasets"][0]
    for task in kepler["tasks"]:
        assert sum(task["counts"].values()) + task["undecided"] == kepler["rows"] == 8_054
        assert list(task["counts"]) == task["classes"]
    binary = next(task for task in kepler["tasks"] if task["name"] == "binary")
    assert binary["counts"] == {"FALSE POSITIVE": 3_976, "PLANET": 2_281}
    assert binary["undecided"] == 1_797


def test_a_list_is_paged(service: DatasetService) -> None:
    assert service.page(2, 50) == {"datasets": [], "page": 2, "per_page": 50, "total": len(catalogue_names())}


def test_every_column_is_described_with_what_it_holds(service: DatasetService) -> None:
    columns = {column["name"]: column for column in service.describe("kepler")["columns"]}
    assert set(columns) == {column.name for column in get_catalogue("kepler").columns}
    period = columns["koi_period"]
    assert (period["unit"], period["role"], period["missing"]) == ("days", "feature", 0)
    assert period["min"] < period["median"] < period["max"]
    assert columns["koi_score"]["role"] == "leak"
    assert columns["koi_score"]["reason"]
    assert columns["koi_disposition"]["categories"] == ["FALSE POSITIVE", "CONFIRMED", "CANDIDATE"]


def test_presets_hold_no_leak(service: DatasetService) -> None:
    told = service.describe("kepler")
    roles = {column["name"]: column["role"] for column in told["columns"]}
    assert {roles[name] for name in told["presets"]["default"]} == {"feature"}
    assert "leak" not in {roles[name] for names in told["presets"].values() for name in names}


def test_a_preview_shows_the_first_rows_as_strict_json(service: DatasetService) -> None:
    told = service.describe("kepler", preview=3)
    frame = load_snapshot(find_snapshot("kepler"), columns=["kepoi_name"])
    assert [row["kepoi_name"] for row in told["preview"]] == list(frame["kepoi_name"].head(3))
    json.dumps(told["preview"], allow_nan=False)
    assert service.describe("kepler")["preview"] == []


@pytest.mark.parametrize("axes", [("koi_period", "koi_prad"), (None, None), ("orbital_period", "planet_radius")])
def test_the_plane_holds_each_object_that_has_both_values(planes: PlaneService, axes: tuple[str, str]) -> None:
    plane = planes.points("kepler", *axes)
    frame = load_snapshot(find_snapshot("kepler"), columns=["koi_period", "koi_prad"])
    assert len(plane["points"]) == len(frame.dropna())
    assert (plane["x"].unit, plane["y"].unit) == ("days", "Earth radii")
    assert {point["label"] for point in plane["points"]} == {"CANDIDATE", "FALSE POSITIVE", "PLANET"}


def test_a_column_may_be_set_against_itself(planes: PlaneService) -> None:
    points = planes.points("kepler", "koi_period", "koi_period")["points"]
    assert all(point["x"] == point["y"] for point in points)


@pytest.mark.parametrize("name", ["kepoi_name", "koi_disposition", "nothing"])
def test_an_axis_without_numbers_is_refused(planes: PlaneService, name: str) -> None:
    with pytest.raises(InvalidFieldsError, match="holds numbers") as caught:
        planes.points("kepler", "koi_period", name)
    assert [field["field"] for field in caught.value.details["fields"]] == ["y"]


def test_profiling_all_leaves_nothing_to_compute(
    shipped: SnapshotShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DatasetService(shipped, FileStore(str(tmp_path))).profile_all()
    monkeypatch.setattr(SnapshotShelf, "load", lambda *_: pytest.fail("a table was read again"))
    later = DatasetService(shipped, FileStore(str(tmp_path)))
    assert {name: len(later.describe(name)["columns"]) > 0 for name in catalogue_names()} == dict.fromkeys(
        catalogue_names(), True
    )


def test_what_is_unknown_is_refused_naming_what_is_held(service: DatasetService) -> None:
    with pytest.raises(UnknownCatalogueError, match="kepler"):
        service.describe("krypton")
    with pytest.raises(UnknownSnapshotError, match="dr25-2017-07-19"):
        service.describe("kepler", "dr1")
