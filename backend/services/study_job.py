"""The work of one study, on a worker: real cross-validation, counted, under a lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from backend.adapters.files import FileStore
from backend.records import StudyRecord
from backend.services import study_explanations, study_learning_curve, study_prospective, study_transfer
from backend.services.execution import JobRunner
from backend.services.progress import STUDY_PHASES, Tracker
from backend.services.run_files import RunFiles
from backend.services.sources import Sources
from backend.services.training_job import FoldFiles, labelled_table, make_plan

Measure = Callable[[dict[str, Any], Sources, Tracker, FoldFiles], dict[str, Any]]
"""Takes the study's configuration, opens what it names, reports counts, keeps finished fits; returns the result."""


class StudyJob:
    """Executes studies.

    Parameters
    ----------
    runner : JobRunner
    sources : Sources
    models : FileStore
        Keeps the folds that are finished, so that a worker who takes over does not fit them again.
    """

    def __init__(self, runner: JobRunner, sources: Sources, models: FileStore, leavings: RunFiles) -> None:
        self._runner = runner
        self._sources = sources
        self._models = models
        self._leavings = leavings

    def execute(self, study_id: str) -> bool:
        """Measure; False where another worker has the study or it has ended."""
        is_ours = self._runner.run("studies", study_id, STUDY_PHASES, self._measure)
        self._leavings.sweep("studies", study_id)
        return is_ours

    def _measure(self, record: StudyRecord, tracker: Tracker) -> dict[str, Any]:
        folds = FoldFiles(self._models, f"studies/{record.id}/folds")
        result = STUDIES[record.study](record.configuration, self._sources, tracker, folds)
        return {"result": result}


def price_leaks(configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
    """Validate the session's plan with and without the columns that give the answer away."""
    from ML.leak_price import price_of_leaks

    source = sources.open(configuration)
    frame = source.load(tracker)
    labels = source.label(frame, configuration)
    plan = make_plan(configuration, source, labels)
    by_name = {column.name: column for column in source.columns}
    leaks = tuple(by_name[name] for name in configuration["leaks"])
    table = labelled_table(frame, labels, replace(plan, features=(*plan.features, *leaks)))
    return asdict(price_of_leaks(table, plan, leaks, tracker, folds))


def compare_versions_of(
    configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles
) -> dict[str, Any]:
    """Compare models of a table's two versions on the same held-out stars."""
    from ML.retraining import compare_versions

    tables = []
    for snapshot in (configuration["base"], configuration["data_source"]["snapshot"]):
        data_source = {**configuration["data_source"], "snapshot": snapshot}
        version = {**configuration, "data_source": data_source}
        source = sources.open(version)
        frame = source.load(tracker)
        labels = source.label(frame, version)
        plan = make_plan(version, source, labels)
        tables.append(labelled_table(frame, labels, plan))
    base, extended = tables
    return asdict(compare_versions(base, extended, plan, tracker, folds))


STUDIES: dict[str, Measure] = {
    "leak_price": price_leaks,
    "retraining": compare_versions_of,
    "prospective": study_prospective.measure,
    "learning_curve": study_learning_curve.measure,
    "explanations": study_explanations.measure,
    "transfer": study_transfer.measure,
}
"""What each kind of study does."""
