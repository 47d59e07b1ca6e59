"""A training with every step chosen otherwise, over HTTP: from the selection to a calibrated, explained prediction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.assembly import Services
from backend.services.tracking import Tracking

MODEL = {
    "config_type": "model",
    "model": "logistic_regression",
    "imputation": "indicator",
    "scaling": "robust",
    "encoding": "ordinal",
}
EVALUATION = {
    "config_type": "evaluation",
    "method": "holdout",
    "imbalance": "smote",
    "calibration": "venn_abers",
    "selection": "l1",
}


@pytest.fixture
def stepped(client: Any, services: Services, new_session: Callable[..., str], tmp_path: Path) -> str:
    """A session trained with these steps, and told to a tracking store."""
    session_id = new_session(MODEL, EVALUATION)
    services.training_job._tracking = Tracking(f"sqlite:///{tmp_path / 'tracking.db'}", "steps")
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    return session_id


def test_the_steps_stand_on_the_card_and_in_every_answer(client: Any, stepped: str, tmp_path: Path) -> None:
    progress = client.get(f"/training?session_id={stepped}").json["data"]
    assert (progress["state"], progress["percent"]) == ("trained", 100)
    card = client.get(f"/result?session_id={stepped}&section=card").json["data"]
    assert {name: card["split"][name] for name in ("imbalance", "calibration", "selection")} == {
        name: EVALUATION[name] for name in ("imbalance", "calibration", "selection")
    }
    assert {name: card["model"][name] for name in ("imputation", "scaling", "encoding")} == {
        name: MODEL[name] for name in ("imputation", "scaling", "encoding")
    }
    assert "imbalanced-learn" in card["versions"]
    assert {"wall_s", "cpu_s", "peak_memory_mb", "n_threads"} <= set(card["timing"])
    assert len(card["split"]["data_hash"]) == len(card["split"]["split_hash"]) == 64
    assert card["model"]["seed"] == 42
    codes = {warning["code"] for warning in card["warnings"]}
    assert "calibrated_after_weights" in codes
    assert "not_tracked" not in codes
    assert (tmp_path / "tracking.db").exists()

    row = {"koi_period": 9.5, "koi_depth": 600.0}
    asked = {"session_id": stepped, "rows": [row], "explain": True}
    form = client.get(f"/predict?session_id={stepped}").json["data"]["features"]
    asked["rows"] = [{field["name"]: row.get(field["name"], field["median"]) for field in form}]
    (answer,) = client.post("/predict", json=asked).json["data"]["predictions"]
    low, high = answer["interval"]
    assert 0 <= low <= answer["score"] <= high <= 1
    explained = answer["explanation"]
    assert explained["additivity_error"] < 1e-6
    assert "calibration" in explained["note"]
