"""Writes that are sent twice under one key are carried out once, and answered twice."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from backend.errors import IdempotencyConflictError, PartUnavailableError, WrongStateError
from backend.records import IdempotencyRecord, utc_now
from backend.unit_of_work import Transactions

logger = logging.getLogger(__name__)

REMEMBERED_FOR = timedelta(hours=24)
ABANDONED_AFTER = timedelta(seconds=30)
"""A request that has not been renewed for so long died with its process."""
RENEWED_EVERY_S = 5.0
RUNNING = 0
RELEASED = -1


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """What the first request was answered."""

    status: int
    body: str


class IdempotencyService:
    """Remembers the answers of writes by key, for 24 hours.

    Parameters
    ----------
    transactions : Transactions
    now : callable
        The clock.
    """

    def __init__(self, transactions: Transactions, now: Callable[[], datetime] = utc_now) -> None:
        self._transactions = transactions
        self._now = now
        self._under_way: set[str] = set()

    def forget_old(self) -> None:
        """Drop what is remembered no longer."""
        with self._transactions.write() as uow:
            uow.idempotency.forget_before(self._now() - REMEMBERED_FOR)

    def begin(self, key: str, request_sha256: str) -> RememberedAnswer | None:
        """Return the remembered answer, or None after taking the key for this request.

        Raises
        ------
        IdempotencyConflictError
            The key came with another request before.
        WrongStateError
            The first request with this key is still being answered.
        """
        try:
            with self._transactions.write() as uow:
                record = uow.idempotency.find(_hashed(key))
                if record is not None and self._counts(record):
                    return _answer(record, key, request_sha256)
                uow.idempotency.remember(self._record(key, request_sha256, RUNNING))
        except IntegrityError:
            # Another process took the key between our look and our write.
            raise _still_running(key) from None
        self._under_way.add(key)
        self._renew_later(key)
        return None

    def _renew_later(self, key: str) -> None:
        timer = threading.Timer(RENEWED_EVERY_S, self._renew, (key,))
        timer.daemon = True
        timer.start()

    def _renew(self, key: str) -> None:
        if key not in self._under_way:
            return
        try:
            with self._transactions.write() as uow:
                uow.idempotency.renew(_hashed(key), RUNNING, self._now())
        except PartUnavailableError as error:
            logger.warning("A request that is under way could not be renewed: %s", error)
        self._renew_later(key)

    def finish(self, key: str, request_sha256: str, status: int, body: str) -> None:
        """Remember the answer of the request that took the key."""
        self._under_way.discard(key)
        self._write(self._record(key, request_sha256, status, body))

    def release(self, key: str, request_sha256: str) -> None:
        """Give the key back: the request ended without an answer worth keeping."""
        self._under_way.discard(key)
        self._write(self._record(key, request_sha256, RELEASED))

    def _write(self, record: IdempotencyRecord) -> None:
        with self._transactions.write() as uow:
            uow.idempotency.remember(record)

    def _record(self, key: str, request_sha256: str, status: int, body: str = "") -> IdempotencyRecord:
        return IdempotencyRecord(
            key=_hashed(key), request_sha256=request_sha256, status=status, body=body, created_at=self._now()
        )

    def _counts(self, record: IdempotencyRecord) -> bool:
        kept = ABANDONED_AFTER if record.status == RUNNING else REMEMBERED_FOR
        return record.status != RELEASED and self._now() - record.created_at < kept


def _answer(record: IdempotencyRecord, key: str, request_sha256: str) -> RememberedAnswer:
    if record.request_sha256 != request_sha256:
        raise IdempotencyConflictError(
            f"Idempotency-Key {key!r} came before with another request. Use a new key for a new request."
        )
    if record.status == RUNNING:
        raise _still_running(key)
    return RememberedAnswer(record.status, record.body)


def _still_running(key: str) -> WrongStateError:
    return WrongStateError(
        f"The first request with Idempotency-Key {key!r} is still being answered. Ask again in a few seconds.",
        state="running",
    )


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
