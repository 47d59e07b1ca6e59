"""What only an operator meets, in a command or when the platform starts; no request is answered with it."""

from __future__ import annotations

from ML.exceptions import PlaygroundError


class OperatorError(PlaygroundError):
    """A setting or a command cannot be carried out; the message names the remedy."""

    code = "operator"


class StoreAddressError(OperatorError):
    """A configured folder or object store cannot hold files."""


class BackupError(OperatorError):
    """A backup cannot be written, read, or put in its place."""


class RedisAddressError(OperatorError):
    """``REDIS_URL`` cannot be read."""

    def __init__(self, fact: str, expected: str) -> None:
        super().__init__(f"REDIS_URL cannot be used: {fact}. Expected {expected}.")
