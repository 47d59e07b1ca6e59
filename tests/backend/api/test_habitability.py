"""Habitability over HTTP: by numbers, by name, ranked, and by table."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest

from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL

EARTH = {
    "planet_radius": 1.0,
    "insolation_flux": 1.0,
    "stellar_effective_temperature": 5772.0,
    "equilibrium_temperature": 255.0,
}


def test_the_earth_is_habitable_and_what_is_unknown_is_never_called_not(client: Any) -> None:
    rows = [EARTH, {"planet_radius": 1.0}, {**EARTH, "insolation_flux": 50.0}]
    told = client.post("/api/habitability", json={"rows": rows}).json["data"]["assessments"]
    assert [row["habitability"] for row in told] == ["conservative", "unknown", "not"]
    assert told[1]["missing"]


@pytest.mark.parametrize(
    "body", [{"rows": []}, {"rows": [{"warp_factor": 9}]}, {"rows": [{"planet_radius": "big"}]}, {}]
)
def test_what_cannot_be_assessed_is_refused(client: Any, body: dict[str, Any]) -> None:
    answer = client.post("/api/habitability", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")


def planet(client: Any, name: str) -> Any:
    return client.get(f"/api/habitability/planets/{name}")


@pytest.mark.parametrize("name", ["Kepler-186 f", "kepler 186f", "KEPLER-186F"])
def test_a_planet_is_found_however_its_name_is_written(client: Any, name: str) -> None:
    told = planet(client, name).json["data"]
    assert (told["object"], told["assessment"]["habitability"]) == ("Kepler-186 f", "conservative")
    assert told["quantities"]["planet_radius"] == pytest.approx(1.17, abs=0.1)
    assert sum(told["assessment"]["probabilities"].values()) == pytest.approx(1.0)


def test_a_name_that_is_close_is_proposed(client: Any) -> None:
    answer = planet(client, "Kepler-186 z")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_object")
    assert "Did you mean Kepler-186" in answer.json["error"]


def ranking(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get("/api/habitability/planets", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json["data"]


def test_the_ranking_holds_every_planet_with_the_most_probable_first(client: Any) -> None:
    first = ranking(client, per_page=20)
    assert first["total"] == sum(first["counts"].values()) > 4_000
    chances = [row["p_conservative"] for row in first["rows"]]
    assert len(chances) == 20
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.9
    second = ranking(client, per_page=10, page=2)
    assert second["rows"] == first["rows"][10:]


def test_the_ranking_is_filtered_sorted_and_searched_on_the_server(client: Any) -> None:
    unknown = ranking(client, habitability="unknown", sort="missing", per_page=5)
    assert unknown["total"] == unknown["counts"]["unknown"]
    assert all(row["missing"] and row["p_unknown"] == 1 for row in unknown["rows"])
    light = [row["insolation_flux"] for row in ranking(client, sort="insolation_flux", order="asc")["rows"]]
    assert light == sorted(light)
    assert {row["host"] for row in ranking(client, search="TRAPPIST-1")["rows"]} == {"TRAPPIST-1"}


@pytest.mark.parametrize("query", [{"sort": "colour"}, {"habitability": "maybe"}, {"per_page": 0}])
def test_a_ranking_that_makes_no_sense_is_refused(client: Any, query: dict[str, Any]) -> None:
    answer = client.get("/api/habitability/planets", query_string=query)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")


TABLE = """name,note,pl_rade,pl_insol,st_teff
twin,=1+1,1.0,1.0,5772
furnace,,1.0,60.0,5772
riddle,,,1.0,5772
"""


def sent(text: str, path: str = "/api/habitability/table", client: Any = None) -> Any:
    return client.post(path, data={"file": (io.BytesIO(text.encode()), "planets.csv")})


def test_the_rows_of_a_table_are_judged_and_ranked_with_what_is_unknown_before_what_is_not(client: Any) -> None:
    told = sent(TABLE, client=client).json["data"]
    assert [row["name"] for row in told["rows"]] == ["twin", "riddle", "furnace"]
    assert [row["habitability_habitability"] for row in told["rows"]] == ["conservative", "unknown", "not"]
    assert told["counts"] == {"conservative": 1, "not": 1, "unknown": 1}
    assert {"column": "pl_rade", "canonical": "planet_radius", "unit": "Earth radii"} in told["recognised"]


def test_the_judged_table_comes_as_csv_in_its_own_order_without_formulas(client: Any) -> None:
    answer = sent(TABLE, "/api/habitability/table.csv", client)
    table = pd.read_csv(io.StringIO(answer.get_data(as_text=True)))
    assert table["note"][0] == "'=1+1"
    assert table["habitability_habitability"].tolist() == ["conservative", "not", "unknown"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("name,pl_rade\nx,1\n", "invalid_fields", "no column for its light"),
        ("name,colour\nx,red\n", "invalid_fields", "radius or mass"),
        ("pl_rade,pl_insol,st_teff\n" + "1,1,5772\n" * 5_001, "table_too_large", "5,000"),
    ],
)
def test_a_table_that_cannot_be_judged_is_refused(client: Any, text: str, code: str, words: str) -> None:
    answer = sent(text, client=client)
    assert answer.json["code"] == code, answer.json
    assert words in answer.json["error"]


# --- what a model guesses ----------------------------------------------------------------------------------------


@pytest.fixture
def promoted(client: Any, services: Any) -> int:
    """The version of a promoted habitability model, trained on the columns that do not define the label."""
    session_id = client.get("/select").json["data"]["session_id"]
    source = {"config_type": "data_source", "data_source": "nasa", "dataset": "planets", "task": "habitability"}
    for step in (source, QUICK_MODEL, QUICK_EVALUATION):
        assert client.post("/select", json={"session_id": session_id, **step}).status_code == 200
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    answer = client.post("/api/registry/habitability/promote", json={"session_id": session_id})
    assert answer.status_code == 200, answer.json
    return int(answer.json["data"]["version"])


def test_without_a_promoted_model_nothing_is_guessed_and_the_reason_is_told(client: Any) -> None:
    learned = planet(client, "Kepler-186 f").json["data"]["learned"]
    assert not learned["available"] and learned["score"] is None
    assert "GET /api/registry" in learned["text"]


def test_the_promoted_model_guesses_beside_what_is_computed(client: Any, promoted: int) -> None:
    known = planet(client, "Kepler-186 f").json["data"]["learned"]
    assert (known["available"], known["version"]) == (True, promoted)
    assert known["text"].startswith("The defining numbers are known")
    rows = [{"orbital_period": 130.0, "stellar_mass": 0.5}, {"orbital_period": 1.0, "stellar_mass": 1.0}]
    told = client.post("/api/habitability", json={"rows": rows, "threshold": 0.0}).json["data"]
    assert [row["habitability"] for row in told["assessments"]] == ["unknown", "unknown"]
    assert {answer["predicted"] for answer in told["learned"]} == {"HABITABLE"}
    assert all(0 <= answer["score"] <= 1 and answer["text"].startswith("Guessed from ") for answer in told["learned"])
    scores = [row["habitability_learned_score"] for row in sent(TABLE, client=client).json["data"]["rows"]]
    assert len(scores) == 3 and None not in scores
