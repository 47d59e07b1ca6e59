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


def page(client: Any, dataset: str, name: str, **query: str) -> Any:
    return client.get(f"/api/datasets/{dataset}/objects/{name}/dossier.html", query_string=query)


def test_the_dossier_is_one_page_to_print_that_loads_nothing_from_elsewhere(client: Any) -> None:
    answer = page(client, "kepler", "K00752.01")
    html = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert html.count("<svg") == 2
    assert "Physics checks: " in html and "Nearest labelled neighbours" in html
    assert "<script" not in html and "src=" not in html
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]


def test_what_cannot_be_drawn_says_what_is_missing(client: Any) -> None:
    told = dossier(client, "planets", "beta Pic b")["dossier"]
    html = page(client, "planets", "beta Pic b").get_data(as_text=True)
    assert not told["transit"]["available"]
    assert html.count("<svg") == int(told["orbit"]["available"])
    assert f"Not drawn: {', '.join(told['transit']['missing'])} would be needed." in html


@pytest.mark.parametrize("path", ["dossier", "dossier.html"])
def test_a_dossier_for_a_session_that_does_not_exist_is_refused(client: Any, path: str) -> None:
    answer = client.get(f"/api/datasets/kepler/objects/K00752.01/{path}?session_id=nobody")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_session")
