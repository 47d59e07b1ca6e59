"""Calls that change what everybody sees need the admin token, where one is set."""

from __future__ import annotations

import hmac

from flask import current_app, request

from backend.config import Settings
from backend.errors import NotAdminError


def require_admin() -> None:
    """Refuse a request without ``Authorization: Bearer <ADMIN_TOKEN>``; without that setting everybody may.

    Raises
    ------
    NotAdminError
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.admin_token is None:
        return
    expected = f"Bearer {settings.admin_token.get_secret_value()}"
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise NotAdminError(
            "This call changes what everybody sees and needs the header 'Authorization: Bearer <ADMIN_TOKEN>'. "
            "Ask whoever runs this platform for the token."
        )
