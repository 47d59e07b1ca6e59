"""What counts as a secret: how strong it must be, and how it is kept."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote, urlsplit

SHORTEST_SECRET = 16
"""Characters; 16 random ASCII letters carry about 90 bits."""
PLACEHOLDER_STARTS = ("change", "default", "example", "nonempty", "placeholder", "replace", "secret", "your")
PLACEHOLDERS = frozenset({"", "admin", "guest", "pass", "password", "platform", "postgres", "redis", "root", "test"})
RECIPE = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'


def is_weak(text: str) -> bool:
    """Whether a secret is short, or begins as those do that stand in examples."""
    lowered = text.lower()
    return len(text) < SHORTEST_SECRET or lowered.startswith(PLACEHOLDER_STARTS)


def refuse_weak(name: str, text: str) -> None:
    """Raise ``ValueError``, which does not repeat the secret, where it is weak."""
    if is_weak(text):
        raise ValueError(
            f"{name} is {len(text)} characters or a placeholder; expected at least {SHORTEST_SECRET} random "
            f"characters: {RECIPE}"
        )


def refuse_placeholder_password(name: str, url: str | None) -> None:
    """Raise ``ValueError``, which does not repeat the password, where an address carries one that everybody knows."""
    password = urlsplit(url or "").password
    known = password is not None and unquote(password).lower()
    if known and (known in PLACEHOLDERS or known.startswith(PLACEHOLDER_STARTS)):
        raise ValueError(f"{name} carries a password that stands in every example; set a random one: {RECIPE}")


def fingerprint(secret: str) -> str:
    """Return how a random secret is kept: its sha256, which is enough for 128 bits and more that nobody chose."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
