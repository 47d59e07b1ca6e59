"""Who asks, under a name that tells nothing about them: what waits for workers is taken in turns of clients."""

from __future__ import annotations

import hashlib
import hmac
from contextvars import ContextVar

NAME_LENGTH = 32
PLATFORM = ""
"""Asks for what nobody else does: the platform's own models."""
_CLIENT: ContextVar[str] = ContextVar("client of this request", default=PLATFORM)


def ask_as(client: str, secret: str) -> None:
    """Let what this request begins belong to ``client``, of whom only a digest under ``secret`` is kept."""
    digest = hmac.new(secret.encode("utf-8"), client.encode("utf-8"), hashlib.sha256)
    _CLIENT.set(digest.hexdigest()[:NAME_LENGTH])


def asking() -> str:
    """Return who asks: 32 hexadecimal characters, or ``PLATFORM``."""
    return _CLIENT.get()
