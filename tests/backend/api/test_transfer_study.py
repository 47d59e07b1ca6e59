"""The study of transfer over HTTP: two missions, a small model, real fits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.assembly import Services
from backend.config import Settings

FEW = ["orbital_period", "transit_duration", "transit_depth", "planet_radius", "number_of_candidates"]


@pytest.fixture
def session_id(new_session: Callable[..., str]) -> str:
    """A session on all missions together, with few columns and a model of a second."""
    return new_session(
        {"config_type": "data_source", "data_source": "nasa", "dataset": "combined"},
        {"config_type": "features", "features": FEW},
        {"config_type": "evaluation", "method": "cv", "folds": 2},
    )


def start(client: Any, session_id: str) -> Any:
    return client.post("/api/studies", json={"session_id": session_id, "study": "transfer"})


def test_missions_are_compared_with_intervals_in_every_cell(
    client: Any, services: Services, session_id: str, settings: Settings
) -> None:
    started = start(client, session_id)
    assert started.status_code == 202, started.json
    study_id = started.json["data"]["study_id"]
    services.study_job.execute(study_id)
    done = client.get(f"/api/studies/{study_id}").json["data"]
    assert (done["state"], done["error"], done["unit"]) == ("done", None, "fits")
    result = done["result"]
    cells = {(cell["train"], cell["test"]): cell for cell in result["matrix"]["cells"]}
    assert set(cells) == {(one, other) for one in ("Kepler", "TESS") for other in ("Kepler", "TESS")}
    for (train, test), cell in cells.items():
        area = cell["metrics"]["roc_auc"]
        assert area["low"] < area["value"] < area["high"] < 1
        assert area["low"] > 0.7 or train != test
    assert cells["Kepler", "TESS"]["difference"]["roc_auc"]["high"] < 0
    assert cells["Kepler", "TESS"]["rows"] == cells["TESS", "TESS"]["rows"] == 903
    regimes = {score["regime"] for score in result["regimes"]["scores"]}
    assert regimes == {"joint", "joint_with_mission", "per_mission", "staged", "rehearsed"}
    assert result["text"].startswith("A model of ")
    assert not list(Path(settings.model_root).rglob("*.npy")), "answers of a finished study are left behind"


def test_a_mission_of_its_own_is_compared_in_the_columns_that_it_shares(
    client: Any, services: Services, new_session: Callable[..., str]
) -> None:
    features = {"config_type": "features", "features": ["koi_period", "koi_depth", "koi_ror"]}
    study_id = start(client, new_session(features)).json["data"]["study_id"]
    with services.transactions.read() as uow:
        configuration = uow.studies.find(study_id).configuration
    assert configuration["data_source"]["dataset"] == "combined"
    assert configuration["data_source"]["snapshot"].startswith("kepler-tess-")
    assert configuration["features"]["features"] == ["orbital_period", "transit_depth", "radius_ratio"]
    assert (configuration["model"]["model"], configuration["model"]["seed"]) == ("lightgbm", 7)


def test_a_dataset_of_no_mission_is_refused(client: Any, new_session: Callable[..., str]) -> None:
    planets = {"config_type": "data_source", "data_source": "nasa", "dataset": "planets"}
    answer = start(client, new_session(planets, {"config_type": "features", "preset": "default"}))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    assert "cannot be measured on 'planets'" in answer.json["error"]


def test_columns_that_no_other_mission_has_are_refused(client: Any, new_session: Callable[..., str]) -> None:
    answer = start(client, new_session({"config_type": "features", "features": ["koi_fwm_stat_sig"]}))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    assert "None of the chosen columns" in answer.json["error"]


def test_the_same_question_is_answered_by_the_study_that_has_it(client: Any, session_id: str) -> None:
    first = start(client, session_id).json["data"]["study_id"]
    assert start(client, session_id).json["data"]["study_id"] == first
