"""The shaft between services and stores: one transaction, with a repository for each noun."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.adapters.database import is_away, why
from backend.errors import PartUnavailableError
from backend.repositories.chores import ChoreRepository
from backend.repositories.keys import KeyRepository
from backend.repositories.predictions import ChunkRepository, PredictionRepository
from backend.repositories.refreshes import RefreshRepository
from backend.repositories.registry import RegistryRepository
from backend.repositories.retention import RetentionRepository
from backend.repositories.sessions import SessionRepository
from backend.repositories.shares import ShareRepository
from backend.repositories.snapshots import SnapshotRepository
from backend.repositories.studies import StudyRepository
from backend.repositories.tallies import TallyRepository
from backend.repositories.trials import RunRepository, TrialRepository
from backend.repositories.turns import TurnRepository
from backend.repositories.uploads import IdempotencyRepository, UploadRepository

AGAIN_AFTER_S = 0.5


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
        self.shares = ShareRepository(database)
        self.keys = KeyRepository(database)
        self.idempotency = IdempotencyRepository(database)
        self.chores = ChoreRepository(database)
        self.retention = RetentionRepository(database)
        self.tallies = TallyRepository(database)
        self.turns = TurnRepository(database)


class Transactions:
    """Opens units of work on an engine.

    Parameters
    ----------
    engine : Engine
    patience_s : float
        How long to wait for a database that is away before a unit of work begins [s]. A request answers at once and is
        sent again; work that nobody waits for does better to wait.
    """

    def __init__(self, engine: Engine, patience_s: float = 0.0) -> None:
        self.engine = engine
        self.patience_s = patience_s

    def hasty(self) -> Transactions:
        """Return the same without patience."""
        return Transactions(self.engine)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work that commits at the end, or rolls back on an error."""
        with self._translating(), self._begun() as connection, Session(connection, expire_on_commit=False) as session:
            yield UnitOfWork(session)
            session.commit()
            connection.commit()

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work for reading, which takes no write lock."""
        with self._translating(), self._begun(reads_only=True) as connection:
            yield UnitOfWork(Session(connection, expire_on_commit=False))

    @contextmanager
    def glance(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work for a single statement that reads: SQLite is spared a transaction around it."""
        with self._translating(), self._begun(glances=True) as connection:
            yield UnitOfWork(Session(connection, expire_on_commit=False))

    def _begun(self, **options: bool) -> Connection:
        """Return a connection in a transaction, waiting for a database that is away as long as patience lasts."""
        deadline = time.monotonic() + self.patience_s
        while True:
            try:
                return self._begin(options)
            except SQLAlchemyError as error:
                if not is_away(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(AGAIN_AFTER_S)

    def _begin(self, options: dict[str, bool]) -> Connection:
        connection = self.engine.connect().execution_options(**options)
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            raise PartUnavailableError("The database", why(error)) from error
