"""What can go wrong above ML, as facts. Rendering them for HTTP happens once, in ``backend.api.errors``."""

from __future__ import annotations

import errno

from ML.exceptions import IncomparableRunsError, InvalidFieldsError, PlaygroundError

__all__ = [
    "IncomparableRunsError",
    "InvalidFieldsError",
    "MalformedRequestError",
    "PartUnavailableError",
    "PlaygroundError",
    "StorageFullError",
    "WrongKindOfFileError",
    "WrongStateError",
]


class DamagedFileError(PlaygroundError):
    """A kept file's bytes are not those that were written."""

    code = "damaged_artifact"

    def __init__(self, what: str, expected: str) -> None:
        super().__init__(
            f"{what} is damaged: its bytes do not have the sha256 {expected} that was recorded. Restore it from a "
            "copy, or train again.",
            expected=expected,
        )


class NotExportedError(PlaygroundError):
    """A model has no pickle-free form, so the registry cannot serve it."""

    code = "not_exported"


class NotAdminError(PlaygroundError):
    """The call is for whoever holds the admin token."""

    code = "not_admin"


class SnapshotMissingError(PlaygroundError):
    """Nothing is held of a catalogue that ships with no table; the message says how to get one."""

    code = "snapshot_missing"


class WrongStateError(PlaygroundError):
    """The session's state does not allow the step; ``details`` name the state and the step that is missing."""

    code = "wrong_state"

    def __init__(self, message: str, state: str, missing: str | None = None) -> None:
        super().__init__(message, state=state, missing=missing)


class DifferenceChangedError(PlaygroundError):
    """What was confirmed is not what would happen now."""

    code = "difference_changed"

    def __init__(self, confirmed: str, found: str) -> None:
        super().__init__(
            f"The difference {shorten(confirmed, 12)!r} was confirmed, but now it is {found[:12]}…: the table, the "
            "mapping or the snapshot changed meanwhile. Look at it again without confirm, and confirm its diff_sha256.",
            found=found,
        )


class MalformedRequestError(PlaygroundError):
    """The request cannot be parsed."""

    code = "malformed_request"


class WrongKindOfFileError(PlaygroundError):
    """The file's kind or the body's content type is not one that is read here."""

    code = "wrong_kind_of_file"


class IdempotencyConflictError(PlaygroundError):
    """The same ``Idempotency-Key`` came with another request."""

    code = "idempotency_conflict"


class PartUnavailableError(PlaygroundError):
    """A part of the platform that the request needs is away; ``details["part"]`` names it."""

    code = "part_unavailable"

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(
            f"{part} is away ({reason}). Nothing was lost: try again in a few seconds; "
            "GET /api/health tells its state.",
            part=part,
        )


class StorageFullError(PlaygroundError):
    """No room is left where files are kept."""

    code = "storage_full"

    def __init__(self) -> None:
        super().__init__(
            "The storage is full: what was being written was removed, everything else is as it was. Delete sessions "
            "that are not needed or add space, then try again; GET /api/health tells how much is free.",
            part="storage",
        )


class MetricsClosedError(PlaygroundError):
    """The figures are not for this client."""

    code = "metrics_closed"


class QuotaExceededError(PlaygroundError):
    """What is asked for would be more than may be kept; ``details`` name the setting, what is used, what is allowed."""

    code = "quota_exceeded"

    def __init__(self, says: str, setting: str, used: int, allowed: int, remedy: str, unit: str = "jobs") -> None:
        shown = f"{allowed / 1e6:,.0f} MB" if unit == "bytes" else f"{allowed:,}"
        super().__init__(
            f"{says}; the most is {shown} ({setting.upper()}). {remedy}.",
            setting=setting.upper(),
            used=used,
            allowed=allowed,
            unit=unit,
        )


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No space, no quota, larger than a file may be."""


def is_full(error: BaseException | None) -> bool:
    """Tell an error that means that no room is left, whatever was made of it on its way."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def shorten(text: str, length: int = 40) -> str:
    """Return ``text`` cut to ``length`` characters, for messages that quote what a client sent."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
