"""Extending a catalogue over HTTP: shown, confirmed, kept as a private version, compared with the base."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest

from backend.assembly import Services
from ML.catalogs.snapshots import find_snapshot, load_snapshot

from_tess = {"target": "verdict", "class_map": {"planet": "CP", "eclipse": "FP"}}


def labelled_rows(count: int = 40) -> pd.DataFrame:
    """Undecided objects of TESS, which somebody has looked at: every third is a planet."""
    tess = load_snapshot(find_snapshot("tess"))
    waiting = tess[tess["tfopwg_disp"].isna()].head(count)
    verdicts = ["planet" if number % 3 == 0 else "eclipse" for number in range(len(waiting))]
    kept = waiting[["toi", "tid", "pl_orbper", "pl_trandep", "pl_rade"]]
    return kept.assign(pl_trandep=kept["pl_trandep"] / 10_000, verdict=verdicts).rename(
        columns={"pl_trandep": "depth", "pl_orbper": "P"}
    )


@pytest.fixture
def upload_id(client: Any) -> str:
    content = labelled_rows().to_csv(index=False).encode()
    sent = client.post("/api/upload", data={"file": (io.BytesIO(content), "looked_at.csv")})
    assert sent.status_code == 201, sent.json
    return sent.json["data"]["upload_id"]


@pytest.fixture
def asked(upload_id: str) -> dict[str, Any]:
    column_map = {"depth": "transit_depth", "P": "orbital_period"}
    return {"upload_id": upload_id, "column_map": column_map, "units": {"depth": "percent"}, **from_tess}


def extend(client: Any, asked: dict[str, Any], name: str = "tess", **more: Any) -> Any:
    return client.post(f"/api/datasets/{name}/extensions", json={**asked, **more})


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_labelled_rows_become_a_version_that_is_compared_with_the_base(
    client: Any, services: Services, asked: dict[str, Any]
) -> None:
    shown = extend(client, asked)
    assert shown.status_code == 200, shown.json
    diff = shown.json["data"]
    assert diff["counts"]["update"] == 40
    assert {(row["was"], row["becomes"]) for row in diff["rows"]} == {(None, "CP"), (None, "FP")}
    kept = extend(client, asked, confirm=diff["diff_sha256"])
    assert kept.status_code == 201, kept.json
    version = kept.json["data"]
    assert version["snapshot"]["rows"] == find_snapshot("tess").rows

    selected = client.get(f"/select?session_id={version['session_id']}").json["data"]
    assert selected["effective"]["data_source"]["snapshot"] == version["snapshot"]["id"]
    services.study_job.execute(version["study_id"])
    study = client.get(f"/api/studies/{version['study_id']}").json["data"]
    assert (study["state"], study["error"]) == ("done", None)
    assert study["result"]["trained_rows"] == {"base": 903, "extended": 943}
    assert study["result"]["hosts"] > 0
    assert set(study["result"]["difference"]) >= {"accuracy", "roc_auc"}

    run_id = client.post("/training", json={"session_id": version["session_id"]}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    result = client.get(f"/result?session_id={version['session_id']}").json["data"]
    assert result["data"]["rows"] == 943


def test_a_version_is_private(client: Any, asked: dict[str, Any]) -> None:
    confirm = extend(client, asked).json["data"]["diff_sha256"]
    version = extend(client, asked, confirm=confirm).json["data"]["snapshot"]
    listed = client.get("/api/datasets/tess").json["data"]["snapshots"]
    assert [snapshot["id"] for snapshot in listed] == ["exofop-2020-10-26"]
    described = client.get(f"/api/datasets/tess?snapshot={version['id']}").json["data"]
    assert described["snapshot"] == version["id"]
    assert client.get("/api/datasets/tess").json["data"]["snapshot"] == "exofop-2020-10-26"


def test_showing_keeps_nothing(client: Any, services: Services, asked: dict[str, Any]) -> None:
    first, second = (extend(client, asked).json["data"] for _ in range(2))
    assert first == second
    assert [snapshot.id for snapshot in services.shelf.held("tess")] == ["exofop-2020-10-26"]


def test_what_was_not_shown_cannot_be_confirmed(client: Any, asked: dict[str, Any]) -> None:
    confirm = extend(client, asked).json["data"]["diff_sha256"]
    answer = extend(client, {**asked, "class_map": {"planet": "FP", "eclipse": "CP"}}, confirm=confirm)
    assert (answer.status_code, answer.json["code"]) == (409, "difference_changed")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"target": "nothing"}, "target"),
        ({"host": "nothing"}, "host"),
        ({"units": {"depth": "kelvin"}}, "units"),
        ({"column_map": {"depth": "no_such_column"}}, "column_map"),
        ({"class_map": {"planet": "MAYBE", "eclipse": "FP"}}, "class_map"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(
    client: Any, asked: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    answer = extend(client, {**asked, **change})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    assert answer.json["details"]["fields"][0]["field"].startswith(field)


@pytest.mark.parametrize(("name", "status"), [("planets", 422), ("combined", 422), ("krypton", 404)])
def test_a_catalogue_without_verdicts_of_its_own_cannot_be_extended(
    client: Any, asked: dict[str, Any], name: str, status: int
) -> None:
    assert extend(client, asked, name).status_code == status
