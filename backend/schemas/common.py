"""The common schema on the wire."""

from __future__ import annotations

from backend.schemas.envelope import Answer


class CommonColumn(Answer):
    """A column that all missions share, and the units that convert to its own."""

    name: str
    label: str
    unit: str
    description: str
    group: str
    kind: str
    units: list[str]


class CommonSchema(Answer):
    """The columns that all missions share."""

    columns: list[CommonColumn]
