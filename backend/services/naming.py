"""Ids of what a request makes: drawn by lot, or told by its ``Idempotency-Key``, so that a repetition meets its own.

An answer is remembered after the work is done. A process that dies between the two would leave work whose maker does
not know of it; with an id that follows from the key, the repeated request finds it and is answered with it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from contextvars import ContextVar

ID_BYTES = 16
_SEED: ContextVar[str | None] = ContextVar("seed of this request's ids", default=None)


def intend(seed: str | None) -> None:
    """Let what this request makes be named after ``seed``; None for ids by lot."""
    _SEED.set(seed)


def fresh_id(noun: str) -> str:
    """Return the id of the ``noun`` that this request makes: 128 bits, URL-safe."""
    seed = _SEED.get()
    if seed is None:
        return secrets.token_urlsafe(ID_BYTES)
    digest = hashlib.sha256(f"{noun}:{seed}".encode()).digest()[:ID_BYTES]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
