"""Who calls, and whether it may: the API key or the admin token of a request, looked at before anything else."""

from __future__ import annotations

import hmac

from flask import Flask, current_app, g, request

from backend.access_errors import KeyNeededError, KeyRefusedError, ScopeError
from backend.api.reply import services
from backend.config import Settings
from backend.services.keys import Holder

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_ROOMS = frozenset({"health", "metrics", "docs", "project"})
"""Blueprints that need no key: whether it works, figures (they have a guard), descriptions, pages that ask for it."""
ASKING = frozenset(
    {
        "registry.ask_model",
        "habitability.assess_habitability",
        "habitability.assess_table",
        "habitability.assess_table_as_csv",
    }
)
"""Calls that are sent with POST and keep nothing: they count as reads."""
COOKIE = "exoplanet_key"
"""Where the SPA keeps the key for downloads, which are links; it opens reads alone, so no other site can use it."""


def register(app: Flask) -> None:
    """Look at the caller before each request; call before everything else that looks at requests."""
    app.before_request(admit)


def admit() -> None:
    """Note who calls in ``g.holder``, and refuse who may not.

    Raises
    ------
    KeyNeededError, KeyRefusedError, ScopeError
    """
    settings: Settings = current_app.extensions["settings"]
    token = given_token()
    g.holder = None if token is None else recognised(token, settings)
    if settings.needs_keys and request.endpoint and request.method != "OPTIONS" and not is_open():
        require("write" if is_write() else "read")


def require(scope: str) -> None:
    """Refuse a caller whose scope does not reach so far.

    Raises
    ------
    KeyNeededError, KeyRefusedError, ScopeError
    """
    holder = caller()
    if holder is None:
        raise KeyRefusedError if given_token() else KeyNeededError
    if not holder.may(scope):
        raise ScopeError(holder.scope, scope)


def caller() -> Holder | None:
    """Return who calls, or None for somebody without a known key."""
    holder: Holder | None = g.get("holder")
    return holder


def recognised(token: str, settings: Settings) -> Holder | None:
    """Return whose token that is, or None."""
    admin = settings.admin_token
    if admin is not None and hmac.compare_digest(token.encode(), admin.get_secret_value().encode()):
        return Holder("ADMIN_TOKEN", "ADMIN_TOKEN", "admin")
    return services().keys.holder(token) if settings.needs_keys else None


def given_token() -> str | None:
    """Return the token that the request carries, or None."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    return request.cookies.get(COOKIE) if request.method in SAFE else None


def is_open() -> bool:
    """Whether the call is for everybody."""
    return request.blueprint in OPEN_ROOMS


def is_write() -> bool:
    """Whether the request changes anything; the GET that starts a session does."""
    if request.endpoint == "select.show_selection" and request.method in SAFE:
        return "session_id" not in request.args
    return request.method not in SAFE and request.endpoint not in ASKING
