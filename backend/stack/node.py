"""Node: the one on PATH, else the one that a wheel carries."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from backend.stack.environment import ROOT, prepare

OLDEST = (20, 19)
"""The oldest Node, as major and minor version, that Vite 8 runs on."""


@dataclass(frozen=True)
class Node:
    """Where node and npm are."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables under which npm's scripts find this very node."""
        return {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}

    def npm(self, *arguments: str) -> tuple[str, ...]:
        """Return an npm command."""
        return (str(self.folder / "npm"), *arguments)

    @property
    def program(self) -> str:
        """The node command."""
        return str(self.folder / "node")


def find_node() -> Node:
    """Return a usable Node, installing the wheel's where there is none.

    Raises
    ------
    Refusal
        If there is none on PATH and the wheel cannot be installed.
    """
    on_path = shutil.which("node")
    if on_path and shutil.which("npm", path=str(Path(on_path).parent)) and version(on_path) >= OLDEST:
        return Node(Path(on_path).parent)
    python = prepare(ROOT / ".venv-node", ROOT / "requirements-node.txt")
    return Node(python.parent)


def version(program: str) -> tuple[int, ...]:
    """Return Node's version as numbers; empty when it does not run."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        return tuple(int(number) for number in told.strip().lstrip("v").split(".")[:3])
    except (OSError, subprocess.SubprocessError, ValueError):
        return ()
