"""Where services, stores and adapters are put together: ``build_services``, for HTTP, workers and commands alike."""

from __future__ import annotations

from dataclasses import dataclass

from celery import Celery
from redis import Redis

from backend.adapters.counters import Counters
from backend.adapters.database import make_engine
from backend.adapters.files import FileStore
from backend.adapters.metrics import Metrics, make_metrics
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue, make_celery, make_redis
from backend.config import Settings
from backend.services.batch_plan import BatchPlanner
from backend.services.bundles import BundleService
from backend.services.chunk_job import ChunkJob
from backend.services.comparison import ComparisonService
from backend.services.counterfactuals import CounterfactualService
from backend.services.datasets import DatasetService
from backend.services.diffs import DiffService
from backend.services.dossiers import DossierService
from backend.services.execution import JobRunner
from backend.services.extensions import ExtensionService
from backend.services.families import FamilyService
from backend.services.first_use import FirstUse
from backend.services.guard import LeakGuard
from backend.services.habitability import HabitabilityService
from backend.services.habitability_learned import LearnedHabitability
from backend.services.habitability_table import HabitabilityTables
from backend.services.health import HealthService
from backend.services.idempotency import IdempotencyService
from backend.services.intake import Intake
from backend.services.janitor import JanitorService
from backend.services.job_tallies import JobTallies
from backend.services.jobs import JobService
from backend.services.keys import KeyService
from backend.services.models import ModelCache
from backend.services.overview import OverviewService
from backend.services.planes import PlaneService
from backend.services.platform_figures import PlatformFigures
from backend.services.prediction import PredictionService
from backend.services.prediction_job import PredictionJob
from backend.services.predictions import BatchService
from backend.services.references import ReferenceService
from backend.services.refresh_job import RefreshJob
from backend.services.refresh_sources import TableSources
from backend.services.refreshes import RefreshService
from backend.services.registry import RegistryService
from backend.services.registry_comparison import RegistryComparison
from backend.services.reliability import ReliabilityService
from backend.services.results import ResultService
from backend.services.run_files import RunFiles
from backend.services.sections import Sections
from backend.services.served_models import ServedModels
from backend.services.sessions import SessionService
from backend.services.shares import ShareService
from backend.services.snapshots import SnapshotShelf
from backend.services.sources import Sources
from backend.services.splits import KeptSplits
from backend.services.studies import StudyService
from backend.services.study_job import StudyJob
from backend.services.table_versions import TableVersions
from backend.services.tracking import Tracking
from backend.services.training import TrainingService
from backend.services.training_job import TrainingJob
from backend.services.trial_book import TrialDesk
from backend.services.trial_job import TrialJob
from backend.services.turns import Turns
from backend.services.upkeep import make_upkeep
from backend.services.uploads import UploadService
from backend.services.validated import ValidatedTables
from backend.unit_of_work import Transactions


@dataclass(frozen=True)
class Services:
    """Everything that either door may call."""

    celery: Celery
    redis: Redis
    transactions: Transactions
    board: ProgressBoard
    jobs: JobService
    sessions: SessionService
    shelf: SnapshotShelf
    sources: Sources
    datasets: DatasetService
    planes: PlaneService
    dossiers: DossierService
    habitability: HabitabilityService
    habitability_tables: HabitabilityTables
    refreshes: RefreshService
    refresh_job: RefreshJob
    diffs: DiffService
    uploads: UploadService
    families: FamilyService
    training: TrainingService
    training_job: TrainingJob
    trial_job: TrialJob
    prediction: PredictionService
    counterfactuals: CounterfactualService
    batches: BatchService
    prediction_job: PredictionJob
    chunk_job: ChunkJob
    results: ResultService
    bundles: BundleService
    registry: RegistryService
    registry_comparison: RegistryComparison
    served: ServedModels
    references: ReferenceService
    comparison: ComparisonService
    studies: StudyService
    extensions: ExtensionService
    study_job: StudyJob
    health: HealthService
    idempotency: IdempotencyService
    shares: ShareService
    keys: KeyService
    janitor: JanitorService
    overview: OverviewService
    metrics: Metrics
    counters: Counters
    turns: Turns

    def take_turn(self) -> bool:
        """Do the job whose turn it is; False where none waits."""
        return self.turns.take(
            {
                "runs": self.training_job.execute,
                "predictions": self.prediction_job.execute,
                "studies": self.study_job.execute,
            }
        )


