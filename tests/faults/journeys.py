"""What a person does while the platform breaks: a training, a search for hyperparameters, a batch of predictions."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd

from backend.records import FINAL_STATES
from tests.faults.platform import Platform, wait_for

ROWS = 240
BATCH_ROWS = 1_200
MODEL = {
    "config_type": "model",
    "model": "lightgbm",
    "hyperparameters": {"n_estimators": 15, "num_leaves": 4},
    "seed": 7,
}
VALIDATED = {"config_type": "evaluation", "method": "cv", "folds": 3}
TUNED = {"config_type": "evaluation", "method": "holdout", "test_size": 0.3, "tuning": {"trials": 4, "folds": 2}}


def measured(rows: int, seed: int = 3) -> pd.DataFrame:
    """A small table of two classes: two rows for each star, three measurements that tell them apart."""
    rng = np.random.default_rng(seed)
    planet = rng.integers(0, 2, rows)
    return pd.DataFrame(
        {
            "star": np.arange(rows) // 2,
            "depth": rng.normal(planet * 1.2, 1).round(4),
            "period": rng.lognormal(1, 0.5, rows).round(4),
            "ratio": rng.normal(-planet * 0.8, 1).round(4),
            "verdict": np.where(planet, "planet", "noise"),
        }
    )


TABLE = measured(ROWS).to_csv(index=False).encode()
FEATURES = {"config_type": "features", "target": "verdict", "host": "star", "features": ["depth", "period", "ratio"]}


class Training:
    """One session's training, from its own table."""

    kind = "runs"
    evaluation = VALIDATED
    address = "127.0.0.1"
    """Of the client who asks."""

    def __init__(self, platform: Platform, model: dict[str, Any] = MODEL) -> None:
        self.platform = platform
        self.client = platform.client
        self.session_id = self._session(model)
        self.id = ""

    def _session(self, model: dict[str, Any]) -> str:
        sent = self.client.post("/api/upload", data={"file": (io.BytesIO(TABLE), "tiny.csv")})
        source = {"config_type": "data_source", "data_source": "upload", "upload_id": sent.json["data"]["upload_id"]}
        session_id = str(self.client.get("/select").json["data"]["session_id"])
        for step in (source, FEATURES, model, self.evaluation):
            answer = self.client.post("/select", json={"session_id": session_id, **step})
            assert answer.status_code == 200, answer.json
        return session_id

    def start(self) -> Training:
        asked = {"json": {"session_id": self.session_id}, "environ_base": {"REMOTE_ADDR": self.address}}
        started = self.client.post("/training", **asked)
        assert started.status_code == 202, started.json
        self.id = started.json["data"]["run_id"]
        return self

    def execute_here(self) -> None:
        """Do the work in this process, as a worker would that nothing happens to."""
        self.platform.services.training_job.execute(self.id)

    def poll(self) -> dict[str, Any]:
        return dict(self.client.get(f"/training?session_id={self.session_id}").json["data"])

    def record(self) -> Any:
        with self.platform.services.transactions.read() as uow:
            return getattr(uow, self.kind).get(self.id)

    def ended(self) -> Any:
        """Wait for the end, and return the record."""
        return wait_for(lambda: (r := self.record()).state in FINAL_STATES and r, f"{self.kind} {self.id} ends")

    def answer(self) -> dict[str, Any]:
        """What is worth comparing."""
        result = self.client.get(f"/result?session_id={self.session_id}").json["data"]
        return {name: result[name] for name in ("metrics", "per_class", "confusion_matrix", "folds")}


class Tuning(Training):
    """A training that searches for its hyperparameters first."""

    evaluation = TUNED

    def answer(self) -> dict[str, Any]:
        unlike = {"seconds", "worker"}
        trials = [{k: t[k] for k in t if k not in unlike} for t in self.poll()["scores"]["trials"]]
        return {**super().answer(), "trials": trials}


class Batch(Training):
    """Predictions of a table of many pieces, by a model that was trained before."""

    kind = "predictions"

    def start(self) -> Batch:
        super().start()
        # One of the crew may have been faster.
        self.platform.services.training_job.execute(self.id)
        wait_for(lambda: self.poll()["state"] == "trained", "the model is trained")
        table = measured(BATCH_ROWS, seed=8).drop(columns=["verdict"]).to_csv(index=False).encode()
        sent = {"session_id": self.session_id, "file": (io.BytesIO(table), "many.csv")}
        started = self.client.post("/predict", data=sent)
        assert started.status_code == 202, started.json
        self.id = started.json["data"]["prediction_id"]
        return self

    def execute_here(self) -> None:
        self.platform.services.prediction_job.execute(self.id)

    def answer(self) -> dict[str, Any]:
        path = f"/predict/{self.id}.parquet?session_id={self.session_id}"
        frame = pd.read_parquet(io.BytesIO(self.client.get(path).data))
        assert len(frame) == BATCH_ROWS
        return {name: frame[name].tolist() for name in frame.columns}


JOURNEYS: dict[str, type[Training]] = {"training": Training, "tuning": Tuning, "batch": Batch}
