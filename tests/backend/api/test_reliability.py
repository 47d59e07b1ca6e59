"""Where a model can be trusted, over HTTP: what the parts hold adds up to the result as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from backend.assembly import Services
from ML.splitting import split_hash
from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL


def section(client: Any, session_id: str, name: str, **query: Any) -> Any:
    answer = client.get("/result", query_string={"session_id": session_id, "section": name, **query})
    assert answer.status_code == 200, answer.json
    return answer.json["data"]


def parts_of(plane: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(cell["counted"] for cell in plane["cells"]), plane["unplaced"]]


def test_the_plane_adds_up_to_the_result(client: Any, trained_session: str) -> None:
    result = client.get(f"/result?session_id={trained_session}").json["data"]
    shown = section(client, trained_session, "reliability")
    assert (shown["positive"], shown["threshold"], shown["remark"]) == ("PLANET", None, None)
    parts = parts_of(shown["plane"])
    for name, metric in (("completeness", "recall"), ("reliability", "precision")):
        hits, objects = (sum(part[name][count] for part in parts) for count in ("hits", "objects"))
        assert hits / objects == pytest.approx(result["per_class"]["PLANET"][metric]["value"])
    assert sum(part["objects"] for part in parts) == result["data"]["rows"]
    for part in parts:
        for name in ("completeness", "reliability"):
            share = part[name]
            assert share["enough"] == (share["objects"] >= shown["fewest"])
            assert (share["share"]["value"] is not None) == share["enough"]
    assert any(not part["completeness"]["enough"] for part in parts), "the plane has empty corners"


def test_a_threshold_trades_completeness_for_reliability(client: Any, trained_session: str) -> None:
    plain, strict = (
        section(client, trained_session, "reliability", **query)["plane"]["whole"] for query in ({}, {"threshold": 0.6})
    )
    assert strict["completeness"]["share"]["value"] < plain["completeness"]["share"]["value"]
    assert strict["reliability"]["share"]["value"] > plain["reliability"]["share"]["value"]
    other = section(client, trained_session, "reliability", positive="FALSE POSITIVE")["plane"]["whole"]
    assert other["objects"] == plain["objects"]
    assert other["completeness"]["objects"] == plain["objects"] - plain["completeness"]["objects"]
    refused = client.get(f"/result?session_id={trained_session}&section=reliability&positive=MOON")
    assert (refused.status_code, refused.json["code"]) == (422, "invalid_fields")


def test_false_positives_are_found_by_reason_and_by_class(client: Any, trained_session: str) -> None:
    shown = section(client, trained_session, "reliability")
    reasons = {entry["name"]: entry for entry in shown["reasons"]}
    assert [entry["title"] for entry in shown["reasons"]] == [
        "Not Transit-Like",
        "Stellar Eclipse",
        "Centroid Offset",
        "Ephemeris Match Indicates Contamination",
        "Several of these",
    ], "no false positive of the last pipeline is without a flag"
    negatives = next(entry for entry in shown["classes"] if entry["name"] == "FALSE POSITIVE")
    flags = [entry["right"]["objects"] for name, entry in reasons.items() if name.startswith("reason_")]
    assert max(flags) <= negatives["objects"] <= sum(flags)
    verdicts = {entry["name"]: entry for entry in shown["verdicts"]}
    assert verdicts["FALSE POSITIVE"]["right"]["share"]["value"] == pytest.approx(
        negatives["metrics"]["recall"]["value"]
    )
    assert verdicts["CONFIRMED"]["truth"] == "PLANET"
    assert shown["missions"] == shown["without_verdict"] == []
    assert section(client, trained_session, "reliability") == shown


def test_flags_group_results_and_are_no_features(client: Any, trained_session: str) -> None:
    features = client.get(f"/result?session_id={trained_session}").json["data"]["data"]["features"]
    assert not [name for name in features if "fpflag" in name]


def test_the_split_is_kept_with_the_run(client: Any, trained_session: str) -> None:
    shown = section(client, trained_session, "splits", per_page=7)
    result = client.get(f"/result?session_id={trained_session}").json["data"]
    assert (len(shown["rows"]), shown["total"]) == (7, result["data"]["rows"])
    assert [fold["fold"] for fold in shown["folds"]] == [1, 2, 3]
    assert sum(fold["objects"] for fold in shown["folds"]) == shown["total"]
    for fold in shown["folds"]:
        assert sum(fold["by_class"].values()) == fold["objects"]
    assert (shown["settings"]["folds"], shown["settings"]["seed"]) == (3, 7)
    table = pd.read_csv(io.BytesIO(client.get(shown["download"]).data), dtype=str)
    assert (
        split_hash(table["object"], table["fold"].astype(int)) == shown["split_hash"] == result["split"]["split_hash"]
    )
    assert table.groupby("host")["fold"].nunique().max() == 1, "a star stands in one fold"


def test_confident_contradictions_of_the_catalogue_come_first(client: Any, trained_session: str) -> None:
    shown = section(client, trained_session, "errors", per_page=500)
    result = client.get(f"/result?session_id={trained_session}").json["data"]
    wrong = sum(sum(row) for row in result["confusion_matrix"]) - sum(
        row[place] for place, row in enumerate(result["confusion_matrix"])
    )
    assert shown["total"] == wrong
    probabilities = [row["probability"] for row in shown["rows"]]
    assert probabilities == sorted(probabilities, reverse=True)
    for row in shown["rows"]:
        assert row["truth"] != row["prediction"]
        assert row["truth_probability"] == pytest.approx(1 - row["probability"])
    confident = section(client, trained_session, "errors", threshold=shown["contradictions"]["confidence"])
    assert confident["total"] == shown["contradictions"]["objects"] <= shown["contradictions"]["answers"]


def test_macro_averages_stand_beside_the_classes(client: Any, trained_session: str) -> None:
    result = client.get(f"/result?session_id={trained_session}").json["data"]
    for name in ("precision", "recall", "f1"):
        mean = sum(result["per_class"][label][name]["value"] for label in result["classes"]) / 2
        assert result["macro"][name]["value"] == pytest.approx(mean)
        assert result["macro"][name]["low"] < mean < result["macro"][name]["high"]


def test_an_upload_without_period_has_a_reliability_without_plane(client: Any, services: Services) -> None:
    rows = pd.DataFrame({"host": [f"s{n // 2}" for n in range(200)], "a": [n % 7 + (n % 2) * 3 for n in range(200)]})
    rows["kind"] = ["YES" if n % 2 else "NO" for n in range(200)]
    sent = {"file": (io.BytesIO(rows.to_csv(index=False).encode()), "own.csv")}
    upload_id = client.post("/api/upload", data=sent).json["data"]["upload_id"]
    session_id = client.get("/select").json["data"]["session_id"]
    for step in (
        {"config_type": "data_source", "data_source": "upload", "upload_id": upload_id},
        {"config_type": "features", "target": "kind", "host": "host", "features": ["a"]},
    ):
        assert client.post("/select", json={"session_id": session_id, **step}).status_code == 200
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    shown = section(client, session_id, "reliability")
    assert "map those columns" in shown["remark"]
    assert shown["plane"]["unplaced"]["objects"] == shown["plane"]["whole"]["objects"] == 200
    assert (shown["positive"], shown["reasons"], shown["verdicts"]) == ("YES", [], [])


def test_a_learning_curve_is_measured_and_shown_with_the_result(
    client: Any, services: Services, trained_session: str, new_session: Callable[..., str]
) -> None:
    before = section(client, trained_session, "learning_curve")
    assert (before["study_id"], before["result"]) == (None, None)
    assert "POST /api/studies" in before["text"]
    asked = {"session_id": trained_session, "study": "learning_curve"}
    study_id = client.post("/api/studies", json=asked).json["data"]["study_id"]
    services.study_job.execute(study_id)
    done = client.get(f"/api/studies/{study_id}").json["data"]
    assert (done["state"], done["error"]) == ("done", None)
    shown = section(client, trained_session, "learning_curve")
    assert (shown["study_id"], shown["result"]) == (study_id, done["result"])
    whole = client.get(f"/result?session_id={trained_session}").json["data"]
    assert shown["result"]["points"][-1]["metrics"] == whole["metrics"]
    assert shown["result"]["split_hash"] == whole["split"]["split_hash"]


@pytest.fixture
def trained_on(client: Any, services: Services) -> Callable[..., str]:
    """Train a small model on a dataset, as a worker would."""

    def train(dataset: str, **chosen: Any) -> str:
        session_id: str = client.get("/select").json["data"]["session_id"]
        data = {"config_type": "data_source", "data_source": "nasa", "dataset": dataset}
        for step in (
            data,
            {"config_type": "features", "preset": "physics"},
            QUICK_MODEL,
            {**QUICK_EVALUATION, **chosen},
        ):
            answer = client.post("/select", json={"session_id": session_id, **step})
            assert answer.status_code == 200, answer.json
        run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
        services.training_job.execute(run_id)
        return session_id

    return train


def test_planets_known_before_tess_looked_are_told_apart(client: Any, trained_on: Callable[..., str]) -> None:
    session_id = trained_on("tess", method="holdout")
    shown = section(client, session_id, "reliability")
    verdicts = {entry["name"]: entry for entry in shown["verdicts"]}
    assert {"KP", "CP", "FP"} <= set(verdicts)
    without = {entry["name"]: entry for entry in shown["without_verdict"]}
    assert {"KP", "CP"} <= set(without)
    whole = shown["plane"]["whole"]
    assert without["KP"]["objects"] == whole["objects"] - verdicts["KP"]["right"]["objects"]
    assert without["KP"]["metrics"]["roc_auc"]["value"] is not None
    assert sum(entry["right"]["objects"] for entry in verdicts.values()) == whole["objects"]
    assert whole["completeness"]["objects"] == sum(
        entry["right"]["objects"] for entry in verdicts.values() if entry["truth"] == "PLANET"
    )


def test_each_mission_has_its_own_row(client: Any, trained_on: Callable[..., str]) -> None:
    session_id = trained_on("combined")
    result = client.get(f"/result?session_id={session_id}").json["data"]
    shown = section(client, session_id, "reliability")
    assert {"Kepler", "TESS"} <= {entry["name"] for entry in shown["missions"]}
    assert sum(entry["objects"] for entry in shown["missions"]) == result["data"]["rows"]
    right = sum(entry["objects"] * entry["metrics"]["accuracy"]["value"] for entry in shown["missions"])
    assert right / result["data"]["rows"] == pytest.approx(result["metrics"]["accuracy"]["value"])
    assert shown["plane"]["unplaced"]["objects"] < shown["plane"]["whole"]["objects"] / 4
