"""Dossiers over HTTP."""

from __future__ import annotations

from typing import Any

import pytest


def dossier(client: Any, dataset: str, name: str) -> dict[str, Any]:
    answer = client.get(f"/api/datasets/{dataset}/objects/{name}/dossier")
    assert answer.status_code == 200, answer.json
    return answer.json["data"]


def test_a_planet_passes_its_checks_and_is_not_its_own_neighbour(client: Any) -> None:
    told = dossier(client, "kepler", "k00752.01")
    assert (told["object"], told["host"], told["label"]) == ("K00752.01", "10797460", "PLANET")
    counts = told["dossier"]["check_counts"]
    assert counts["fail"] == 0 < counts["pass"]
    assert told["dossier"]["not_testable"]
    nearest = told["neighbours"]["nearest"]
    assert len(nearest) == 10
    assert "K00752.01" not in {neighbour["object_name"] for neighbour in nearest}
    assert set(told["neighbours"]["by_label"]) == {"PLANET", "FALSE POSITIVE"}


def test_the_transit_is_as_deep_as_the_catalogue_says(client: Any) -> None:
    curve = dossier(client, "kepler", "K00752.01")["dossier"]["transit"]
    assert curve["available"]
    assert (1 - min(curve["flux"])) * 1e6 == pytest.approx(616, rel=0.05)


@pytest.mark.parametrize(
    ("dataset", "name", "label"),
    [("tess", "101.01", "PLANET"), ("planets", "Kepler-186 f", "HABITABLE"), ("planets", "51 Peg b", None)],
)
def test_every_catalogue_has_dossiers(client: Any, dataset: str, name: str, label: str | None) -> None:
    told = dossier(client, dataset, name)
    assert told["dossier"]["links"]
    assert label is None or told["label"] == label


def test_an_unknown_object_is_named_with_an_example(client: Any) -> None:
    answer = client.get("/api/datasets/kepler/objects/K99999.01/dossier")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_object")
    assert "Expected a name such as 'K" in answer.json["error"]
