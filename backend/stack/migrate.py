"""``python -m backend.stack migrate``: the database to the newest schema, for deployments without the supervisor."""

from __future__ import annotations

from backend.stack.serve import migrate, read_settings


def main(_arguments: list[str]) -> int:
    """Migrate once."""
    migrate(read_settings())
    return 0
