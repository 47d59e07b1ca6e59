"""Every dataset that a fresh machine holds trains, predicts and ranks, without the archive in reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services

QUESTIONS = [
    ("tess", "binary", "PLANET", 903),
    ("tess", "three_class", None, 934),
    ("planets", "habitability", "HABITABLE", 3_456),
    ("combined", "binary", "PLANET", 7_160),
    ("combined", "three_class", None, 8_988),
]


def data(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.json
    return answer.json["data"]


@pytest.mark.parametrize(("dataset", "task", "positive", "rows"), QUESTIONS)
def test_it_trains_with_honest_defaults_and_ranks_the_undecided(
    client: Any, services: Services, new_session: Callable[..., str], dataset: str, task: str, positive: str, rows: int
) -> None:
    session_id = new_session(
        {"config_type": "data_source", "data_source": "nasa", "dataset": dataset, "task": task},
        {"config_type": "features", "preset": "default"},
    )
    effective = data(client.get(f"/select?session_id={session_id}"))["effective"]
    roles = {column["name"]: column["role"] for column in data(client.get(f"/api/datasets/{dataset}"))["columns"]}
    assert {roles[name] for name in effective["features"]["features"]} == {"feature"}

    run_id = data(client.post("/training", json={"session_id": session_id}), 202)["run_id"]
    services.training_job.execute(run_id)
    progress = data(client.get(f"/training?session_id={session_id}"))
    assert (progress["state"], progress["error"]) == ("trained", None)

    result = data(client.get(f"/result?session_id={session_id}"))
    assert (result["task"], result["positive_class"], result["data"]["rows"]) == (task, positive, rows)
    better_than_guessing = result["metrics"]["roc_auc"]["low"]
    assert better_than_guessing > 0.7
    assert set(result["baselines"]) >= {"majority", "mask_only"}

    started = data(client.post("/predict", json={"session_id": session_id, "source": "undecided"}), 202)
    services.prediction_job.execute(started["prediction_id"])
    asked = f"/predict?session_id={session_id}&prediction_id={started['prediction_id']}&per_page=5"
    page = data(client.get(asked))
    assert (page["state"], page["total"]) == ("done", result["data"]["undecided"])
    assert all(row["object"] for row in page["rows"])


def test_the_form_of_a_combined_model_speaks_the_common_schema(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    session_id = new_session({"config_type": "data_source", "data_source": "nasa", "dataset": "combined"})
    run_id = data(client.post("/training", json={"session_id": session_id}), 202)["run_id"]
    services.training_job.execute(run_id)
    form = data(client.get(f"/predict?session_id={session_id}"))
    units = {feature["name"]: feature["unit"] for feature in form["features"]}
    assert (units["orbital_period"], units["transit_depth"], units["planet_radius"]) == ("days", "ppm", "Earth radii")
    example = form["examples"][0]["values"]
    answer = data(client.post("/predict", json={"session_id": session_id, "rows": [example], "explain": True}))
    assert answer["predictions"][0]["prediction"] in form["classes"]
