"""What can go wrong between the archive and a snapshot, as facts."""

from __future__ import annotations

from ML.exceptions import PlaygroundError


class ArchiveUnreachableError(PlaygroundError):
    """The archive did not answer in time, or not with a table, however often it was asked."""

    code = "archive_unreachable"


class ArchiveRefusedError(PlaygroundError):
    """The archive answered that it will not give this, or sends elsewhere."""

    code = "archive_refused"


class DamagedDeliveryError(PlaygroundError):
    """What came is cut, is no table, or is so much smaller than what is held that it cannot be whole."""

    code = "delivery_damaged"
