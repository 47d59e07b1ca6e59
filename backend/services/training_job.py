"""The work of one training, on a worker: read, train, save, and end the run in the way it ended."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.config import Settings
from backend.errors import PlaygroundError
from backend.services.jobs import JobService
from backend.services.leases import CancelledError, JobEnds, Lease, LeaseLostError, WorkerLeavingError
from backend.services.progress import TRAINING_PHASES, Tracker
from backend.services.sources import DataSource, Labels, open_source
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import Role
from ML.progress import Progress

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from ML.training import LabelledTable, TrainedModel, TrainingPlan

logger = logging.getLogger(__name__)


class TrainingJob:
    """Executes runs."""

    def __init__(
        self,
        transactions: Transactions,
        jobs: JobService,
        board: ProgressBoard,
        files: FileStore,
        models: FileStore,
        settings: Settings,
    ) -> None:
        self._transactions = transactions
        self._jobs = jobs
        self._board = board
        self._files = files
        self._models = models
        self._settings = settings

    def execute(self, run_id: str) -> None:
        """Train the run's model, unless another worker has it or it has ended."""
        claimed = self._jobs.claim("runs", run_id)
        if claimed is None:
            return
        record, lease = claimed
        tracker = Tracker(TRAINING_PHASES, lambda state: self._show(lease, state), lease.check, lease.progress)
        if record.attempt > 1:
            tracker.log(f"Taken over by another worker (attempt {record.attempt})")
        with lease:
            self._work_to_an_end(record, lease, tracker)

    def _show(self, lease: Lease, state: dict[str, Any]) -> None:
        lease.progress = state
        self._board.publish(lease.job_id, state)

    def _work_to_an_end(self, record: Any, lease: Lease, tracker: Tracker) -> None:
        try:
            values = self._train(record, tracker)
            with self._transactions.write() as uow:
                JobEnds(uow, "runs").done(record.id, lease.owner, progress=tracker.state, **values)
        except CancelledError:
            self._end(lambda ends: ends.cancelled(record.id, lease.owner))
        except WorkerLeavingError:
            self._end(lambda ends: ends.handed_back(record.id, lease.owner, tracker.state))
        except LeaseLostError:
            logger.warning("Run %s belongs to another worker now; nothing written", record.id)
        except PlaygroundError as error:
            self._fail(record, lease, {"code": error.code, "message": error.message, "remedy": ""})
        except MemoryError:
            remedy = "Choose fewer rows, features or trees, or give the worker more memory; then start again."
            self._fail(record, lease, {"code": "out_of_memory", "message": "The worker ran out of memory.", "remedy": remedy})
        except Exception as error:
            logger.exception("Run %s failed", record.id)
            remedy = f"This is a fault of the platform, kept in the worker's log under run {record.id}."
            message = f"The training stopped with {type(error).__name__}."
            self._fail(record, lease, {"code": "internal_error", "message": message, "remedy": remedy})

    def _fail(self, record: Any, lease: Lease, error: dict[str, Any]) -> None:
        self._end(lambda ends: ends.failed(record.id, lease.owner, error))

    def _end(self, how: Any) -> None:
        with self._transactions.write() as uow:
            how(JobEnds(uow, "runs"))

    def _train(self, record: Any, tracker: Tracker) -> dict[str, Any]:
        from ML.training import train

        configuration = record.configuration
        with self._transactions.read() as uow:
            source = open_source(configuration["data_source"], uow, self._files)
        frame = source.load(tracker)
        labels = source.label(frame, configuration)
        plan = make_plan(configuration, source, labels)
        folds = FoldFiles(self._models, f"runs/{record.id}/folds")
        model = train(labelled_table(frame, labels, plan), plan, tracker, folds)
        tracker(Progress("saving", 0, 2, "files"))
        values = self._save(record, model, tracker)
        values["result"] = result_of(model, configuration, source, labels)
        values["headline"] = headline_of(model)
        folds.delete()
        return values

    def _save(self, record: Any, model: TrainedModel, tracker: Tracker) -> dict[str, Any]:
        from ML.artifacts import save_model

        folder = f"runs/{record.id}/attempt-{record.attempt}"
        with tempfile.TemporaryDirectory(dir=_scratch(self._settings)) as local:
            sha256 = save_model(model, Path(local))
            self._models.put(f"{folder}/model.joblib", Path(local) / "model.joblib")
            tracker(Progress("saving", 1, 2, "files"))
            table = Path(local) / "out_of_fold.parquet"
            model.out_of_fold.to_parquet(table, compression="zstd", index=False)
            self._models.put(f"{folder}/out_of_fold.parquet", table)
            tracker(Progress("saving", 2, 2, "files"))
        return {
            "model_path": f"{folder}/model.joblib",
            "model_sha256": sha256,
            "out_of_fold_path": f"{folder}/out_of_fold.parquet",
        }


