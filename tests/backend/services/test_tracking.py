"""A tracking server is told what a run came to; a server that fails never fails the run."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend.services.tracking import LONGEST_VALUE, Tracking, metrics_of, params_of

CONFIGURATION: dict[str, Any] = {
    "data_source": {"data_source": "nasa", "dataset": "kepler", "snapshot": "dr25-2017-07-19", "task": "binary"},
    "features": {"features": ["koi_period", "koi_depth"], "engineered": False, "allow_leaks": []},
    "model": {"model": "lightgbm", "hyperparameters": {"n_estimators": 10}, "seed": 42, "imputation": "median"},
    "evaluation": {"method": "cv", "folds": 2, "calibration": "sigmoid", "costs": None, "tuning": None},
}
RESULT: dict[str, Any] = {
    "data": {"rows": 6257, "hosts": 5000},
    "evaluation": {
        "metrics": {
            "accuracy": {"value": 0.97, "low": 0.96, "high": 0.98},
            "roc_auc": {"value": None, "low": None, "high": None},
        },
        "folds": [{"fold": 1, "metrics": {"accuracy": 0.96}}, {"fold": 2, "metrics": {"accuracy": 0.98}}],
    },
    "timing": {"wall_s": 12.5, "cpu_s": 20.0, "peak_memory_mb": 400.0, "n_threads": 2},
    "hyperparameters": {"n_estimators": 35, "learning_rate": 0.05},
    "data_hash": "d" * 64,
    "split_hash": "s" * 64,
    "versions": {"python": "3.11", "scikit-learn": "1.9.1"},
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{tmp_path / 'tracking.db'}"


def test_runs_are_written_to_a_real_store(store: str) -> None:
    from mlflow import MlflowClient

    tracking = Tracking(store, "kepler runs")
    assert tracking.log("run-1", CONFIGURATION, RESULT) == []
    assert tracking.log("run-2", CONFIGURATION, RESULT) == []
    client = MlflowClient(tracking_uri=store)
    kept = client.search_runs([client.get_experiment_by_name("kepler runs").experiment_id])
    assert {run.info.run_name for run in kept} == {"run-1", "run-2"}
    run = kept[0]
    assert run.info.status == "FINISHED"
    assert run.data.metrics["accuracy"] == 0.97
    assert run.data.metrics["accuracy_low"] == 0.96
    assert run.data.metrics["peak_memory_mb"] == 400.0
    assert "roc_auc" not in run.data.metrics
    assert [point.value for point in client.get_metric_history(run.info.run_id, "fold_accuracy")] == [0.96, 0.98]
    assert run.data.params["hyperparameters.n_estimators"] == "35"
    assert {run.data.params[name] for name in ("seed", "calibration", "dataset")} == {"42", "sigmoid", "kepler"}
    assert run.data.tags["playground.data_hash"] == RESULT["data_hash"]
    assert run.data.tags["version.scikit-learn"] == "1.9.1"


def test_without_an_address_nothing_is_imported() -> None:
    code = (
        "import sys; from backend.services.tracking import Tracking; "
        "assert Tracking(None, 'x').log('r', {}, {}) == []; assert 'mlflow' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("uri", ["http://127.0.0.1:9/", "sqlite:////dev/null/tracking.db", "gopher://x"])
def test_a_server_that_is_away_is_a_remark_and_a_line_in_the_log(
    uri: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with caplog.at_level(logging.WARNING):
        (told,) = Tracking(uri, "x").log("run-1", CONFIGURATION, RESULT)
    assert told["code"] == "not_tracked"
    assert "complete" in told["text"]
    assert "run-1" in caplog.text
    assert uri not in told["text"]


def test_a_missing_client_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", None)
    (told,) = Tracking("http://127.0.0.1:9/", "x").log("run-1", CONFIGURATION, RESULT)
    assert "Install the extra 'mlflow'" in told["text"]


def test_parameters_are_text_of_bounded_length_and_metrics_are_numbers() -> None:
    long = {**RESULT, "hyperparameters": {"members": "x" * 2_000}}
    assert max(map(len, params_of(CONFIGURATION, long).values())) == LONGEST_VALUE
    assert all(isinstance(value, float) for _, value, _ in metrics_of(RESULT))
