"""``python run.py test``: every check there is, in two rows side by side, and a table at the end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from backend.stack import spa
from backend.stack.browser import find_browser
from backend.stack.check_report import Check, Report, beside
from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.node import Node, find_node
from backend.stack.refusals import Refusal

BIN = Path(sys.executable).parent
QUICK_CHECKS = (
    ("ruff: lint", (str(BIN / "ruff"), "check", ".")),
    ("ruff: format", (str(BIN / "ruff"), "format", "--check", ".")),
    ("import contracts", (str(BIN / "lint-imports"),)),
)
TYPES = Check("mypy: types", (str(BIN / "mypy"),), ROOT)
AUDIT = Check("audit", (sys.executable, "-m", "backend.stack", "audit"), ROOT)
BESIDE = (
    "tests/ML", "tests/backend/api", "tests/backend/services", "tests/benchmarks", "tests/hostile", "tests/operations",
    "tests/security",
)  # fmt: skip
"""About half of the tests, by the time they take; the others start workers, servers and browsers."""


def main(arguments: list[str]) -> int:
    """Run every check; the arguments go to pytest."""
    report = Report()
    for title, command in QUICK_CHECKS:
        report.run(title, command, ROOT)
    node = check_frontend(report)
    tests, tests_beside = python_tests(report, node, arguments)
    lint = [Check("spa: lint and types", node.npm("run", "lint"), spa.FRONTEND, node.environment)] if node else []
    with beside(report, [TYPES, *lint, *tests_beside, *([AUDIT] if in_ci() else [])]):
        report.run(*tests)
    report.show()
    return int(report.failed)


def check_frontend(report: Report, frontend: Path = spa.FRONTEND) -> Node | None:
    """Test and build the SPA; return the Node that did it."""
    try:
        node = find_node()

        def run(title: str, command: tuple[str, ...], folder: Path) -> int:
            return report.run(title, command, folder, node.environment)

        spa.install(run, node, frontend)
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


def python_tests(report: Report, node: Node | None, arguments: list[str]) -> tuple[Check, list[Check]]:
    """Return the tests to run, with a browser where there is one, and those to run beside them.

    All tests are shared out between the two; with arguments, which choose some, there is nothing beside them.
    """
    browser = find_browser(node)
    if browser is None:
        say("NO BROWSER: the browser tests do not run; install Chromium or set CHROMIUM_PATH")
        report.note("browser", "failed" if in_ci() else "skipped")
    # Two processes share the cores: more threads than cores would wait for one another.
    openmp = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1"}
    environment = openmp | ({"CHROMIUM_PATH": browser} if browser else {})
    command = (sys.executable, "-m", "pytest", *arguments)
    if arguments:
        return Check("pytest", command, ROOT, environment), []
    others = (f"--ignore={folder}" for folder in BESIDE)
    return (
        Check("pytest: workers, pages", (*command, *others), ROOT, environment),
        [Check("pytest: ML, HTTP", (*command, *BESIDE), ROOT, environment)],
    )


def in_ci() -> bool:
    """Whether a missing means is an error here."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
