"""The work of one study, on a worker: real cross-validation, counted, under a lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from backend.adapters.files import FileStore
from backend.records import StudyRecord
from backend.services.execution import JobRunner
from backend.services.progress import STUDY_PHASES, Tracker
from backend.services.sources import Sources
from backend.services.training_job import FoldFiles, labelled_table, make_plan

Measure = Callable[[dict[str, Any], Tracker, FoldFiles], dict[str, Any]]


class StudyJob:
    """Executes studies.

    Parameters
    ----------
    runner : JobRunner
    sources : Sources
    models : FileStore
        Keeps the folds that are finished, so that a worker who takes over does not fit them again.
    """

    def __init__(self, runner: JobRunner, sources: Sources, models: FileStore) -> None:
        self._runner = runner
        self._sources = sources
        self._models = models
        self._studies: dict[str, Measure] = {"leak_price": self._leak_price, "retraining": self._retraining}

    def execute(self, study_id: str) -> None:
        """Measure, unless another worker has the study or it has ended."""
        self._runner.run("studies", study_id, STUDY_PHASES, self._measure)

    def _measure(self, record: StudyRecord, tracker: Tracker) -> dict[str, Any]:
        folds = FoldFiles(self._models, f"studies/{record.id}/folds")
        result = self._studies[record.study](record.configuration, tracker, folds)
        folds.delete()
        return {"result": result}

    def _leak_price(self, configuration: dict[str, Any], tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
        from ML.leak_price import price_of_leaks

        source = self._sources.open(configuration)
        frame = source.load(tracker)
        labels = source.label(frame, configuration)
        plan = make_plan(configuration, source, labels)
        by_name = {column.name: column for column in source.columns}
        leaks = tuple(by_name[name] for name in configuration["leaks"])
        table = labelled_table(frame, labels, replace(plan, features=(*plan.features, *leaks)))
        return asdict(price_of_leaks(table, plan, leaks, tracker, folds))

    def _retraining(self, configuration: dict[str, Any], tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
        from ML.retraining import compare_versions

        tables = []
        for snapshot in (configuration["base"], configuration["data_source"]["snapshot"]):
            data_source = {**configuration["data_source"], "snapshot": snapshot}
            version = {**configuration, "data_source": data_source}
            source = self._sources.open(version)
            frame = source.load(tracker)
            labels = source.label(frame, version)
            plan = make_plan(version, source, labels)
            tables.append(labelled_table(frame, labels, plan))
        base, extended = tables
        return asdict(compare_versions(base, extended, plan, tracker, folds))
