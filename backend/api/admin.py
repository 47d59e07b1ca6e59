"""Calls for whoever runs the platform: they need the admin token, or an API key whose scope is ``admin``."""

from __future__ import annotations

from flask import current_app

from backend.access_errors import AdminClosedError
from backend.api.admission import caller, require
from backend.config import Settings
from backend.errors import NotAdminError


def require_admin() -> None:
    """Refuse a call that changes what everybody sees, unless it is an admin's; with no admin set everybody may.

    Raises
    ------
    NotAdminError, ScopeError
    """
    if _has_admin():
        _refuse_others()


def require_operator() -> None:
    """Refuse a call that shows or changes the platform itself, unless it is an admin's; with no admin set nobody may.

    Raises
    ------
    AdminClosedError, NotAdminError, ScopeError
    """
    if not _has_admin():
        raise AdminClosedError
    _refuse_others()


def _has_admin() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.admin_token is not None or settings.needs_keys


def _refuse_others() -> None:
    if caller() is None:
        raise NotAdminError(
            "This call is for whoever runs the platform and needs the header 'Authorization: Bearer <ADMIN_TOKEN>', or "
            "an API key whose scope is admin. Ask whoever runs this platform for one."
        )
    require("admin")