def _scratch(settings: Settings) -> Path:
    folder = settings.local_root / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class FoldFiles:
    """Out-of-fold probabilities of finished folds, so that a run taken over does not fit them again."""

    def __init__(self, store: FileStore, folder: str) -> None:
        self._store = store
        self._folder = folder

    def load(self, fold: int) -> np.ndarray | None:
        """Return the saved probabilities of a fold, or None."""
        import numpy as np

        path = f"{self._folder}/{fold}.npy"
        if not self._store.exists(path):
            return None
        with self._store.local_copy(path) as local:
            return np.load(local, allow_pickle=False)  # type: ignore[no-any-return]

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep the probabilities of a finished fold."""
        import numpy as np

        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / f"{fold}.npy"
            np.save(local, probabilities, allow_pickle=False)
            self._store.put(f"{self._folder}/{fold}.npy", local)

    def delete(self) -> None:
        """Forget all folds: the run has ended."""
        self._store.delete(self._folder)


def make_plan(configuration: dict[str, Any], source: DataSource, labels: Labels) -> TrainingPlan:
    """Return the plan of a training from what a session selected."""
    from ML.training import TrainingPlan

    by_name = {column.name: column for column in source.columns}
    model, evaluation = configuration["model"], configuration["evaluation"]
    return TrainingPlan(
        features=tuple(by_name[name] for name in configuration["features"]["features"]),
        classes=labels.classes,
        positive_class=labels.positive_class,
        family=model["model"],
        hyperparameters=model["hyperparameters"],
        seed=model["seed"],
        engineered=configuration["features"]["engineered"],
        n_threads=configuration["threads"],
        **evaluation,
    )


def labelled_table(frame: pd.DataFrame, labels: Labels, plan: TrainingPlan) -> LabelledTable:
    """Return the features and labels that training takes."""
    from ML.training import LabelledTable

    names = [column.name for column in plan.features]
    return LabelledTable(frame[names], labels.target, labels.hosts, labels.objects, labels.flags)


def headline_of(model: TrainedModel) -> dict[str, Any]:
    """Return the one number that stands for the run in lists."""
    return {"metric": "accuracy", **asdict(model.evaluation.metrics["accuracy"])}


def result_of(model: TrainedModel, configuration: dict[str, Any], source: DataSource, labels: Labels) -> dict[str, Any]:
    """Return everything that GET /result shows, ready for JSON."""
    chosen = configuration["features"]["features"]
    leaks = [c for c in source.columns if c.name in chosen and c.role is not Role.FEATURE]
    decided = labels.target.notna()
    return {
        "task": configuration["data_source"]["task"],
        "data": {
            **source.facts(),
            "rows": int(decided.sum()),
            "hosts": int(labels.hosts[decided].nunique()),
            "undecided": int((~decided).sum()),
            "features": chosen,
        },
        "positive_class": labels.positive_class,
        "evaluation": asdict(model.evaluation),
        "importance": [asdict(entry) for entry in model.importance],
        "warnings": [*leak_warnings(leaks), *model.warnings],
        "data_hash": model.data_hash,
        "split_hash": model.split_hash,
        "versions": model.versions,
        "timing": model.fit_facts,
    }


def leak_warnings(leaks: list[Any]) -> list[dict[str, str]]:
    """Return what must stand beside the numbers of a model that saw columns which give the answer away."""
    by_role: dict[Role, list[str]] = {}
    for column in leaks:
        by_role.setdefault(column.role, []).append(column.name)
    sentences = {
        Role.LEAK: ("trained_with_leaks", "These columns were written after or because of the verdict"),
        Role.SOFT_LEAK: ("trained_with_soft_leaks", "These columns carry traces of follow-up work"),
        Role.IDENTIFIER: ("trained_with_identifiers", "These columns name an object instead of describing it"),
    }
    return [
        {"code": code, "text": f"{reason}, so the numbers here are too good: {', '.join(by_role[role])}."}
        for role, (code, reason) in sentences.items()
        if role in by_role
    ]
