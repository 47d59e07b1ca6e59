"""API keys: random, kept as sha256, scoped, revocable, with the moment of their last use."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.access import SCOPES, ListedKey
from backend.access_errors import UnknownKeyError
from backend.access_records import ApiKeyRecord
from backend.records import utc_now
from backend.secrecy import fingerprint
from backend.unit_of_work import Transactions

PREFIX = "exo_"
"""Lets scanners of repositories recognise a key that was committed by mistake."""
KEY_BYTES = 32
ID_BYTES = 8
LOOKED_UP_EVERY_S = 2.0
"""A key that another process revoked is refused after so long at the latest."""
MOST_REMEMBERED = 1_000
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who calls: the id under which limits count, and what it may."""

    id: str
    name: str
    scope: str

    def may(self, scope: str) -> bool:
        """Whether the holder's scope reaches as far as ``scope``."""
        return SCOPES.index(self.scope) >= SCOPES.index(scope)


class KeyService:
    """Makes, lists, revokes and recognises API keys.

    Parameters
    ----------
    transactions : Transactions
    listed : tuple of ListedKey
        Keys that stand in the settings.
    now : callable
        The clock.
    """

    def __init__(
        self, transactions: Transactions, listed: tuple[ListedKey, ...] = (), now: Callable[[], datetime] = utc_now
    ) -> None:
        self._transactions = transactions
        self._listed = listed
        self._now = now
        self._remembered: dict[str, tuple[float, Holder | None]] = {}
        self._lock = threading.Lock()

    def create(self, name: str, scope: str) -> dict[str, Any]:
        """Make a key; it is told now and never again."""
        key = f"{PREFIX}{secrets.token_urlsafe(KEY_BYTES)}"
        record = ApiKeyRecord(
            id=secrets.token_hex(ID_BYTES),
            name=name,
            scope=scope,
            key_sha256=fingerprint(key),
            created_at=self._now(),
        )
        with self._transactions.write() as uow:
            uow.keys.add(record)
        return {**facts(record), "key": key}

    def all(self) -> dict[str, Any]:
        """Return every key without the key itself: those of the database, then those of the settings."""
        with self._transactions.read() as uow:
            held = [facts(record) for record in uow.keys.all()]
        return {"keys": held + [_listed_facts(key) for key in self._listed]}

    def revoke(self, key_id: str) -> dict[str, Any]:
        """Refuse a key from now on.

        Raises
        ------
        UnknownKeyError
        """
        with self._transactions.write() as uow:
            record = uow.keys.get(key_id)
            if record is None:
                raise UnknownKeyError(key_id)
            record.revoked_at = record.revoked_at or self._now()
        with self._lock:
            self._remembered.clear()
        return facts(record)

    def holder(self, key: str) -> Holder | None:
        """Return whose key that is, or None where it is unknown or revoked."""
        found = fingerprint(key)
        for listed in self._listed:
            if hmac.compare_digest(listed.sha256, found):
                return Holder(listed.name, listed.name, listed.scope)
        moment = time.monotonic()
        looked_up, held = self._remembered.get(found, (-LOOKED_UP_EVERY_S, None))
        return held if moment - looked_up < LOOKED_UP_EVERY_S else self._look_up(found, moment)

    def _look_up(self, found: str, moment: float) -> Holder | None:
        with self._transactions.read() as uow:
            record = uow.keys.of_sha256(found)
        known = record is not None and hmac.compare_digest(record.key_sha256, found) and record.revoked_at is None
        holder = Holder(record.id, record.name, record.scope) if record is not None and known else None
        with self._lock:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[found] = (moment, holder)
        if record is not None and holder is not None:
            self._note_use(record)
        return holder

    def _note_use(self, record: ApiKeyRecord) -> None:
        moment = self._now()
        if record.last_used_at is None or moment - record.last_used_at >= USE_NOTED_EVERY:
            with self._transactions.write() as uow:
                uow.keys.note_use(record.id, moment)


def facts(record: ApiKeyRecord) -> dict[str, Any]:
    """Return a key as it is listed."""
    words = ("name", "scope", "created_at", "last_used_at", "revoked_at")
    return {"key_id": record.id, **{name: getattr(record, name) for name in words}, "source": "database"}


def _listed_facts(key: ListedKey) -> dict[str, Any]:
    moments = dict.fromkeys(("created_at", "last_used_at", "revoked_at"))
    return {"key_id": f"setting:{key.name}", "name": key.name, "scope": key.scope, **moments, "source": "setting"}
