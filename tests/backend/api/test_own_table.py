"""A person's own table: uploaded, its target chosen, trained, predicted; and every table that cannot be."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backend.assembly import Services


def own_table(rows: int = 240) -> pd.DataFrame:
    """Two measurements that tell the class, a word that hints at it, a useless column, two rows for each star."""
    generator = np.random.default_rng(0)
    is_planet = generator.random(rows) < 0.5
    return pd.DataFrame(
        {
            "star": [f"S{number // 2}" for number in range(rows)],
            "depth": np.where(is_planet, 1.0, 3.0) + generator.normal(0, 0.7, rows),
            "width": np.where(is_planet, 5.0, 4.0) + generator.normal(0, 1.0, rows),
            "band": np.where(is_planet == (generator.random(rows) < 0.75), "red", "blue"),
            "noise": generator.normal(0, 1, rows),
            "verdict": np.where(is_planet, "planet", "eclipse"),
        }
    )


def upload(client: Any, frame: pd.DataFrame | bytes, filename: str = "own.csv") -> Any:
    content = frame if isinstance(frame, bytes) else frame.to_csv(index=False).encode()
    return client.post("/api/upload", data={"file": (io.BytesIO(content), filename)})


def configured(client: Any, upload_id: str, **features: Any) -> Any:
    session_id = client.get("/select").json["data"]["session_id"]
    source = {"session_id": session_id, "config_type": "data_source", "data_source": "upload", "upload_id": upload_id}
    assert client.post("/select", json=source).status_code == 200
    evaluation = {"session_id": session_id, "config_type": "evaluation", "folds": 3}
    assert client.post("/select", json=evaluation).status_code == 200
    chosen = client.post("/select", json={"session_id": session_id, "config_type": "features", **features})
    return session_id, chosen


def trained(client: Any, services: Services, session_id: str) -> dict[str, Any]:
    started = client.post("/training", json={"session_id": session_id})
    assert started.status_code == 202, started.json
    services.training_job.execute(started.json["data"]["run_id"])
    return client.get(f"/training?session_id={session_id}").json["data"]


@pytest.mark.parametrize("family", ["lightgbm", "xgboost", "random_forest", "logistic_regression", "mlp"])
def test_every_family_learns_predicts_and_explains_an_own_table(client: Any, services: Services, family: str) -> None:
    sent = upload(client, own_table())
    assert sent.status_code == 201, sent.json
    facts = sent.json["data"]
    assert [entry["name"] for entry in facts["target_candidates"]][:1] in (["verdict"], ["band"])
    session_id, chosen = configured(client, facts["upload_id"], target="verdict", host="star")
    assert set(chosen.json["data"]["effective"]["features"]["features"]) >= {"depth", "width", "band", "noise"}
    client.post("/select", json={"session_id": session_id, "config_type": "model", "model": family})
    progress = trained(client, services, session_id)
    assert progress["state"] == "trained", progress["error"]
    result = client.get(f"/result?session_id={session_id}").json["data"]
    assert result["positive_class"] == "planet"
    assert result["data"]["hosts"] == 120
    assert result["metrics"]["accuracy"]["low"] > 0.7
    row = {"depth": 1.0, "width": 5.0, "band": "red", "noise": 0.0}
    asked = {"session_id": session_id, "rows": [row], "explain": True}
    prediction = client.post("/predict", json=asked).json["data"]["predictions"][0]
    assert prediction["prediction"] == "planet"
    parts = prediction["explanation"]["contributions"]
    assert {part["feature"] for part in parts} <= set(row)
    total = prediction["explanation"]["base_value"] + sum(part["contribution"] for part in parts)
    assert abs(total - prediction["explanation"]["output"]) <= prediction["explanation"]["additivity_error"] + 1e-6


@pytest.mark.parametrize(("host", "codes"), [("star", []), (None, ["hosts_unknown"])])
def test_rows_that_cannot_be_grouped_by_star_are_remarked(
    client: Any, services: Services, host: str | None, codes: list[str]
) -> None:
    features = {"target": "verdict", **({"host": host} if host else {})}
    session_id, _ = configured(client, upload(client, own_table()).json["data"]["upload_id"], **features)
    trained(client, services, session_id)
    warnings = client.get(f"/result?session_id={session_id}").json["data"]["warnings"]
    assert [warning["code"] for warning in warnings if warning["code"] == "hosts_unknown"] == codes


def test_rows_without_a_verdict_are_ranked(client: Any, services: Services) -> None:
    frame = own_table()
    frame.loc[:9, "verdict"] = None
    session_id, _ = configured(client, upload(client, frame).json["data"]["upload_id"], target="verdict", host="star")
    assert trained(client, services, session_id)["state"] == "trained"
    started = client.post("/predict", json={"session_id": session_id, "source": "undecided"}).json["data"]
    services.prediction_job.execute(started["prediction_id"])
    query = {"session_id": session_id, "prediction_id": started["prediction_id"]}
    assert client.get("/predict", query_string=query).json["data"]["total"] == 10


def test_a_table_without_a_target_must_choose_one_first(client: Any) -> None:
    upload_id = upload(client, own_table()).json["data"]["upload_id"]
    session_id, _ = configured(client, upload_id, features=["depth"])
    refused = client.post("/training", json={"session_id": session_id})
    assert (refused.status_code, refused.json["details"]["missing"]) == (409, "features.target")


@pytest.mark.parametrize(
    ("target", "says"), [("noise", "2 to 20 classes"), ("absent", "not in own.csv"), ("one", "2 to 20 classes")]
)
def test_a_target_that_is_none_is_refused(client: Any, target: str, says: str) -> None:
    upload_id = upload(client, own_table().assign(one="same")).json["data"]["upload_id"]
    _, refused = configured(client, upload_id, target=target)
    assert refused.status_code == 422
    assert says in refused.json["error"]
    assert "verdict" in refused.json["error"]


def test_too_few_hosts_fail_with_the_remedy(client: Any, services: Services) -> None:
    frame = own_table(60).assign(star=["A"] * 30 + ["B"] * 30)
    session_id, _ = configured(client, upload(client, frame).json["data"]["upload_id"], target="verdict", host="star")
    progress = trained(client, services, session_id)
    assert (progress["state"], progress["error"]["code"]) == ("failed", "untrainable_table")
    assert "host" in progress["error"]["message"]


def test_infinite_and_missing_cells_are_reported_and_survived(client: Any, services: Services) -> None:
    frame = own_table()
    frame["depth"] = frame["depth"].astype(object)
    frame.loc[3, "depth"] = "inf"
    frame.loc[4, "depth"] = "-inf"
    frame.loc[5, "depth"] = ""
    facts = upload(client, frame).json["data"]
    assert {problem["line"] for problem in facts["problems"]} == {5, 6}
    session_id, _ = configured(client, facts["upload_id"], target="verdict", host="star")
    assert trained(client, services, session_id)["state"] == "trained"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 415),
        (b"\n\n\n", 415),
        (b"a,b\n", 415),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 415),
        (b"<html><body>not a table</body></html>", 415),
        (b"a,a\n1,2\n3,4\n", 422),
        (b"a,b\n1," + b"x" * 20_000 + b"\n", 413),
        (",".join(f"c{n}" for n in range(5_000)).encode() + b"\n" + b",".join([b"1"] * 5_000) + b"\n", 413),
        ("stérne,größe\nä,1\n".encode("utf-16"), 201),
        ("a;b\n1,5;é\n2,5;è\n".encode("latin-1"), 201),
    ],
)
def test_bad_files_get_a_clear_answer_and_leave_nothing(
    client: Any, services: Services, settings: Any, content: bytes, status: int
) -> None:
    answer = upload(client, content)
    assert answer.status_code == status, answer.json
    if status != 201:
        assert len(answer.json["error"]) > 20
        assert "Traceback" not in answer.text
        kept = [path for path in (settings.local_root / "uploads").rglob("*") if path.is_file()]
        left = [path for path in (settings.local_root / "tmp").rglob("*") if path.is_file()]
        assert (kept, left) == ([], [])


def test_a_deleted_session_is_gone_with_its_files(client: Any, services: Services, settings: Any) -> None:
    session_id, _ = configured(client, upload(client, own_table()).json["data"]["upload_id"], target="verdict")
    run_id = trained(client, services, session_id)["run_id"]
    assert (settings.local_root / "models" / "runs" / run_id).exists()
    assert client.delete(f"/api/sessions/{session_id}").status_code == 200
    assert client.get(f"/select?session_id={session_id}").status_code == 404
    kept = [
        path for folder in ("models", "uploads", "predictions") for path in (settings.local_root / folder).rglob("*")
    ]
    assert [path for path in kept if path.is_file()] == []


def test_a_cell_that_its_unit_cannot_hold_is_refused_where_the_column_is_mapped(client: Any) -> None:
    upload_id = upload(client, own_table().assign(gravity=-1.0)).json["data"]["upload_id"]
    mapping = {"column_map": {"gravity": "stellar_surface_gravity"}, "units": {"gravity": "cm/s**2"}}
    _, refused = configured(client, upload_id, target="verdict", features=["depth"], **mapping)
    assert (refused.status_code, refused.json["code"]) == (422, "invalid_fields")
    field = refused.json["details"]["fields"][0]
    assert field["field"] == "column_map.gravity"
    assert "gravity, row 1: '-1.0' is not a number in cm/s**2" in field["message"]
