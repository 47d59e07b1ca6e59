"""Who may not do what, as facts; each names the way in."""

from __future__ import annotations

from backend.errors import shorten
from ML.exceptions import PlaygroundError


class UnknownShareError(PlaygroundError):
    """A share link opens nothing."""

    code = "unknown_share"

    def __init__(self) -> None:
        super().__init__(
            "This share link opens nothing: it was revoked, has expired, or never existed. "
            "Ask whoever sent it for a new one."
        )


class ReadOnlyError(PlaygroundError):
    """A share link was used for more than reading."""

    code = "read_only"

    def __init__(self) -> None:
        super().__init__(
            "This share link only reads: whoever holds it can look at everything and change nothing. "
            "Start a session of your own with GET /select, or ask the owner."
        )


class TooManySharesError(PlaygroundError):
    """A session has as many links as it may have."""

    code = "too_many_shares"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"This session has {most} share links, as many as a session may have. "
            "Revoke one with DELETE /api/sessions/<id>/shares/<share_id>.",
            most=most,
        )


class UnknownKeyError(PlaygroundError):
    """No API key of that id is in the database."""

    code = "unknown_key"

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"The database holds no API key {shorten(key_id)!r}. GET /api/admin/keys lists them; one that the setting "
            "API_KEYS lists is revoked there.",
            key_id=shorten(key_id),
        )


class KeyNeededError(PlaygroundError):
    """The platform answers holders of a key only, and none was sent."""

    code = "api_key_needed"

    def __init__(self) -> None:
        super().__init__(
            "This platform answers holders of an API key. Send the header 'Authorization: Bearer <key>'; "
            "whoever runs the platform makes keys with `python -m backend.stack keys add NAME`."
        )


class KeyRefusedError(PlaygroundError):
    """The key is unknown or was revoked; which of them is not told."""

    code = "api_key_refused"

    def __init__(self) -> None:
        super().__init__(
            "The API key that was sent is unknown here or was revoked. Check that it is whole (exo_ and 43 characters)"
            ", or ask whoever runs the platform for a new one."
        )


class ScopeError(PlaygroundError):
    """The key is known, but may not do this."""

    code = "scope_too_small"

    def __init__(self, held: str, needed: str) -> None:
        super().__init__(
            f"The API key's scope is {held!r}, and this call needs {needed!r}. "
            f"Ask whoever runs the platform for a key with scope {needed!r}.",
            held=held,
            needed=needed,
        )


class AdminClosedError(PlaygroundError):
    """Admin calls are closed where nothing says who the admin is."""

    code = "admin_closed"

    def __init__(self) -> None:
        super().__init__(
            "Admin calls are closed here, as neither ADMIN_TOKEN nor API_KEYS is set. Set ADMIN_TOKEN to at least 16 "
            "random characters, start again, and send 'Authorization: Bearer <ADMIN_TOKEN>'."
        )


class QueueFullError(PlaygroundError):
    """So many jobs wait that one more is refused; ``details`` tell the limit, and when a place is likely to be free."""

    code = "queue_full"

    def __init__(self, setting: str, waiting: int, most: int, whose: str, retry_after_s: int) -> None:
        super().__init__(
            f"{waiting:,} jobs {whose} wait already, and no more than {most:,} may ({setting.upper()}). Nothing was "
            f"begun. Try again in about {retry_after_s} s, or cancel one that waits.",
            setting=setting.upper(),
            waiting=waiting,
            allowed=most,
            retry_after_s=retry_after_s,
        )


class TooManyRequestsError(PlaygroundError):
    """A client asks more often than it may; ``details`` tell the limit and when it may ask again."""

    code = "too_many_requests"

    def __init__(self, kind: str, per_minute: int, retry_after_s: int) -> None:
        super().__init__(
            f"More than {per_minute} {kind} came from this client within a minute. Try again in {retry_after_s} s; "
            "the header Retry-After tells it to programs.",
            kind=kind,
            per_minute=per_minute,
            retry_after_s=retry_after_s,
        )
