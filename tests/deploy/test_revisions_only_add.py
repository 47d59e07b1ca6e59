"""Two releases work on one database while a deployment is upgraded or rolled back: no revision takes anything away."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backend.adapters.schema import MIGRATIONS

REVISIONS = sorted((MIGRATIONS / "versions").glob("0*.py"))
TAKES_AWAY = ("drop_", "rename_", "alter_", "execute")


def calls(source: str) -> set[str]:
    """Names of the methods that ``upgrade`` calls."""
    (upgrade,) = [
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    ]
    named = (node.func for node in ast.walk(upgrade) if isinstance(node, ast.Call))
    return {called.attr for called in named if isinstance(called, ast.Attribute)}


@pytest.mark.parametrize("path", REVISIONS, ids=lambda path: path.stem)
def test_a_revision_only_adds(path: Path) -> None:
    found = calls(path.read_text(encoding="utf-8"))
    assert found, "an upgrade that does nothing"
    assert not [name for name in found if name.startswith(TAKES_AWAY)]


def test_one_that_takes_away_would_be_seen() -> None:
    removing = "def upgrade():\n    with op.batch_alter_table('runs') as runs:\n        runs.drop_column('log')\n"
    assert "drop_column" in calls(removing)
