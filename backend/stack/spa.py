"""The SPA: built when its sources changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.node import Node, find_node
from backend.stack.refusals import Refusal

FRONTEND = ROOT / "frontend"
NOT_SOURCES = {"node_modules", "dist", "coverage", "test-results"}
Run = Callable[[str, tuple[str, ...], Path], int]
"""Runs a named command in a folder; returns its exit code."""


def ensure(run: Run, frontend: Path = FRONTEND) -> bool:
    """Build the SPA where it is stale; without it the platform still serves its API. Return whether it is fresh."""
    if not (frontend / "package.json").exists() or is_fresh(frontend):
        return True
    try:
        build(run, find_node(), frontend)
    except Refusal as refusal:
        state = "an older one is served" if (frontend / "dist" / "index.html").exists() else "only the API is served"
        say(f"the SPA could not be built, {state}: {refusal}")
        return False
    return True


def build(run: Run, node: Node, frontend: Path = FRONTEND) -> None:
    """Install the locked packages where they changed, and build.

    Raises
    ------
    Refusal
        If npm fails; nothing is marked as fresh then.
    """
    wanted = source_hash(frontend)
    say("building the SPA (once after each change, about a minute) …")
    install(run, node, frontend)
    if run("spa-build", _with_path(node, "run", "build"), frontend):
        raise Refusal("npm run build failed (its words are above)")
    _mark(frontend).write_text(wanted, encoding="ascii")


def install(run: Run, node: Node, frontend: Path = FRONTEND) -> None:
    """Install the packages of the lock file unless they are already there."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    mark = frontend / "node_modules" / ".installed"
    if mark.exists() and mark.read_text(encoding="ascii") == lock:
        return
    # npm ci empties the folder first, and with it the mark.
    if run("spa-install", _with_path(node, "ci", "--no-audit", "--no-fund"), frontend):
        raise Refusal("npm ci failed; it needs the npm registry the first time (its words are above)")
    mark.write_text(lock, encoding="ascii")


def is_fresh(frontend: Path) -> bool:
    """Whether the built SPA is the one of the present sources."""
    mark = _mark(frontend)
    built = mark.exists() and (frontend / "dist" / "index.html").exists()
    return built and mark.read_text(encoding="ascii") == source_hash(frontend)


def source_hash(frontend: Path) -> str:
    """Return one hash over the names and contents of every source file."""
    total = hashlib.sha256()
    for path in sorted(_sources(frontend)):
        total.update(f"{path.relative_to(frontend)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sources(frontend: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(frontend):
        folders[:] = [name for name in folders if name not in NOT_SOURCES and not name.startswith(".")]
        found += [Path(folder, name) for name in files if not name.endswith(".tsbuildinfo")]
    return found


def _mark(frontend: Path) -> Path:
    return frontend / "dist" / ".build-hash"


def _with_path(node: Node, *arguments: str) -> tuple[str, ...]:
    # npm's scripts look for node on PATH; env sets it for this command alone.
    return ("env", f"PATH={node.environment['PATH']}", *node.npm(*arguments))
