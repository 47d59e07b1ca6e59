"""How much one session, and all together, may keep; asked before anything is begun."""

from __future__ import annotations

from backend.config import Settings
from backend.errors import QuotaExceededError
from backend.services.tallies import StorageTally
from backend.services.turns import Turns
from backend.unit_of_work import Transactions

MEGABYTE = 1_000_000
GIGABYTE = 1_000_000_000
COUNTED = {"runs": ("max_session_runs", "trainings"), "predictions": ("max_session_batches", "batches of predictions")}
"""The setting that bounds how many of each kind a session has, and the word for them."""
OF_SESSION = "Delete batches or sessions that are not needed, or go on in a new session"
OF_ALL = "Delete sessions that are not needed (DELETE /api/sessions/<id>), or have whoever runs the platform raise it"


class Quotas:
    """Refuses what would be too much.

    Parameters
    ----------
    transactions : Transactions
    tally : StorageTally
    turns : Turns
    settings : Settings
    """

    def __init__(self, transactions: Transactions, tally: StorageTally, turns: Turns, settings: Settings) -> None:
        self._transactions = transactions
        self._tally = tally
        self._turns = turns
        self._settings = settings

    def check_job(self, session_id: str, kind: str, incoming: int = 0) -> None:
        """Refuse one more job of a session, ``"runs"`` or ``"predictions"``, that brings so many bytes.

        Raises
        ------
        QuotaExceededError, QueueFullError
        """
        self._turns.check_room()
        with self._transactions.read() as uow:
            held = uow.tallies.of_session(session_id)
        setting, words = COUNTED[kind]
        most: int = getattr(self._settings, setting)
        if most and held[kind] >= most:
            raise QuotaExceededError(f"This session has {held[kind]:,} {words}", setting, held[kind], most, OF_SESSION)
        most = int(self._settings.max_session_mb * MEGABYTE)
        if most and held["bytes"] + incoming > most:
            says = f"This session keeps {_megabytes(held['bytes'])}{_more(incoming)}"
            raise QuotaExceededError(says, "max_session_mb", held["bytes"], most, OF_SESSION, "bytes")
        self.check_total(incoming)

    def check_total(self, incoming: int = 0) -> None:
        """Refuse so many more bytes, whosever they are.

        Raises
        ------
        QuotaExceededError
        """
        most = int(self._settings.max_storage_gb * GIGABYTE)
        if not most:
            return
        used = sum(self._tally.kept().values())
        if used + incoming > most:
            says = f"The platform keeps {_megabytes(used)}{_more(incoming)}"
            raise QuotaExceededError(says, "max_storage_gb", used, most, OF_ALL, "bytes")


def _megabytes(count: int) -> str:
    return f"{count / MEGABYTE:,.1f} MB"


def _more(incoming: int) -> str:
    return f", and {_megabytes(incoming)} more are sent" if incoming else ""
