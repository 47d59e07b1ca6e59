"""The work of one training, on a worker: read, train, save, and end the run in the way it ended."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.adapters.files import FileStore
from backend.seams import hold
from backend.services.domain import known_domain
from backend.services.execution import JobRunner
from backend.services.fold_files import FoldFiles
from backend.services.labels import Labels
from backend.services.outcome import headline_of, result_of
from backend.services.progress import TRAINING_PHASES, Tracker
from backend.services.reliability import grouped_results
from backend.services.run_files import RunFiles
from backend.services.sources import DataSource, Sources
from backend.services.splits import KeptSplits
from backend.services.steps import planned_steps
from backend.services.tracking import Tracking
from backend.services.trial_book import TrialDesk
from backend.services.validated import with_context
from ML.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

    from ML.training import LabelledTable, TrainedModel, TrainingPlan
    from ML.tuning import HyperparameterSearch


__all__ = ["FoldFiles", "TrainingJob", "labelled_table", "make_plan", "tuned_plan"]


class TrainingJob:
    """Executes runs."""

    def __init__(
        self,
        runner: JobRunner,
        sources: Sources,
        models: FileStore,
        trials: TrialDesk,
        tracking: Tracking,
        splits: KeptSplits,
        leavings: RunFiles,
    ) -> None:
        self._runner = runner
        self._sources = sources
        self._models = models
        self._trials = trials
        self._tracking = tracking
        self._splits = splits
        self._leavings = leavings

    def execute(self, run_id: str) -> bool:
        """Train the run's model; False where another worker has it or it has ended."""
        is_ours = self._runner.run("runs", run_id, TRAINING_PHASES, self._train)
        self._leavings.sweep("runs", run_id)
        return is_ours

    def _train(self, record: Any, tracker: Tracker) -> dict[str, Any]:
        from ML.training import train

        configuration = record.configuration
        source = self._sources.open(configuration)
        frame = source.load(tracker)
        labels = source.label(frame, configuration)
        plan = replace(tuned_plan(configuration, source, labels), split=self._splits.of(configuration))
        folds = FoldFiles(self._models, f"runs/{record.id}/folds")
        model = train(labelled_table(frame, labels, plan), plan, tracker, folds, self._tuner(record, plan))
        tracker(Progress("saving", 0, 2, "files"))
        model.domain = known_domain(frame[labels.target.notna()], plan, source)
        answers = with_context(model.out_of_fold, frame, labels, source)
        values = self._save(record, model, answers, tracker)
        result = result_of(model, configuration, source, labels)
        still_saving = partial(tracker, Progress("saving", 2, 2, "files"))
        values["result"] = {**result, "groups": grouped_results(answers, result, plan.seed, still_saving)}
        values["headline"] = headline_of(model, configuration)
        values["result"]["warnings"] += self._tracking.log(record.id, configuration, values["result"])
        return values

    def _tuner(self, record: Any, plan: TrainingPlan) -> HyperparameterSearch | None:
        if plan.tuning is None:
            return None
        from ML.tuning import HyperparameterSearch

        return HyperparameterSearch(self._trials.book(record.id))

    def _save(self, record: Any, model: TrainedModel, answers: pd.DataFrame, tracker: Tracker) -> dict[str, Any]:
        from ML.artifacts import save_model

        folder = f"runs/{record.id}/attempt-{record.attempt}"
        with tempfile.TemporaryDirectory() as local:
            sha256 = save_model(model, Path(local))
            self._models.put(f"{folder}/model.joblib", Path(local) / "model.joblib")
            hold("runs.half_saved")
            tracker(Progress("saving", 1, 2, "files"))
            table = Path(local) / "out_of_fold.parquet"
            answers.to_parquet(table, compression="zstd", index=False)
            self._models.put(f"{folder}/out_of_fold.parquet", table)
            size = sum(file.stat().st_size for file in Path(local).iterdir())
            tracker(Progress("saving", 2, 2, "files"))
        return {
            "size": size,
            "model_path": f"{folder}/model.joblib",
            "model_sha256": sha256,
            "out_of_fold_path": f"{folder}/out_of_fold.parquet",
        }


def tuned_plan(configuration: dict[str, Any], source: DataSource, labels: Labels) -> TrainingPlan:
    """Return the plan of a training that may search for hyperparameters."""
    from ML.trained_model import TuningPlan

    chosen = configuration["evaluation"].get("tuning")
    budget = {name: chosen[name] for name in ("trials", "timeout_s", "folds")} if chosen else None
    return replace(make_plan(configuration, source, labels), tuning=TuningPlan(**budget) if budget else None)


def make_plan(configuration: dict[str, Any], source: DataSource, labels: Labels) -> TrainingPlan:
    """Return the plan of one fit, or of a study, from what a session selected: hyperparameters as they were chosen."""
    from ML.training import TrainingPlan

    by_name = {column.name: column for column in source.columns}
    model = configuration["model"]
    evaluation = configuration["evaluation"]
    return TrainingPlan(
        features=tuple(by_name[name] for name in configuration["features"]["features"]),
        classes=labels.classes,
        positive_class=labels.positive_class,
        family=model["model"],
        hyperparameters=model["hyperparameters"],
        seed=model["seed"],
        engineered=configuration["features"]["engineered"],
        n_threads=configuration["threads"],
        **{name: evaluation[name] for name in ("method", "folds", "test_size", "group_by_host")},
        **planned_steps(configuration),
    )


def labelled_table(frame: pd.DataFrame, labels: Labels, plan: TrainingPlan) -> LabelledTable:
    """Return the features and labels that training takes."""
    from ML.training import LabelledTable

    names = [column.name for column in plan.features]
    return LabelledTable(frame[names], labels.target, labels.hosts, labels.objects, labels.flags)
