"""Catalogues over HTTP."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_list_holds_what_a_card_shows(client: Any) -> None:
    answer = client.get("/api/datasets")
    assert answer.status_code == 200
    assert {key: answer.json["data"][key] for key in ("page", "per_page", "total")} == {
        "page": 1,
        "per_page": 50,
        "total": 5,
    }
    kepler, k2, tess, combined, planets = answer.json["data"]["datasets"]
    names = ["kepler", "k2", "tess", "combined", "planets"]
    assert [dataset["name"] for dataset in (kepler, k2, tess, combined, planets)] == names
    assert kepler["licence"]
    assert kepler["citation"]
    (snapshot,) = kepler["snapshots"]
    assert set(snapshot) == {"id", "date", "source", "rows", "sha256", "bundled", "notes"}
    assert kepler["classes"] == ["FALSE POSITIVE", "PLANET", "CANDIDATE"]
    assert [dataset["available"] for dataset in (kepler, k2, tess, combined, planets)] == [
        True,
        False,
        True,
        True,
        True,
    ]
    assert combined["rows"] == kepler["rows"] + tess["rows"]
    for dataset in (kepler, k2, tess, combined, planets):
        for task in dataset["tasks"]:
            assert sum(task["counts"].values()) + task["undecided"] == dataset["rows"]


def test_a_dataset_of_which_nothing_is_held_is_described_with_the_way_to_get_it(client: Any) -> None:
    k2 = client.get("/api/datasets/k2").json["data"]
    assert (k2["available"], k2["snapshot"], k2["snapshots"], k2["rows"]) == (False, None, [], 0)
    assert "POST /api/datasets/k2/refresh" in k2["remedy"]
    assert "K2_URI" in k2["remedy"]
    assert {column["role"] for column in k2["columns"]} >= {"target", "identifier", "leak", "feature"}


def test_a_dataset_is_described_with_columns_presets_and_rows(client: Any) -> None:
    kepler = client.get("/api/datasets/kepler?preview=20").json["data"]
    assert (len(kepler["columns"]), len(kepler["preview"])) == (153, 20)
    wanted = {"name", "label", "unit", "description", "role", "reason", "missing", "min", "median", "max", "group"}
    assert all(wanted <= set(column) for column in kepler["columns"])
    assert set(kepler["presets"]) == {"physics", "default", "everything"}


def test_the_plane_defaults_to_period_and_radius(client: Any) -> None:
    plane = client.get("/api/datasets/kepler/points").json["data"]
    assert (plane["x"]["name"], plane["y"]["unit"]) == ("koi_period", "Earth radii")
    assert set(plane["points"][0]) == {"object", "x", "y", "label"}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/datasets/krypton", 404, "unknown_dataset"),
        ("/api/datasets/..%2f..%2fetc", 404, "unknown_path"),
        ("/api/datasets/kepler?snapshot=dr1", 404, "unknown_snapshot"),
        ("/api/datasets/kepler?preview=101", 422, "invalid_fields"),
        ("/api/datasets/kepler?preview=-1", 422, "invalid_fields"),
        ("/api/datasets/kepler?preview=many", 422, "invalid_fields"),
        ("/api/datasets/kepler?rows=20", 422, "invalid_fields"),
        ("/api/datasets/kepler/points?x=kepler_name", 422, "invalid_fields"),
        ("/api/datasets?page=0", 422, "invalid_fields"),
        ("/api/datasets?per_page=501", 422, "invalid_fields"),
    ],
)
def test_what_cannot_be_answered_is_refused(client: Any, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json["code"]) == (status, code)
