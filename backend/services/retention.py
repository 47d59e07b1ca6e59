"""What has been kept long enough: sessions, uploads that nothing uses, answers of batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.config import Settings
from backend.services.erasure import Erasure
from backend.unit_of_work import Transactions, UnitOfWork
from backend.unknown_errors import UnknownSessionError


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing that goes after some days: which setting says how many, what is due, how it goes."""

    kind: str
    setting: str
    due: Callable[[UnitOfWork, datetime], list[str]]
    erase: Callable[[Erasure, str], object]


RULES = (
    Rule("sessions", "retention_days", lambda uow, day: uow.retention.idle_sessions(day), Erasure.session),
    Rule("batches", "batch_retention_days", lambda uow, day: uow.retention.old_batches(day), Erasure.batch),
    Rule("uploads", "upload_retention_days", lambda uow, day: uow.retention.unused_uploads(day), Erasure.upload),
)
"""In this order: a session that goes leaves its upload unused."""


class Retention:
    """Carries out the rules.

    Parameters
    ----------
    transactions : Transactions
    erasure : Erasure
    settings : Settings
    """

    def __init__(self, transactions: Transactions, erasure: Erasure, settings: Settings) -> None:
        self._transactions = transactions
        self._erasure = erasure
        self._settings = settings

    def due(self, rule: Rule, now: datetime) -> list[str]:
        """Return the ids of what has been kept long enough; none where the setting says "for ever"."""
        days: float = getattr(self._settings, rule.setting)
        if days == 0:
            return []
        with self._transactions.read() as uow:
            return rule.due(uow, now - timedelta(days=days))

    def carry_out(self, now: datetime, dry_run: bool) -> dict[str, int]:
        """Erase what is due and return how many of each kind; in a dry run only count."""
        return {rule.kind: self._apply(rule, now, dry_run) for rule in RULES}

    def _apply(self, rule: Rule, now: datetime, dry_run: bool) -> int:
        due = self.due(rule, now)
        return len(due) if dry_run else sum(self._erase(rule, each) for each in due)

    def _erase(self, rule: Rule, each: str) -> bool:
        try:
            # Between the look and the deletion somebody may have come back to it, or deleted it.
            return rule.erase(self._erasure, each) is not False
        except UnknownSessionError:
            return False
