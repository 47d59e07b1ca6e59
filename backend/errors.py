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
    "UnknownPredictionError",
    "UnknownSessionError",
    "UnknownUploadError",
    "WrongKindOfFileError",
    "WrongStateError",
]


class UnknownSessionError(PlaygroundError):
    """No session with that id."""

    code = "unknown_session"

    def __init__(self, session_id: str) -> None:
        super().__init__(
            f"There is no session {shorten(session_id)!r}: it was deleted or never existed. "
            "Start a new one with GET /select.",
            session_id=shorten(session_id),
        )


class UnknownUploadError(PlaygroundError):
    """No upload with that id."""

    code = "unknown_upload"

    def __init__(self, upload_id: str) -> None:
        super().__init__(
            f"There is no upload {shorten(upload_id)!r}. Send the table to POST /api/upload and use the id it answers.",
            upload_id=shorten(upload_id),
        )


class UnknownPredictionError(PlaygroundError):
    """No prediction with that id in this session."""

    code = "unknown_prediction"

    def __init__(self, prediction_id: str) -> None:
        super().__init__(
            f"This session has no prediction {shorten(prediction_id)!r}. POST /predict starts one and answers its id.",
            prediction_id=shorten(prediction_id),
        )


class UnknownRefreshError(PlaygroundError):
    """No refresh with that id."""

    code = "unknown_refresh"

    def __init__(self, refresh_id: str) -> None:
        super().__init__(
            f"There is no refresh {shorten(refresh_id)!r}. POST /api/datasets/<name>/refresh starts one and answers "
            "its id.",
            refresh_id=shorten(refresh_id),
        )


class UnknownStudyError(PlaygroundError):
    """No study with that id."""

    code = "unknown_study"

    def __init__(self, study_id: str) -> None:
        super().__init__(
            f"There is no study {shorten(study_id)!r}. POST /api/studies starts one and answers its id.",
            study_id=shorten(study_id),
        )


class UnknownRunError(PlaygroundError):
    """No run with that id."""

    code = "unknown_run"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"There is no run {shorten(run_id)!r}: its session was deleted, or it never existed. "
            "GET /training and GET /result name the run of a session.",
            run_id=shorten(run_id),
        )


class DamagedFileError(PlaygroundError):
    """A kept file's bytes are not those that were written."""

    code = "damaged_artifact"

    def __init__(self, what: str, expected: str) -> None:
        super().__init__(
            f"{what} is damaged: its bytes do not have the sha256 {expected} that was recorded. Restore it from a "
            "copy, or train again.",
            expected=expected,
        )


class UnknownModelError(PlaygroundError):
    """The registry has no such model or version."""

    code = "unknown_model"


class NotExportedError(PlaygroundError):
    """A model has no pickle-free form, so the registry cannot serve it."""

    code = "not_exported"


class NotAdminError(PlaygroundError):
    """The call is for whoever holds the admin token."""

    code = "not_admin"


class UnknownObjectError(PlaygroundError):
    """The catalogue holds no object of that name."""

    code = "unknown_object"


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


class StoreAddressError(PlaygroundError):
    """A configured folder or object store cannot hold files."""

    code = "store_unusable"


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


class BackupError(PlaygroundError):
    """A backup cannot be written, read, or put in its place."""

    code = "backup_refused"


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


class RedisAddressError(PlaygroundError):
    """``REDIS_URL`` cannot be read."""

    code = "redis_address"

    def __init__(self, fact: str, expected: str) -> None:
        super().__init__(f"REDIS_URL cannot be used: {fact}. Expected {expected}.")


def shorten(text: str, length: int = 40) -> str:
    """Return ``text`` cut to ``length`` characters, for messages that quote what a client sent."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
