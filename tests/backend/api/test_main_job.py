"""The main job over HTTP: select, train, result, predict; and every wrong turn on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, get_args

import pandas as pd
import pytest

from backend.assembly import Services
from backend.schemas.results import SECTIONS


def data(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.json
    assert response.json["status"] == "success"
    assert response.json["error"] is None
    return response.json["data"]


def refusal(response: Any, status: int, code: str) -> Any:
    assert response.status_code == status, response.json
    assert response.json["status"] == "error"
    assert response.json["data"] is None
    assert response.json["code"] == code, response.json
    return response.json


def test_a_new_session_lists_everything_that_can_be_chosen(client: Any) -> None:
    created = data(client.get("/select"), 201)
    assert created["state"] == "created"
    assert len(created["session_id"]) >= 22
    assert [dataset["name"] for dataset in created["choices"]["datasets"]] == [
        "kepler",
        "k2",
        "tess",
        "combined",
        "planets",
    ]
    assert {model["name"] for model in created["choices"]["models"]} >= {
        "random_forest",
        "xgboost",
        "lightgbm",
        "logistic_regression",
        "mlp",
    }


def test_data_alone_are_enough_and_everything_else_has_a_default(client: Any) -> None:
    session_id = data(client.get("/select"), 201)["session_id"]
    assert data(client.get(f"/select?session_id={session_id}"))["missing"] == ["data_source"]
    step = {"session_id": session_id, "config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
    selected = data(client.post("/select", json=step))
    assert selected["state"] == "configured"
    assert selected["missing"] == []
    effective = selected["effective"]
    assert effective["data_source"]["task"] == "binary"
    assert effective["evaluation"]["group_by_host"] is True
    assert effective["model"]["seed"] == 42
    assert "koi_score" not in effective["features"]["features"]


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_the_whole_job(client: Any, trained_session: str) -> None:
    progress = data(client.get(f"/training?session_id={trained_session}"))
    assert (progress["state"], progress["percent"]) == ("trained", 100)
    assert {phase["state"] for phase in progress["phases"]} == {"done"}
    assert [fold["fold"] for fold in progress["scores"]["folds"]] == [1, 2, 3]

    result = data(client.get(f"/result?session_id={trained_session}"))
    accuracy = result["metrics"]["accuracy"]
    assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]
    assert result["metrics"]["roc_auc"]["value"] > 0.9
    assert accuracy["value"] > result["baselines"]["majority"]["accuracy"]
    assert result["data"]["rows"] == 2_281 + 3_976
    assert result["data"]["undecided"] == 1_797
    assert sum(map(sum, result["confusion_matrix"])) == result["data"]["rows"]
    assert result["warnings"] == [] or {warning["code"] for warning in result["warnings"]}.isdisjoint(
        {"trained_with_leaks", "trained_with_soft_leaks"}
    )

    form = data(client.get(f"/predict?session_id={trained_session}"))
    example = form["examples"][0]
    row = {name: value for name, value in example["values"].items() if value is not None}
    answer = data(client.post("/predict", json={"session_id": trained_session, "rows": [row], "explain": True}))
    prediction = answer["predictions"][0]
    assert sum(prediction["probabilities"].values()) == pytest.approx(1)
    explanation = prediction["explanation"]
    assert explanation["predicted_class"] == prediction["prediction"]
    total = explanation["base_value"] + sum(part["contribution"] for part in explanation["contributions"])
    assert total == pytest.approx(explanation["output"], abs=1e-6)


def test_every_section_of_a_result_answers(client: Any, trained_session: str) -> None:
    for section in get_args(SECTIONS):
        answered = data(client.get(f"/result?session_id={trained_session}&section={section}"))
        assert answered["section"] == section
    curves = data(client.get(f"/result?session_id={trained_session}&section=curves"))["curves"]
    assert set(curves) == {"roc", "pr", "calibration", "threshold"}
    importance = data(client.get(f"/result?session_id={trained_session}&section=importance"))
    shares = [feature["share"] for feature in importance["features"]]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    computed = {feature["feature"]: feature for feature in importance["features"] if feature["formula"]}
    assert computed["log10_orbital_period"]["label"] == "log10 of the orbital period"
    assert computed["log10_orbital_period"]["unit"] == "log10(days)"
    assert computed["log10_orbital_period"]["group"] == "orbit"
    assert computed["log10_orbital_period"]["formula"] == "log10(x), from orbital period"


def test_the_rows_behind_each_cell_add_up_to_the_confusion_matrix(client: Any, trained_session: str) -> None:
    result = data(client.get(f"/result?session_id={trained_session}"))
    for truth, counts in zip(result["classes"], result["confusion_matrix"], strict=True):
        for predicted, count in zip(result["classes"], counts, strict=True):
            query = {"session_id": trained_session, "section": "errors", "truth": truth, "predicted": predicted}
            cell = data(client.get("/result", query_string=query))
            assert cell["total"] == count
            assert {(row["truth"], row["prediction"]) for row in cell["rows"]} <= {(truth, predicted)}


def test_a_threshold_keeps_its_promise_on_the_validation_objects(client: Any, trained_session: str) -> None:
    asked = {"session_id": trained_session, "action": "threshold", "objective": "precision_at_least", "value": 0.95}
    pure = data(client.post("/result", json=asked))
    assert pure["precision"] >= 0.95
    assert pure["expected_false_positives"] == round(pure["selected"] * (1 - pure["precision"]))
    wide = data(client.post("/result", json={**asked, "objective": "recall_at_least"}))
    assert wide["recall"] >= 0.95
    assert wide["threshold"] < pure["threshold"]


def test_the_same_seed_gives_the_same_numbers(
    client: Any, services: Services, new_session: Callable[..., str], trained_session: str
) -> None:
    again = new_session()
    run_id = data(client.post("/training", json={"session_id": again}), 202)["run_id"]
    services.training_job.execute(run_id)
    first, second = (data(client.get(f"/result?session_id={s}")) for s in (trained_session, again))
    for key in ("metrics", "confusion_matrix", "baselines", "per_class"):
        assert first[key] == second[key]
    assert first["split"]["split_hash"] == second["split"]["split_hash"]


def test_a_leaky_model_is_marked_wherever_its_numbers_appear(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    leaky = {"config_type": "features", "features": ["koi_period", "koi_score"], "allow_leaks": ["koi_score"]}
    session_id = new_session(leaky)
    services.training_job.execute(data(client.post("/training", json={"session_id": session_id}), 202)["run_id"])
    result = data(client.get(f"/result?session_id={session_id}"))
    marks = [warning for warning in result["warnings"] if warning["code"] == "trained_with_leaks"]
    assert "koi_score" in marks[0]["text"]
    assert data(client.get(f"/training?session_id={session_id}"))["leaky"] is True
    assert data(client.get(f"/predict?session_id={session_id}"))["leaky"] is True
    summary = data(client.get(f"/api/sessions/{session_id}"))
    assert summary["headline"]["leaky"] is True
    assert summary["settings"]["features.features"] == 2


def test_a_repeated_poll_is_answered_304(client: Any, trained_session: str) -> None:
    first = client.get(f"/training?session_id={trained_session}")
    again = client.get(f"/training?session_id={trained_session}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_second_training_while_one_waits_is_refused(client: Any, new_session: Callable[..., str]) -> None:
    session_id = new_session()
    first = data(client.post("/training", json={"session_id": session_id}), 202)
    assert (first["state"], first["queue_position"]) == ("queued", 1)
    told = refusal(client.post("/training", json={"session_id": session_id}), 409, "wrong_state")
    assert told["details"]["state"] == "queued"
    changed = {"session_id": session_id, "config_type": "model", "model": "mlp"}
    refusal(client.post("/select", json=changed), 409, "wrong_state")


def test_a_waiting_training_is_cancelled_at_once_and_never_runs(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    session_id = new_session()
    run_id = data(client.post("/training", json={"session_id": session_id}), 202)["run_id"]
    cancelled = data(client.post("/training", json={"session_id": session_id, "action": "cancel"}), 202)
    assert cancelled["state"] == "cancelled"
    services.training_job.execute(run_id)
    assert data(client.get(f"/training?session_id={session_id}"))["state"] == "cancelled"
    refusal(client.post("/training", json={"session_id": session_id, "action": "cancel"}), 409, "wrong_state")


def test_a_cancelled_second_training_does_not_hide_the_first_result(client: Any, trained_session: str) -> None:
    before = data(client.get(f"/result?session_id={trained_session}"))
    data(client.post("/training", json={"session_id": trained_session}), 202)
    refusal(client.get(f"/result?session_id={trained_session}"), 409, "wrong_state")
    data(client.post("/training", json={"session_id": trained_session, "action": "cancel"}), 202)
    assert data(client.get(f"/result?session_id={trained_session}")) == before


def test_a_message_delivered_twice_does_no_harm(client: Any, services: Services, trained_session: str) -> None:
    before = data(client.get(f"/result?session_id={trained_session}"))
    services.training_job.execute(before["run_id"])
    assert data(client.get(f"/result?session_id={trained_session}")) == before


@pytest.mark.parametrize(
    ("body", "status", "code", "says"),
    [
        ({"config_type": "data_source", "dataset": "keplerr"}, 404, "unknown_dataset", "keplerr"),
        ({"config_type": "data_source", "dataset": "kepler", "snapshot": "x"}, 404, "unknown_snapshot", "x"),
        ({"config_type": "data_source", "data_source": "upload", "upload_id": "no"}, 404, "unknown_upload", "no"),
        ({"config_type": "datasource"}, 422, "invalid_fields", "config_type"),
        ({"config_type": "model", "model": "oracle"}, 422, "unknown_family", "oracle"),
        ({"config_type": "model", "model": "lightgbm", "hyperparameters": {"n_estimators": "9"}}, 422, None, "n_est"),
        ({"config_type": "model", "model": "lightgbm", "hyperparameters": {"n_estimators": -1}}, 422, None, "n_est"),
        ({"config_type": "model", "model": "lightgbm", "hyperparameters": {"depth": 3}}, 422, None, "depth"),
        ({"config_type": "model", "model": "mlp", "seed": 1.5}, 422, "invalid_fields", "seed"),
        ({"config_type": "evaluation", "folds": 1}, 422, "invalid_fields", "folds"),
        ({"config_type": "evaluation", "tuning": {"trials": 0}}, 422, "invalid_fields", "tuning"),
        ({"config_type": "features", "features": ["koi_score"]}, 409, "wrong_state", "data_source"),
    ],
)
def test_a_wrong_step_is_refused_with_what_to_do(
    client: Any, body: dict[str, Any], status: int, code: str | None, says: str
) -> None:
    session_id = data(client.get("/select"), 201)["session_id"]
    response = client.post("/select", json={"session_id": session_id, **body})
    told = refusal(response, status, code or "invalid_fields")
    assert says in told["error"] + str(told["details"])
    assert data(client.get(f"/select?session_id={session_id}"))["state"] == "created"


def test_the_steps_around_the_classifier_are_listed_chosen_and_completed(
    client: Any, new_session: Callable[..., str]
) -> None:
    steps = data(client.get("/select"), 201)["choices"]["steps"]
    assert all(option["help"].endswith(".") for step in steps for option in step["options"])
    for step in steps:
        last = step["options"][-1]["name"]
        costs = {"costs": {"PLANET": 5}} if last == "cost" else {}
        model = {"model": "lightgbm"} if step["part"] == "model" else {}
        session_id = new_session({"config_type": step["part"], step["field"]: last, **costs, **model})
        effective = data(client.get(f"/select?session_id={session_id}"))["effective"][step["part"]]
        assert effective[step["field"]] == last
        others = {other["field"]: other["default"] for other in steps if other["part"] == step["part"]}
        assert {name: effective[name] for name in others} == {**others, step["field"]: last}


@pytest.mark.parametrize(("wish", "says"), [
    ({"calibration": "platt"}, "calibration"),
    ({"selection": "best"}, "selection"),
    ({"imbalance": "adasyn"}, "imbalance"),
    ({"imbalance": "cost"}, "needs costs"),
    ({"costs": {"PLANET": 2.0}}, "costs only count with imbalance 'cost'"),
    ({"imbalance": "cost", "costs": {"STAR": 2.0}}, "the classes are"),
    ({"imbalance": "cost", "costs": {"PLANET": 0}}, "costs"),
    ({"imbalance": "cost", "costs": {}}, "costs"),
])  # fmt: skip
def test_a_step_that_cannot_be_done_is_refused_by_name(
    wish: dict[str, Any], says: str, client: Any, new_session: Callable[..., str]
) -> None:
    session_id = new_session()
    response = client.post("/select", json={"session_id": session_id, "config_type": "evaluation", **wish})
    assert says in refusal(response, 422, "invalid_fields")["error"]


def test_an_unfinished_session_says_which_step_is_missing(client: Any) -> None:
    session_id = data(client.get("/select"), 201)["session_id"]
    told = refusal(client.post("/training", json={"session_id": session_id}), 409, "wrong_state")
    assert told["details"]["missing"] == "data_source"
    for path in ("/result", "/predict"):
        told = refusal(client.get(f"{path}?session_id={session_id}"), 409, "wrong_state")
        assert told["details"] == {"state": "created", "missing": "training"}


@pytest.mark.parametrize("session_id", ["nobody", "x" * 64, "%00", "../../etc/passwd", "'; DROP TABLE sessions;--"])
@pytest.mark.parametrize("path", ["/select", "/training", "/result", "/predict"])
def test_an_unknown_session_is_told_so_everywhere(client: Any, path: str, session_id: str) -> None:
    response = client.get(f"{path}?session_id={session_id}")
    assert response.status_code in (400, 404, 422), response.json
    assert response.json["code"] in ("unknown_session", "invalid_fields", "malformed_request")


def test_rows_with_unknown_columns_or_words_for_numbers_are_refused(client: Any, trained_session: str) -> None:
    def predict(rows: Any) -> Any:
        return client.post("/predict", json={"session_id": trained_session, "rows": rows})

    assert "koi_periodd" in refusal(predict([{"koi_periodd": 1}]), 422, "invalid_fields")["error"]
    told = refusal(predict([{"koi_period": "long"}]), 422, "invalid_rows")
    assert "koi_period" in told["error"]
    assert "long" in told["error"]
    refusal(predict([]), 422, "invalid_fields")
    refusal(client.post("/predict", json={"session_id": trained_session}), 422, "invalid_fields")


@pytest.mark.parametrize(("threshold", "expected"), [(0.0, "PLANET"), (1.0, "FALSE POSITIVE")])
def test_a_threshold_decides_the_class_and_the_reasons_are_for_that_class(
    client: Any, trained_session: str, threshold: float, expected: str
) -> None:
    asked = {"session_id": trained_session, "rows": [{"koi_period": 3.5}], "explain": True, "threshold": threshold}
    prediction = data(client.post("/predict", json=asked))["predictions"][0]
    assert (prediction["prediction"], prediction["threshold"]) == (expected, threshold)
    assert prediction["explanation"]["predicted_class"] == expected
    assert prediction["probability"] == prediction["probabilities"][expected]


def test_missing_inputs_are_named_never_filled_in_silently(client: Any, trained_session: str) -> None:
    answer = data(client.post("/predict", json={"session_id": trained_session, "rows": [{"koi_period": 3.5}]}))
    codes = {warning["code"]: warning["text"] for warning in answer["predictions"][0]["warnings"]}
    assert "koi_depth" in codes["missing_inputs"]


def test_a_known_object_fills_the_form(client: Any, trained_session: str) -> None:
    known = data(client.get(f"/predict/object?session_id={trained_session}&name=k00752.01"))
    assert known["name"] == "K00752.01"
    assert known["values"]["koi_period"] == pytest.approx(9.488, abs=1e-3)
    refusal(client.get(f"/predict/object?session_id={trained_session}&name=K9"), 404, "unknown_object")


def test_the_undecided_objects_are_ranked_and_taken_home(client: Any, services: Services, trained_session: str) -> None:
    asked = {"session_id": trained_session, "source": "undecided"}
    prediction_id = data(client.post("/predict", json=asked), 202)["prediction_id"]
    services.prediction_job.execute(prediction_id)
    query = {"session_id": trained_session, "prediction_id": prediction_id, "per_page": 10}
    page = data(client.get("/predict", query_string=query))
    assert (page["state"], page["total"], len(page["rows"])) == ("done", 1_797, 10)
    scores = [row["score"] for row in page["rows"]]
    assert scores == sorted(scores, reverse=True)
    table = pd.read_parquet(
        io.BytesIO(client.get(f"/predict/{prediction_id}.parquet?session_id={trained_session}").data)
    )
    text = client.get(f"/predict/{prediction_id}.csv?session_id={trained_session}").text
    assert len(table) == len(pd.read_csv(io.StringIO(text))) == 1_797


def test_a_file_keeps_its_order_and_extra_columns_and_reports_bad_rows_by_line(
    client: Any, services: Services, trained_session: str
) -> None:
    template = client.get(f"/predict/template?session_id={trained_session}").text.splitlines()
    header, example = template[0], template[1]
    broken = ["long", *example.split(",")[1:]]
    lines = [f"{header},note", f"{example},=1+1", f"{','.join(broken)},second", f"{example},third"]
    file = (io.BytesIO("\n".join(lines).encode()), "mine.csv", "application/vnd.ms-excel")
    response = client.post("/predict", data={"session_id": trained_session, "file": file})
    prediction_id = data(response, 202)["prediction_id"]
    services.prediction_job.execute(prediction_id)
    page = data(client.get("/predict", query_string={"session_id": trained_session, "prediction_id": prediction_id}))
    assert page["state"] == "done", page["error"]
    assert [row["note"] for row in page["rows"]] == ["=1+1", "second", "third"]
    assert [row["prediction"] is None for row in page["rows"]] == [False, True, False]
    assert [(error["line"], error["value"]) for error in page["errors"]] == [(3, "long")]
    assert "'=1+1" in client.get(f"/predict/{prediction_id}.csv?session_id={trained_session}").text


def test_a_file_without_the_columns_fails_with_the_difference(
    client: Any, services: Services, trained_session: str
) -> None:
    file = (io.BytesIO(b"a,b\n1,2\n"), "mine.csv")
    prediction_id = data(client.post("/predict", data={"session_id": trained_session, "file": file}), 202)[
        "prediction_id"
    ]
    services.prediction_job.execute(prediction_id)
    page = data(client.get("/predict", query_string={"session_id": trained_session, "prediction_id": prediction_id}))
    assert (page["state"], page["error"]["code"]) == ("failed", "invalid_rows")
    assert "koi_period" in page["error"]["message"]


def test_a_prediction_belongs_to_its_session(
    client: Any, trained_session: str, new_session: Callable[..., str]
) -> None:
    asked = {"session_id": trained_session, "source": "undecided"}
    prediction_id = data(client.post("/predict", json=asked), 202)["prediction_id"]
    stranger = new_session()
    query = {"session_id": stranger, "prediction_id": prediction_id}
    refusal(client.get("/predict", query_string=query), 404, "unknown_prediction")
    refusal(client.get(f"/predict/{prediction_id}.csv?session_id={stranger}"), 404, "unknown_prediction")
