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

from flask import Flask, Response, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded
from redis import Redis

from backend.access_errors import TooManyRequestsError
from backend.api.admission import caller, is_open, is_write
from backend.api.errors import render_fact
from backend.config import Settings

ANYBODY = "unknown"
IPV6_NETWORK_BITS = 64
"""A house is given a network of this size, so an address of its own counts for little."""

logging.getLogger("flask-limiter").setLevel(logging.WARNING)


def register(app: Flask, settings: Settings, redis: Redis) -> None:
    """Limit the requests of ``app``; call after ``admission.register``, which tells who calls."""
    app.register_error_handler(RateLimitExceeded, refuse)
    kept = {"storage_uri": "redis://", "storage_options": {"connection_pool": redis.connection_pool}}
    for kinds, where in ((("writes", "uploads"), kept), (("reads",), {"storage_uri": "memory://"})):
        limits = [_limit(kind, settings.limit(kind)) for kind in kinds if settings.limit(kind)]
        if limits:
            Limiter(client, app=app, application_limits=limits, in_memory_fallback_enabled=True, **where)  # type: ignore[arg-type]


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
    kind = str(error.limit.scope)
    # The windows of the fixed-window strategy begin at whole multiples of their length.
    window = limit.get_expiry()
    wait = max(1, math.ceil(window - time.time() % window))
    return render_fact(TooManyRequestsError(kind, limit.amount, wait))


def _limit(kind: str, per_minute: int) -> ApplicationLimit:
    return ApplicationLimit(limit_provider=f"{per_minute}/minute", scope=kind, exempt_when=EXEMPT[kind])


def _is_upload() -> bool:
    return request.method == "POST" and request.mimetype == "multipart/form-data"


def _is_free() -> bool:
    return is_open() or request.method == "OPTIONS"


EXEMPT: dict[str, Callable[[], bool]] = {
    "writes": lambda: _is_free() or not is_write(),
    "uploads": lambda: _is_free() or not _is_upload(),
    "reads": lambda: _is_free() or is_write(),
}
"""When a request does not count under a kind of limit."""
