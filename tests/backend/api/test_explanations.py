"""Explanations over HTTP: of rows, of the model as a whole, and of what would change an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services

FEATURES = ["koi_period", "koi_depth", "koi_depth_err1", "koi_depth_err2", "koi_prad", "koi_srad", "koi_model_snr"]
MORE = {"config_type": "features", "features": FEATURES, "engineered": True}


@pytest.fixture
def session_id(client: Any, services: Services, new_session: Callable[..., str]) -> str:
    session_id = new_session(MORE)
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    return session_id


def ask(client: Any, session_id: str, action: str, **chosen: Any) -> Any:
    return client.post("/result", json={"session_id": session_id, "action": action, **chosen})


def some_rows(client: Any, session_id: str) -> list[dict[str, Any]]:
    examples = client.get(f"/predict?session_id={session_id}").json["data"]["examples"]
    return [example["values"] for example in examples[:2]]


def check_rows(client: Any, session_id: str, rows: list[dict[str, Any]]) -> None:
    answered = ask(client, session_id, "explain", rows=rows)
    assert answered.status_code == 200, answered.json
    for told in answered.json["data"]["explanations"]:
        for scale in ("log_odds", "probability"):
            facts = told[scale]
            added = facts["base_value"] + sum(part[scale] for part in told["contributions"])
            assert added == pytest.approx(facts["output"], abs=1e-6)
            assert facts["output"] + facts["calibration"] == pytest.approx(facts["answer"])
        assert all(part["log_odds"] * part["probability"] >= 0 for part in told["contributions"])
        assert told["summary"].startswith(f"{told['predicted_class']} with a probability of")
        assert told["warnings"] == []
        made = {part["feature"]: part for part in told["contributions"] if part["formula"]}
        assert made["log10_transit_depth"]["formula"].startswith("log10(x), from transit depth")
        assert made["log10_transit_depth"]["group"] == "transit shape"


def check_counterfactuals(client: Any, session_id: str, rows: list[dict[str, Any]]) -> None:
    answered = ask(client, session_id, "counterfactual", rows=rows)
    assert answered.status_code == 200, answered.json
    changed = 0
    for row, one in zip(rows, answered.json["data"]["counterfactuals"], strict=True):
        assert one["found"] == bool(one["changes"])
        if one["found"]:
            moved = {**row, **{change["feature"]: change["after"] for change in one["changes"]}}
            again = client.post("/predict", json={"session_id": session_id, "rows": [moved]}).json["data"]
            assert again["predictions"][0]["prediction"] == one["other_class"] != one["predicted_class"]
            changed += 1
    assert changed > 0
    refused = ask(client, session_id, "counterfactual", rows=rows, target="COMET")
    assert (refused.status_code, refused.json["code"]) == (422, "invalid_fields")
    assert "choose one of" in refused.json["error"]
    many = ask(client, session_id, "counterfactual", rows=rows * 3)
    assert many.status_code == 422
    assert "expected 1 to 5" in many.json["error"]


def check_study(client: Any, services: Services, session_id: str) -> None:
    section = f"/result?session_id={session_id}&section=explanations"
    before = client.get(section).json["data"]
    assert (before["study_id"], before["result"]) == (None, None)
    assert before["features"]
    assert "POST /api/studies" in before["text"]
    asked = {"session_id": session_id, "study": "explanations"}
    study = client.post("/api/studies", json=asked).json["data"]
    services.study_job.execute(study["study_id"])
    after = client.get(section).json["data"]
    assert after["study_id"] == study["study_id"], client.get(f"/api/studies/{study['study_id']}").json
    result = after["result"]
    assert result["explained_class"] == "PLANET"
    assert {group["group"] for group in result["groups"]} >= {"transit shape", "size", "star", "signal-to-noise"}
    assert {feature["feature"] for feature in result["features"]} > set(FEATURES)
    first = result["features"][0]
    assert first["importance"]["low"] <= first["importance"]["value"] <= first["importance"]["high"]
    assert len(first["points"]["value"]) == len(first["points"]["log_odds"]) > 100
    assert client.get(f"{section}&positive=PLANET").json["data"]["study_id"] == study["study_id"]
    assert client.get(f"{section}&positive=COMET").json["data"]["study_id"] is None
    refused = client.post("/api/studies", json={**asked, "positive": "COMET"})
    assert (refused.status_code, refused.json["details"]["fields"][0]["field"]) == (422, "positive")


def test_rows_and_the_model_are_explained_and_answers_put_to_the_test(
    client: Any, services: Services, session_id: str
) -> None:
    rows = some_rows(client, session_id)
    check_rows(client, session_id, rows)
    check_counterfactuals(client, session_id, rows)
    check_study(client, services, session_id)


def test_a_tuned_model_is_explained_with_the_settings_that_its_folds_found(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    tree = {"config_type": "model", "model": "decision_tree", "hyperparameters": {"max_depth": 2}, "seed": 7}
    budget = {"config_type": "evaluation", "method": "cv", "folds": 2, "tuning": {"trials": 3, "folds": 2}}
    session_id = new_session({**MORE, "engineered": False}, tree, budget)
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    asked = {"session_id": session_id, "study": "explanations"}
    study_id = client.post("/api/studies", json=asked).json["data"]["study_id"]
    with services.transactions.read() as uow:
        told = uow.studies.find(study_id).configuration["tuned"]
        searches = uow.runs.get(run_id).result["tuning"]
    assert [told[str(fold)] for fold in (1, 2, 0)] == [
        {**told[str(fold)], **search["settings"]} for fold, search in zip((1, 2, 0), searches, strict=True)
    ]
    services.study_job.execute(study_id)
    result = client.get(f"/api/studies/{study_id}").json["data"]["result"]
    assert "not_tuned" not in [entry["code"] for entry in result["warnings"]]
    assert client.get(f"/result?session_id={session_id}&section=explanations").json["data"]["study_id"] == study_id
