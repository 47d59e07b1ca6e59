"""Model families over HTTP."""

from __future__ import annotations

from typing import Any

from ML.classifiers import family_names


def test_all_families_are_listed_with_their_schema(client: Any) -> None:
    listed = client.get("/api/models").json["data"]
    assert [family["name"] for family in listed["models"]] == list(family_names())
    for family in listed["models"]:
        assert family["pros"]
        assert family["cons"]
        assert client.get(f"/api/models/{family['name']}").json["data"] == family


def test_an_unknown_family_in_the_address_is_404_in_a_body_422(client: Any) -> None:
    answer = client.get("/api/models/oracle")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_family")
    assert "lightgbm" in answer.json["error"]
    session_id = client.get("/select").json["data"]["session_id"]
    step = {"session_id": session_id, "config_type": "model", "model": "oracle"}
    answer = client.post("/select", json=step)
    assert (answer.status_code, answer.json["code"]) == (422, "unknown_family")
