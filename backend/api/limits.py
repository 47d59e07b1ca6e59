"""How often a client may ask: writes and files are counted in Redis for all processes, reads in each process's memory.

A write waits for the database and the queue anyway; a read must not wait for one more answer, so its limit is a dam
against floods, not an account. Where Redis is away, writes are counted in memory as well, and requests go on.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from collections.abc import Callable
from functools import partial

from flask import Flask, Response, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded
from redis import Redis

from backend.access_errors import TooManyRequestsError
from backend.api.admission import caller, is_open, is_write
from backend.api.errors import render_fact
from backend.clients import ask_as
from backend.config import Settings

ANYBODY = "unknown"
MINUTE_S = 60
IPV6_NETWORK_BITS = 64
"""A house is given a network of this size, so an address of its own counts for little."""

logging.getLogger("flask-limiter").setLevel(logging.WARNING)


class WriteLimiter(Limiter):
    """Counts writes and files in Redis, and lets reads pass without a look at any limit."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if (is_write() or _is_upload()) and not _is_free():
            super()._check_request_limit(callable_name, in_middleware)


class ReadDam:
    """Counts each client's reads of the present minute in this process: a dictionary, as it stands before every read.

    Parameters
    ----------
    per_minute : int
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minute = 0
        self._counts: dict[str, int] = {}

    def check(self) -> None:
        """Count the request.

        Raises
        ------
        TooManyRequestsError
        """
        if _is_free() or is_write():
            return
        minute = int(time.time() // MINUTE_S)
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        name = client()
        self._counts[name] = count = self._counts.get(name, 0) + 1
        if count > self._per_minute:
            raise TooManyRequestsError("reads", self._per_minute, _wait(MINUTE_S))


def register(app: Flask, settings: Settings, redis: Redis) -> None:
    """Limit the requests of ``app``; call after ``admission.register``, which tells who calls."""
    app.register_error_handler(RateLimitExceeded, refuse)
    app.before_request(partial(_name_client, settings.secret))
    limits = [_limit(kind, settings.limit(kind)) for kind in EXEMPT if settings.limit(kind)]
    if limits:
        WriteLimiter(
            client,
            app=app,
            application_limits=limits,  # type: ignore[arg-type]
            storage_uri="redis://",
            storage_options={"connection_pool": redis.connection_pool},  # type: ignore[dict-item]
            in_memory_fallback_enabled=True,
        )
    if settings.limit("reads"):
        app.before_request(ReadDam(settings.limit("reads")).check)


def _name_client(secret: str) -> None:
    """Let what a write begins belong to its client, whose jobs take turns with those of others."""
    if is_write():
        ask_as(client(), secret)


def client() -> str:
    """Return under which name a request counts: its key, else its address, of which proxies cannot be forged."""
    holder = caller()
    return f"key:{holder.id}" if holder else f"address:{network(request.remote_addr)}"


def network(address: str | None) -> str:
    """Return an IPv4 address as it is, and of an IPv6 address the network."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return ANYBODY
    if known.version == 4:  # noqa: PLR2004
        return str(known)
    return str(ipaddress.ip_network((known, IPV6_NETWORK_BITS), strict=False))


def refuse(error: RateLimitExceeded) -> Response:
    """Tell the limit as a fact."""
    limit = error.limit.limit
    wait = _wait(limit.get_expiry())
    return render_fact(TooManyRequestsError(str(error.limit.scope), limit.amount, wait))


def _wait(window_s: int) -> int:
    """Return the seconds until the present window ends; windows begin at whole multiples of their length."""
    return max(1, math.ceil(window_s - time.time() % window_s))


def _limit(kind: str, per_minute: int) -> ApplicationLimit:
    return ApplicationLimit(limit_provider=f"{per_minute}/minute", scope=kind, exempt_when=EXEMPT[kind])


def _is_upload() -> bool:
    return request.method == "POST" and request.mimetype == "multipart/form-data"


def _is_free() -> bool:
    return is_open() or request.method == "OPTIONS"


EXEMPT: dict[str, Callable[[], bool]] = {
    "writes": lambda: not is_write(),
    "uploads": lambda: not _is_upload(),
}
"""When a request that is a write or brings a file does not count under a kind of limit."""
