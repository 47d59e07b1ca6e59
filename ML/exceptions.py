"""Errors raised as facts: each names the value, what was expected, and the remedy.

``code`` is a stable word for programs; ``details`` holds JSON-ready facts. Nothing here knows of HTTP.
"""

from __future__ import annotations

from typing import Any


class PlaygroundError(Exception):
    """A fact that stops the work, told so that a person can act on it."""

    code = "playground_error"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class UnknownCatalogueError(PlaygroundError):
    """No catalogue of that name is held."""

    code = "unknown_dataset"


class UnknownSnapshotError(PlaygroundError):
    """The catalogue has no snapshot with that id."""

    code = "unknown_snapshot"


class DamagedSnapshotError(PlaygroundError):
    """A snapshot's bytes do not match its recorded sha256."""

    code = "damaged_snapshot"


class UnreadableTableError(PlaygroundError):
    """The bytes are not a table that can be read."""

    code = "unreadable_table"


class WrongDeliveryError(PlaygroundError):
    """A table that was delivered is not the catalogue's; ``details`` may hold ``expected`` and ``found``."""

    code = "wrong_delivery"


class TableTooLargeError(PlaygroundError):
    """The table exceeds a limit on rows, columns, cell length or decompressed bytes."""

    code = "table_too_large"


class InvalidFieldsError(PlaygroundError):
    """Named fields hold values that cannot be used; ``details["fields"]`` lists ``{"field", "message"}``."""

    code = "invalid_fields"

    def __init__(self, message: str, fields: list[dict[str, str]], **details: Any) -> None:
        super().__init__(message, fields=fields, **details)


class UnknownUnitError(InvalidFieldsError):
    """A unit that is not known, or that does not convert to the one that is needed."""

    code = "unknown_unit"


class UnknownFamilyError(InvalidFieldsError):
    """No model family of that name."""

    code = "unknown_family"


class UntrainableTableError(PlaygroundError):
    """The labelled rows cannot train or validate a classifier (one class, too few hosts, no usable feature)."""

    code = "untrainable_table"


class DamagedArtifactError(PlaygroundError):
    """A model file does not match the sha256 that was recorded when it was written."""

    code = "damaged_artifact"


class InvalidRowsError(PlaygroundError):
    """Rows offered for prediction lack columns or hold values that are not numbers."""

    code = "invalid_rows"


class IncomparableRunsError(PlaygroundError):
    """Two runs did not validate the same objects in the same folds, so they cannot be compared pair by pair."""

    code = "incomparable_runs"
