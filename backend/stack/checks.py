"""``python run.py test``: every check there is, one after the other, and a table at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.stack import spa
from backend.stack.browser import find_browser
from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.node import Node, find_node
from backend.stack.refusals import Refusal

BIN = Path(sys.executable).parent
BESIDE = ("tests/ML", "tests/backend/api", "tests/hostile", "tests/security")
"""About half of the tests, by the time they take; the others start workers, servers and browsers."""
PYTHON_CHECKS = (
    ("ruff: lint", (str(BIN / "ruff"), "check", ".")),
    ("ruff: format", (str(BIN / "ruff"), "format", "--check", ".")),
    ("mypy: types", (str(BIN / "mypy"),)),
    ("import contracts", (str(BIN / "lint-imports"),)),
)


@dataclass
class Report:
    """What was checked, with its outcome and duration [seconds]."""

    rows: list[tuple[str, str, float]] = field(default_factory=list)

    def run(self, title: str, command: tuple[str, ...], folder: Path, environment: Mapping[str, str] = {}) -> int:
        """Run one check under its heading; return its exit code."""
        print(f"\n━━━ {title} ━━━", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=folder, env=os.environ | dict(environment), check=False).returncode
        self.note(title, "failed" if code else "passed", time.monotonic() - began)
        return code

    def note(self, title: str, outcome: str, seconds: float = 0.0) -> None:
        """Add one line to the table."""
        self.rows.append((title, outcome, seconds))

    @property
    def failed(self) -> bool:
        """Whether any check failed."""
        return any(outcome == "failed" for _, outcome, _ in self.rows)

    def show(self) -> None:
        """Print the table."""
        print("\n━━━ summary ━━━")
        for title, outcome, seconds in self.rows:
            print(f"{title:<24}{outcome:<10}{seconds:>7.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    """Run every check; the arguments go to pytest."""
    report = Report()
    for title, command in PYTHON_CHECKS:
        report.run(title, command, ROOT)
    node = check_frontend(report)
    check_python(report, node, arguments)
    if in_ci():
        report.run("audit", (sys.executable, "-m", "backend.stack", "audit"), ROOT)
    report.show()
    return int(report.failed)


def check_frontend(report: Report, frontend: Path = spa.FRONTEND) -> Node | None:
    """Lint, test and build the SPA; return the Node that did it."""
    try:
        node = find_node()

        def run(title: str, command: tuple[str, ...], folder: Path) -> int:
            return report.run(title, command, folder, node.environment)

        spa.install(run, node, frontend)
        run("spa: lint and types", node.npm("run", "lint"), frontend)
        run("spa: unit tests", node.npm("test"), frontend)
        if spa.is_fresh(frontend):
            report.note("spa-build", "fresh")
        else:
            spa.build(run, node, frontend)
    except Refusal as refusal:
        say(f"the SPA was not checked: {refusal}")
        report.note("spa", "failed")
        return None
    return node


def check_python(report: Report, node: Node | None, arguments: list[str]) -> None:
    """Run pytest, with a browser where there is one."""
    browser = find_browser(node)
    if browser is None:
        say("NO BROWSER: the browser tests do not run; install Chromium or set CHROMIUM_PATH")
        report.note("browser", "failed" if in_ci() else "skipped")
    # Two processes share the cores: more threads than cores would wait for one another.
    openmp = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1"}
    environment = openmp | ({"CHROMIUM_PATH": browser} if browser else {})
    command = (sys.executable, "-m", "pytest", *arguments)
    if arguments:
        report.run("pytest", command, ROOT, environment)
    else:
        run_side_by_side(report, command, environment)


def run_side_by_side(report: Report, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """Run half of the tests beside the others, which mostly wait for servers; show them when they have ended."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        beside = subprocess.Popen(
            (*command, *BESIDE), cwd=ROOT, env=os.environ | dict(environment), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            ignored = (f"--ignore={folder}" for folder in BESIDE)
            report.run("pytest: workers, pages", (*command, *ignored), ROOT, environment)
            code = beside.wait()
        finally:
            beside.kill()
        log.seek(0)
        print("\n━━━ pytest: ML, HTTP ━━━", log.read(), sep="\n", flush=True)
    report.note("pytest: ML, HTTP", "failed" if code else "passed", time.monotonic() - began)


def in_ci() -> bool:
    """Whether a missing means is an error here."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
