"""The janitor: removes what has been kept long enough and what nothing needs, counts the rest, and says what it did."""

from __future__ import annotations

import logging
import os
import socket
import time
from datetime import datetime, timedelta
from typing import Any

from backend.adapters.queue import JobQueue
from backend.config import Settings
from backend.errors import PartUnavailableError
from backend.records import utc_now
from backend.services.idempotency import IdempotencyService
from backend.services.inventory import Inventory, Item
from backend.services.orphans import Orphans
from backend.services.retention import Retention
from backend.services.tallies import CHORE, StorageTally
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

TASK = "janitor.execute"


class JanitorService:
    """Tidies up, once however many workers there are.

    Parameters
    ----------
    transactions : Transactions
    queue : JobQueue
    settings : Settings
    retention : Retention
    inventory : Inventory
    orphans : Orphans
    tally : StorageTally
    idempotency : IdempotencyService
    """

    def __init__(
        self,
        transactions: Transactions,
        queue: JobQueue,
        settings: Settings,
        retention: Retention,
        inventory: Inventory,
        orphans: Orphans,
        tally: StorageTally,
        idempotency: IdempotencyService,
    ) -> None:
        self._transactions = transactions
        self._queue = queue
        self._every = timedelta(minutes=settings.janitor_minutes)
        self._retention = retention
        self._inventory = inventory
        self._orphans = orphans
        self._tally = tally
        self._idempotency = idempotency

    def call(self) -> bool:
        """Have the janitor come, if it is due; every worker asks, the first one sends for it. Costs one statement."""
        if not self._every:
            return False
        now = utc_now()
        with self._transactions.write() as uow:
            uow.chores.note(CHORE, now)
            is_mine = uow.chores.take_turn(CHORE, now, now + self._every)
        if is_mine:
            self._queue.send(TASK, CHORE)
        return is_mine

    def execute(self) -> dict[str, Any] | None:
        """Tidy up and note what came of it; None while another process is at it."""
        owner = f"{socket.gethostname()}:{os.getpid()}:{time.monotonic_ns()}"
        with self._transactions.write() as uow:
            uow.chores.note(CHORE, utc_now())
            if not uow.chores.begin(CHORE, owner, utc_now()):
                return None
        try:
            outcome = self.tidy()
        except Exception as error:
            self._end(owner, error=error)
            raise
        self._end(owner, outcome)
        logger.info("Tidied up: %s", shown(outcome))
        return outcome

    def tidy(self, dry_run: bool = False) -> dict[str, Any]:
        """Remove what may go and return what that was; in a dry run nothing is removed or written.

        Parameters
        ----------
        dry_run : bool
        """
        began, now = time.monotonic(), utc_now()
        gone = self._retention.carry_out(now, dry_run)
        if not dry_run:
            self._idempotency.forget_old()
        items = list(self._inventory)
        orphans = self._orphans.among(items, now)
        lost = self._remove(orphans, now, dry_run)
        storage = {} if dry_run else self._tally.measure(item for item in items if item not in set(orphans))
        return {**gone, **lost, "storage": storage, "seconds": round(time.monotonic() - began, 3)}

    def _remove(self, orphans: list[Item], now: datetime, dry_run: bool) -> dict[str, Any]:
        temporary = list(self._orphans.temporary(now))
        freed = sum(item.file.size for item in orphans) + sum(path.stat().st_size for path in temporary)
        if not dry_run:
            for item in orphans:
                logger.info("Removing %s: no row points to it", item.file.path)
                item.delete()
            for path in temporary:
                path.unlink(missing_ok=True)
        return {"orphans": len(orphans), "temporary": len(temporary), "freed_bytes": freed}

    def _end(self, owner: str, outcome: dict[str, Any] | None = None, error: Exception | None = None) -> None:
        facts = None if error is None else {"code": type(error).__name__, "message": str(error)[:300]}
        try:
            with self._transactions.write() as uow:
                held = uow.chores.find(CHORE)
                # The last count stays where this one failed.
                uow.chores.end(CHORE, owner, utc_now(), outcome or (held.outcome if held else {}), facts)
        except PartUnavailableError as away:
            logger.warning("What the janitor did could not be noted: %s", away)


def shown(outcome: dict[str, Any]) -> str:
    """Return what was removed as one line."""
    words = ("sessions", "batches", "uploads", "orphans", "temporary")
    counts = ", ".join(f"{outcome[word]} {word}" for word in words)
    return f"{counts}; {outcome['freed_bytes'] / 1e6:,.1f} MB of lost files"
