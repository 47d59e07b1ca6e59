"""The shaft between services and stores: one transaction, with a repository for each noun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.errors import PartUnavailableError
from backend.repositories.chores import ChoreRepository
from backend.repositories.predictions import ChunkRepository, PredictionRepository
from backend.repositories.refreshes import RefreshRepository
from backend.repositories.registry import RegistryRepository
from backend.repositories.retention import RetentionRepository
from backend.repositories.sessions import SessionRepository
from backend.repositories.snapshots import SnapshotRepository
from backend.repositories.studies import StudyRepository
from backend.repositories.tallies import TallyRepository
from backend.repositories.trials import RunRepository, TrialRepository
from backend.repositories.uploads import IdempotencyRepository, UploadRepository


class UnitOfWork:
    """Repositories that share one transaction."""

    def __init__(self, database: Session) -> None:
        self.sessions = SessionRepository(database)
        self.runs = RunRepository(database)
        self.trials = TrialRepository(database)
        self.predictions = PredictionRepository(database)
        self.chunks = ChunkRepository(database)
        self.refreshes = RefreshRepository(database)
        self.studies = StudyRepository(database)
        self.snapshots = SnapshotRepository(database)
        self.uploads = UploadRepository(database)
        self.registry = RegistryRepository(database)
        self.idempotency = IdempotencyRepository(database)
        self.chores = ChoreRepository(database)
        self.retention = RetentionRepository(database)
        self.tallies = TallyRepository(database)


class Transactions:
    """Opens units of work on an engine.

    Parameters
    ----------
    engine : Engine
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work that commits at the end, or rolls back on an error."""
        with self._translating(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield UnitOfWork(session)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work for reading, which takes no write lock."""
        options = {"reads_only": True}
        with self._translating(), self.engine.connect().execution_options(**options) as connection:
            yield UnitOfWork(Session(connection, expire_on_commit=False))

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise PartUnavailableError("The database", str(error.orig)) from error
