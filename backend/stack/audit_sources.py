"""What indexes know of the locked packages: pip-audit on the hash-locked files, npm on what the SPA ships."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.node import find_node
from backend.stack.refusals import Refusal
from backend.stack.requirements import FILES
from backend.stack.spa import FRONTEND

PATIENCE_S = 300
SHIPPED = "requirements.txt"


@dataclass(frozen=True)
class Finding:
    """A known vulnerability of one locked package."""

    package: str
    version: str
    vulnerability: str
    aliases: tuple[str, ...] = ()
    fixed_in: str = ""

    def told(self) -> str:
        """Return it as a line."""
        mend = f"fixed in {self.fixed_in}" if self.fixed_in else "no version fixes it yet"
        return f"{self.package} {self.version}: {self.vulnerability} ({mend})"


def python_findings(requirements: str) -> list[Finding] | None:
    """Return what is known of a hash-locked file; None where no index answered."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", requirements, "--disable-pip", "--require-hashes"]
    ended = _run([*command, "--format", "json", "--progress-spinner", "off", "--timeout", "20"], ROOT)
    return None if ended is None else parse_pip_audit(ended)


def parse_pip_audit(text: str) -> list[Finding] | None:
    """Return the findings of pip-audit's JSON; None where it is none, or where the index knew none of the packages."""
    told = _json(text)
    if told is None or "dependencies" not in told:
        return None
    skipped = sum("skip_reason" in package for package in told["dependencies"])
    if skipped:
        say(f"the index told nothing of {skipped} of {len(told['dependencies'])} packages", "audit")
    if skipped == len(told["dependencies"]):
        return None
    return [
        Finding(
            package["name"],
            package.get("version", ""),
            known["id"],
            tuple(known.get("aliases", ())),
            ", ".join(known.get("fix_versions", ())),
        )
        for package in told["dependencies"]
        for known in package.get("vulns", ())
    ]


def node_findings() -> list[Finding] | None:
    """Return what is known of the packages that the SPA ships; None where no index answered."""
    try:
        node = find_node()
    except Refusal as refusal:
        say(f"npm was not asked: {refusal}", "audit")
        return None
    ended = _run([*node.npm("audit", "--omit=dev", "--json")], FRONTEND, node.environment)
    return None if ended is None else parse_npm_audit(ended)


def parse_npm_audit(text: str) -> list[Finding] | None:
    """Return the findings of npm's JSON, None where it is an error."""
    told = _json(text)
    if told is None or "vulnerabilities" not in told:
        return None
    return [
        Finding(name, str(package.get("range", "")), _advisory(via), (), _mend(package))
        for name, package in told["vulnerabilities"].items()
        for via in package.get("via", ())
        if isinstance(via, dict)
    ]


def _advisory(via: dict[str, Any]) -> str:
    return str(via.get("url") or via.get("source") or via.get("title")).rsplit("/", 1)[-1]


def _mend(package: dict[str, Any]) -> str:
    fix = package.get("fixAvailable")
    return str(fix["version"]) if isinstance(fix, dict) else "a newer version" if fix else ""


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str] = {}) -> str | None:
    try:
        ended = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | dict(environment),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"{command[0]} did not answer: {error}", "audit")
        return None
    if not ended.stdout.strip():
        say(f"no answer: {ended.stderr.strip().splitlines()[-1] if ended.stderr.strip() else 'silence'}", "audit")
        return None
    return ended.stdout


def _json(text: str) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


LOOKS: dict[str, Callable[[], list[Finding] | None]] = {
    # requirements-dev.txt holds the very versions of requirements.txt, and more.
    **{name: partial(python_findings, name) for name in FILES if name != SHIPPED},
    "frontend/package-lock.json": node_findings,
}
"""How each locked file is looked at; None is told where no index answered."""
