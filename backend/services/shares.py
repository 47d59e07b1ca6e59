"""Share links: tokens of their own by which others read one session and change nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from backend.access_errors import TooManySharesError, UnknownShareError
from backend.access_records import ShareRecord
from backend.records import utc_now
from backend.secrecy import fingerprint
from backend.unit_of_work import Transactions

TOKEN_BYTES = 16
"""128 random bits, as many as a session's own id has."""
PREFIX = "read~"
"""No session's id holds a tilde, so a link's token is known by its face, without asking the database."""
TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{22}}")
ID_BYTES = 8
MOST_SHARES = 100


def is_token(text: str) -> bool:
    """Whether a text looks like the token of a share link."""
    return TOKEN.fullmatch(text) is not None


class ShareService:
    """Makes, lists, revokes and opens share links.

    Parameters
    ----------
    transactions : Transactions
    now : callable
        The clock.
    """

    def __init__(self, transactions: Transactions, now: Callable[[], datetime] = utc_now) -> None:
        self._transactions = transactions
        self._now = now

    def create(self, session_id: str, name: str, days: int | None) -> dict[str, Any]:
        """Make a link; its token is told now and never again.

        Raises
        ------
        UnknownSessionError, TooManySharesError
        """
        token = f"{PREFIX}{secrets.token_urlsafe(TOKEN_BYTES)}"
        made = self._now()
        record = ShareRecord(
            id=secrets.token_hex(ID_BYTES),
            session_id=session_id,
            name=name,
            token_sha256=fingerprint(token),
            created_at=made,
            expires_at=None if days is None else made + timedelta(days=days),
        )
        with self._transactions.write() as uow:
            uow.sessions.get_for_update(session_id)
            if len(uow.shares.of_session(session_id)) >= MOST_SHARES:
                raise TooManySharesError(MOST_SHARES)
            uow.shares.add(record)
        return {**self._facts(record), "token": token, "link": f"/app/sessions/{token}/result"}

    def of_session(self, session_id: str) -> dict[str, Any]:
        """Return a session's links, newest first, without their tokens."""
        with self._transactions.read() as uow:
            uow.sessions.get(session_id)
            return {"shares": [self._facts(record) for record in uow.shares.of_session(session_id)]}

    def revoke(self, session_id: str, share_id: str) -> dict[str, Any]:
        """Let a link open nothing from now on.

        Raises
        ------
        UnknownSessionError, UnknownShareError
        """
        with self._transactions.write() as uow:
            uow.sessions.get(session_id)
            if not uow.shares.remove(session_id, share_id):
                raise UnknownShareError
        return {"share_id": share_id, "revoked": True}

    def session_of(self, token: str) -> str:
        """Return the id of the session that a link's token reads.

        Raises
        ------
        UnknownShareError
            It was revoked, has expired, or never was one; which of them is not told.
        """
        with self._transactions.read() as uow:
            record = uow.shares.of_token(fingerprint(token))
        if record is None or self._is_over(record):
            raise UnknownShareError
        return record.session_id

    def _is_over(self, record: ShareRecord) -> bool:
        return record.expires_at is not None and record.expires_at <= self._now()

    def _facts(self, record: ShareRecord) -> dict[str, Any]:
        words = {name: getattr(record, name) for name in ("name", "created_at", "expires_at")}
        return {"share_id": record.id, **words, "expired": self._is_over(record)}
