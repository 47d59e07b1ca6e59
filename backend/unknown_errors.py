"""What was asked for and is not there, as facts; each says how to get one."""

from __future__ import annotations

from backend.errors import shorten
from ML.exceptions import PlaygroundError


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


class UnknownModelError(PlaygroundError):
    """The registry has no such model or version."""

    code = "unknown_model"


class UnknownObjectError(PlaygroundError):
    """The catalogue holds no object of that name."""

    code = "unknown_object"
