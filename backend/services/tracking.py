"""What a finished training tells an MLflow tracking server, where ``MLFLOW_TRACKING_URI`` names one."""

from __future__ import annotations

import logging
import os
import time
import warnings
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)

LONGEST_VALUE = 500
"""Characters of a parameter that every tracking store takes."""

_MANNERS = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
"""A server that is away must not hold a finished run for long, and nothing is printed; the environment wins."""


@dataclass(frozen=True)
class Tracking:
    """Writes parameters, metrics and tags of runs to MLflow.

    Attributes
    ----------
    uri : str or None
        Address of the tracking store; None writes nothing and imports nothing.
    experiment : str
        Experiment under which the runs stand; made where it is missing.
    """

    uri: str | None
    experiment: str

    def log(self, run_id: str, configuration: dict[str, Any], result: dict[str, Any]) -> list[dict[str, str]]:
        """Write one run; a tracker that fails is a remark beside the result, never a failed run.

        The session's id is a capability and is not told.
        """
        if not self.uri:
            return []
        try:
            self._write(run_id, configuration, result)
        except Exception as error:
            logger.warning("Run %s was not written to the tracking server", run_id, exc_info=error)
            return [{"code": "not_tracked", "text": _told(error)}]
        return []

    def _write(self, run_id: str, configuration: dict[str, Any], result: dict[str, Any]) -> None:
        for name, value in _MANNERS.items():
            os.environ.setdefault(name, value)
        with warnings.catch_warnings():
            # What MLflow thinks of its own dependencies is not this run's business.
            warnings.simplefilter("ignore")
            from mlflow import MlflowClient
            from mlflow.entities import Metric, Param

            client = MlflowClient(tracking_uri=self.uri)
            known = client.get_experiment_by_name(self.experiment)
            experiment = known.experiment_id if known else client.create_experiment(self.experiment)
            kept = client.create_run(experiment, tags=tags_of(run_id, configuration, result), run_name=run_id)
            now = int(time.time() * 1000)
            metrics = [Metric(name, value, now, step) for name, value, step in metrics_of(result)]
            params = [Param(name, value) for name, value in params_of(configuration, result).items()]
            client.log_batch(kept.info.run_id, metrics=metrics, params=params)
            client.set_terminated(kept.info.run_id)


def params_of(configuration: dict[str, Any], result: dict[str, Any]) -> dict[str, str]:
    """Return what was chosen, as text: data, family, hyperparameters as they were fitted, steps and split."""
    source, model = configuration["data_source"], configuration["model"]
    named = {name: source.get(name) for name in ("data_source", "dataset", "snapshot", "task")}
    fitted = result.get("hyperparameters", model["hyperparameters"])
    settings = {f"hyperparameters.{name}": value for name, value in fitted.items()}
    around = {name: value for name, value in model.items() if name != "hyperparameters"}
    facts = {"features": len(configuration["features"]["features"]), "rows": result["data"]["rows"]}
    facts |= {"hosts": result["data"]["hosts"], "engineered": configuration["features"]["engineered"]}
    chosen = {**named, **around, **configuration["evaluation"], **settings, **facts}
    return {name: str(value)[:LONGEST_VALUE] for name, value in chosen.items() if value is not None}


def metrics_of(result: dict[str, Any]) -> list[tuple[str, float, int]]:
    """Return (name, value, step): headline metrics with their intervals, those of each fold, and what it took."""
    found: list[tuple[str, float | None, int]] = []
    for name, estimate in result["evaluation"]["metrics"].items():
        found += [(name, estimate["value"], 0), (f"{name}_low", estimate["low"], 0)]
        found.append((f"{name}_high", estimate["high"], 0))
    for fold in result["evaluation"]["folds"]:
        found += [(f"fold_{name}", value, fold["fold"]) for name, value in fold["metrics"].items()]
    found += [(name, value, 0) for name, value in result["timing"].items()]
    return [(name, float(value), step) for name, value, step in found if value is not None]


def tags_of(run_id: str, configuration: dict[str, Any], result: dict[str, Any]) -> dict[str, str]:
    """Return what tells two runs apart or alike: hashes, versions, leaks."""
    return {
        "playground.run_id": run_id,
        "playground.data_hash": result["data_hash"],
        "playground.split_hash": result["split_hash"],
        "playground.leaky": str(bool(configuration["features"]["allow_leaks"])).lower(),
        **{f"version.{name}": text for name, text in result["versions"].items()},
    }


def _told(error: Exception) -> str:
    if isinstance(error, ImportError):
        return "MLFLOW_TRACKING_URI is set, but MLflow is not installed on the worker. Install the extra 'mlflow'."
    return (
        f"The run was not written to the tracking server ({type(error).__name__}). The result here is complete. "
        "The worker's log tells more; check MLFLOW_TRACKING_URI."
    )