def build_services(settings: Settings) -> Services:
    """Connect services, stores and adapters; nothing is contacted yet."""
    transactions = Transactions(make_engine(settings.database, settings.database_patience_s))
    redis, celery = make_redis(settings), make_celery(settings)
    board, queue = ProgressBoard(redis), JobQueue(celery, redis)
    files, artefacts = FileStore(settings.data_root), FileStore(settings.model_root)
    cache = ModelCache(transactions, artefacts)
    shelf = SnapshotShelf(transactions, files)
    guard = LeakGuard(transactions, files)
    sources = Sources(transactions, files, shelf, guard)
    tables = TableSources(settings)
    intake = Intake(shelf, TableVersions(transactions), settings.max_archive_mb)
    shelf.first_use = FirstUse(shelf, tables, intake)
    counters = Counters(redis)
    tallies = JobTallies(counters)
    jobs = JobService(transactions, queue, settings, tallies)
    turns = Turns(transactions, settings)
    upkeep = make_upkeep(transactions, redis, queue, board, files, artefacts, turns, settings)
    metrics_ = make_metrics(settings)
    metrics_.watch(PlatformFigures(transactions, board, queue, counters, upkeep.tally))
    runner = JobRunner(transactions, jobs, board, tallies)
    run_files = RunFiles(transactions, artefacts)
    validated = ValidatedTables(artefacts)
    splits = KeptSplits(transactions, cache, validated)
    sessions = SessionService(transactions, sources, shelf, upkeep.erasure, splits)
    studies = StudyService(transactions, queue, board, sources, settings.threads_per_fit, turns)
    prediction = PredictionService(sources, cache)
    cache.looked = prediction.looked = metrics_.looked
    turns.refused = metrics_.refused
    chunks = ChunkJob(runner, transactions, files, cache, queue, settings)
    bundles = BundleService(transactions, artefacts, cache, sources)
    registry_ = RegistryService(transactions, artefacts, bundles, cache)
    trainings = TrainingService(transactions, queue, board, sources, settings.threads_per_fit, upkeep.quotas)
    served = ServedModels(transactions, artefacts)
    learned = LearnedHabitability(served)
    return Services(
        celery=celery,
        redis=redis,
        transactions=transactions,
        board=board,
        jobs=jobs,
        sessions=sessions,
        shelf=shelf,
        sources=sources,
        datasets=DatasetService(shelf, files),
        planes=PlaneService(shelf),
        dossiers=DossierService(shelf, prediction, served),
        habitability=HabitabilityService(shelf, learned),
        habitability_tables=HabitabilityTables(settings.local_root / "tmp", learned),
        refreshes=RefreshService(transactions, queue, board),
        refresh_job=RefreshJob(runner, tables, intake, settings.local_root / "tmp" / "refreshes"),
        diffs=DiffService(shelf),
        uploads=UploadService(transactions, files, guard, upkeep.quotas, settings),
        families=FamilyService(),
        training=trainings,
        training_job=TrainingJob(
            runner,
            sources,
            artefacts,
            TrialDesk(transactions, jobs, queue, board),
            Tracking(settings.mlflow_tracking_uri, settings.mlflow_experiment),
            splits,
            run_files,
        ),
        trial_job=TrialJob(runner, transactions, sources, splits),
        prediction=prediction,
        batches=BatchService(transactions, cache, files, queue, board, settings.local_root, upkeep.quotas),
        prediction_job=PredictionJob(
            runner,
            transactions,
            BatchPlanner(transactions, sources, files, settings),
            chunks,
            files,
            cache,
            board,
            queue,
        ),
        chunk_job=chunks,
        results=ResultService(
            transactions, cache, validated, Sections(transactions, validated), ReliabilityService(validated, sources)
        ),
        bundles=bundles,
        registry=registry_,
        registry_comparison=RegistryComparison(registry_),
        served=served,
        references=ReferenceService(transactions, queue, sessions, trainings, registry_, settings.reference_models),
        comparison=ComparisonService(cache, validated),
        counterfactuals=CounterfactualService(sources, cache),
        studies=studies,
        extensions=ExtensionService(transactions, files, shelf, sessions, studies),
        study_job=StudyJob(runner, sources, artefacts, run_files),
        health=HealthService(transactions, board, queue, files, settings, cache.describe),
        idempotency=IdempotencyService(transactions),
        shares=ShareService(transactions),
        keys=KeyService(transactions, settings.listed_keys),
        janitor=upkeep.janitor,
        overview=upkeep.overview,
        metrics=metrics_,
        counters=counters,
        turns=turns,
    )
