"""One object over HTTP: the form, an answer from few fields, what would help, and every wrong row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services

BASIC = ("koi_period", "koi_duration", "koi_depth", "koi_prad")


def data(response: Any) -> Any:
    assert response.status_code == 200, response.json
    return response.json["data"]


def predict(client: Any, session_id: str, rows: Any, **more: Any) -> Any:
    return client.post("/predict", json={"session_id": session_id, "rows": rows, **more})


@pytest.fixture
def settled_session(client: Any, services: Services, new_session: Callable[..., str]) -> str:
    """A session whose model has trees enough to gain from all its columns."""
    model = {"config_type": "model", "model": "lightgbm", "hyperparameters": {"n_estimators": 120, "num_leaves": 15}}
    session_id = new_session(model)
    services.training_job.execute(client.post("/training", json={"session_id": session_id}).json["data"]["run_id"])
    return session_id


def test_few_fields_are_answered_by_a_model_of_their_own_that_says_what_would_help(
    client: Any, settled_session: str
) -> None:
    trained_session = settled_session
    form = data(client.get(f"/predict?session_id={trained_session}"))
    whole = form["examples"][-1]["values"]
    few = {name: whole[name] for name in BASIC}
    answered = data(predict(client, trained_session, [whole, few], explain=True, run_id=form["run_id"]))
    full, part = answered["predictions"]
    assert (full["answered_by"]["kind"], part["answered_by"]["kind"]) == ("whole", "reduced")
    assert (full["most_helpful"], part["answered_by"]["fields"]) == ([], list(BASIC))
    assert part["answered_by"]["accuracy"] < part["answered_by"]["whole_accuracy"] == full["answered_by"]["accuracy"]
    assert "a model of the 4 given fields" in part["answered_by"]["text"]
    assert part["most_helpful"][0]["gain"] == max(entry["gain"] for entry in part["most_helpful"]) > 0
    assert part["most_helpful"][0]["feature"] not in BASIC
    told = part["explanation"]["contributions"]
    assert {entry["feature"] for entry in told if not entry["formula"]} == set(BASIC), "others are computed from them"
    assert all(entry["label"] for entry in part["explanation"]["contributions"])
    assert predict(client, trained_session, [few]).json["data"]["predictions"][0]["score"] == part["score"]

    fields = {field["name"]: field for field in form["features"]}
    assert all(
        field["min"] <= field["low"] <= field["median"] <= field["high"] <= field["max"] for field in fields.values()
    )
    assert sum(field["share"] for field in fields.values()) == pytest.approx(1)
    assert {field["role"] for field in fields.values()} <= {"feature", "soft_leak"}
    assert fields["koi_depth"]["buys"].endswith("of what the model goes by.")

    slipped = data(predict(client, trained_session, [{**whole, "koi_depth": 0.084}]))["predictions"][0]["warnings"]
    (meant,) = [entry for entry in slipped if entry["code"] == "unit_slip"]
    assert (meant["column"], meant["unit"], round(meant["suggested"])) == ("koi_depth", "ppm", 840)


def test_wrong_rows_are_refused_with_what_was_expected_and_found(client: Any, trained_session: str) -> None:
    def refused(rows: Any, code: str = "invalid_fields", **more: Any) -> Any:
        response = predict(client, trained_session, rows, **more)
        assert (response.status_code, response.json["code"]) == (422, code), response.json
        return response.json

    told = refused([{"koi_perid": 1.0, "koi_depth": 80.0}])
    assert "no column koi_perid; did you mean koi_period" in told["error"]
    assert told["details"]["suggestions"]["koi_perid"][0] == "koi_period"
    assert (told["details"]["unknown"], "koi_period" in told["details"]["expected"]) == (["koi_perid"], True)
    assert "koi_duration" in told["details"]["missing"]
    assert "Row 2 holds no value" in refused([{"koi_period": 1.0}, {"koi_depth": None}])["error"]
    assert "0 rows were sent" in refused([])["error"]
    assert "'long'" in refused([{"koi_period": "long"}], "invalid_rows")["error"]
    other = refused([{"koi_period": 1.0}], run_id="another")
    assert "for run 'another'" in other["error"]
    many = refused([{f"column {number}": 1.0 for number in range(3_000)}])
    assert len(many["details"]["unknown"]) == 20
    assert "And 2995 more." in many["error"]
