"""What keeps the platform tidy and tells of it, put together in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from redis import Redis

from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.config import Settings
from backend.services.erasure import Erasure
from backend.services.idempotency import IdempotencyService
from backend.services.inventory import Inventory
from backend.services.janitor import JanitorService
from backend.services.orphans import Orphans
from backend.services.overview import OverviewService
from backend.services.quotas import Quotas
from backend.services.retention import Retention
from backend.services.tallies import StorageTally
from backend.services.turns import Turns
from backend.unit_of_work import Transactions


@dataclass(frozen=True)
class Upkeep:
    """The services of upkeep."""

    erasure: Erasure
    janitor: JanitorService
    quotas: Quotas
    tally: StorageTally
    overview: OverviewService


def make_upkeep(
    transactions: Transactions,
    redis: Redis,
    queue: JobQueue,
    board: ProgressBoard,
    files: FileStore,
    models: FileStore,
    turns: Turns,
    settings: Settings,
) -> Upkeep:
    """Put the services of upkeep together."""
    erasure, tally = Erasure(transactions, models, files, board), StorageTally(transactions)
    orphans = Orphans(transactions, settings.local_root / "tmp", timedelta(hours=settings.orphan_hours))
    janitor = JanitorService(
        transactions,
        queue,
        settings,
        Retention(transactions, erasure, settings),
        Inventory(files, models),
        orphans,
        tally,
        IdempotencyService(transactions),
    )
    overview = OverviewService(transactions, board, queue, redis, files, tally, settings)
    return Upkeep(erasure, janitor, Quotas(transactions, tally, turns, settings), tally, overview)
