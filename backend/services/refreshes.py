"""Refreshes as a client drives them: start one of a catalogue, follow it, stop it. The work is in ``refresh_job``."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy.exc import IntegrityError

from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PartUnavailableError
from backend.records import ACTIVE_STATES, RefreshRecord, utc_now
from backend.services.jobs import TASKS
from backend.services.progress import Phase, describe
from backend.services.sessions import ID_BYTES
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownRefreshError
from ML.catalogs.archive import chosen_table
from ML.catalogs.catalogue import get_catalogue

REFRESH_PHASES = (
    Phase("downloading", "Download the table", 70),
    Phase("checking", "Check every row and column", 20),
    Phase("saving", "Save the snapshot", 10),
)


class RefreshService:
    """Starts, shows and cancels refreshes; a catalogue has at most one under way."""

    def __init__(self, transactions: Transactions, queue: JobQueue, board: ProgressBoard) -> None:
        self._transactions = transactions
        self._queue = queue
        self._board = board

    def start(self, name: str, table: str | None = None) -> dict[str, Any]:
        """Queue a refresh of a catalogue, or answer the one that is under way.

        Parameters
        ----------
        name : str
            The catalogue.
        table : str or None
            One of its tables in the archive; None takes the first.

        Raises
        ------
        UnknownCatalogueError, InvalidFieldsError
            No such catalogue, or no such table of it.
        PartUnavailableError
            If Redis does not take the message; then nothing is queued.
        """
        record, is_new = self.record(name, table)
        if is_new:
            self._send(record.id)
        return self.status(record.id)

    def record(self, name: str, table: str | None = None) -> tuple[RefreshRecord, bool]:
        """Return the catalogue's refresh under way, or a new one that is in no queue yet; and whether it is new."""
        catalogue = get_catalogue(name)
        wanted = chosen_table(catalogue, table)
        try:
            with self._transactions.write() as uow:
                known = uow.refreshes.active(name)
                record = known or RefreshRecord(id=secrets.token_urlsafe(ID_BYTES), dataset=name, table=wanted)
                if known is None:
                    uow.refreshes.add(record)
        except IntegrityError:
            # Another process recorded one between our look and our write.
            return self.record(name, table)
        return record, known is None

    def _send(self, refresh_id: str) -> None:
        try:
            self._queue.send(TASKS["refreshes"], refresh_id)
        except PartUnavailableError:
            with self._transactions.write() as uow:
                uow.refreshes.cancel_queued(refresh_id, utc_now())
            raise

    def status(self, refresh_id: str) -> dict[str, Any]:
        """Return how far a refresh is, and once it is done what came out.

        Raises
        ------
        UnknownRefreshError
        """
        with self._transactions.read() as uow:
            record = uow.refreshes.find(refresh_id)
            position = uow.refreshes.position(record) if record is not None and record.state == "queued" else None
        if record is None:
            raise UnknownRefreshError(refresh_id)
        live = self._board.read(record.id) if record.state in ACTIVE_STATES else None
        return {
            "refresh_id": record.id,
            "dataset": record.dataset,
            "table": record.table,
            **describe(REFRESH_PHASES, record, live),
            "state": record.state,
            "queue_position": position,
            "cancel_requested": record.cancel_requested,
            "outcome": record.outcome,
            "snapshot": record.snapshot_id,
            "source": record.source,
        }

    def cancel(self, refresh_id: str) -> dict[str, Any]:
        """Stop a refresh: at once if it waits, within seconds if it runs; one that has ended stays as it is."""
        self.status(refresh_id)
        with self._transactions.write() as uow:
            if not uow.refreshes.cancel_queued(refresh_id, utc_now()):
                uow.refreshes.request_cancel(refresh_id)
        return self.status(refresh_id)
