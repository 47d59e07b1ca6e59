"""What indexes know of the locked packages: pip-audit on the hash-locked files, npm on what the SPA ships."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from backend.stack.audit_findings import Finding, Looked, SilenceError
from backend.stack.environment import ROOT
from backend.stack.node import find_node
from backend.stack.refusals import Refusal
from backend.stack.requirements import FILES
from backend.stack.spa import FRONTEND

PATIENCE_S = 300
SHIPPED = "requirements.txt"


def look_at_pip(requirements: str) -> Looked:
    """Return what is known of a hash-locked file."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", requirements, "--disable-pip", "--require-hashes"]
    try:
        return parse_pip_audit(
            _run([*command, "--format", "json", "--progress-spinner", "off", "--timeout", "20"], ROOT)
        )
    except SilenceError as error:
        return Looked(why=str(error))


def parse_pip_audit(text: str) -> Looked:
    """Return what pip-audit's JSON tells; nothing was looked up where it is none."""
    told = _json(text)
    if told is None or "dependencies" not in told:
        return Looked(why="pip-audit told nothing that can be read")
    silent = tuple(package["name"] for package in told["dependencies"] if "skip_reason" in package)
    findings = tuple(
        Finding(
            package["name"],
            package.get("version", ""),
            known["id"],
            tuple(known.get("aliases", ())),
            ", ".join(known.get("fix_versions", ())),
        )
        for package in told["dependencies"]
        for known in package.get("vulns", ())
    )
    packages = len(told["dependencies"]) - len(silent)
    return Looked(findings, packages, silent, "" if packages else "the index knew none of the packages")


def look_at_npm() -> Looked:
    """Return what is known of the packages that the SPA ships."""
    try:
        node = find_node()
        return parse_npm_audit(_run([*node.npm("audit", "--omit=dev", "--json")], FRONTEND, node.environment))
    except Refusal as refusal:
        return Looked(why=f"npm was not asked: {refusal}")
    except SilenceError as error:
        return Looked(why=str(error))


def parse_npm_audit(text: str) -> Looked:
    """Return what npm's JSON tells; nothing was looked up where it is an error."""
    told = _json(text)
    if told is None or "vulnerabilities" not in told:
        met = (told or {}).get("message") or "nothing that can be read"
        return Looked(why=f"npm's index answered: {met}")
    findings = tuple(
        Finding(name, str(package.get("range", "")), _advisory(via), (), _mend(package))
        for name, package in told["vulnerabilities"].items()
        for via in package.get("via", ())
        if isinstance(via, dict)
    )
    counted = told.get("metadata", {}).get("dependencies", {})
    return Looked(findings, int(counted.get("prod", 0)), (), "npm does not say how many packages it looked up")


def _advisory(via: dict[str, Any]) -> str:
    return str(via.get("url") or via.get("source") or via.get("title")).rsplit("/", 1)[-1]


def _mend(package: dict[str, Any]) -> str:
    fix = package.get("fixAvailable")
    return str(fix["version"]) if isinstance(fix, dict) else "a newer version" if fix else ""


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str] = {}) -> str:
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
        raise SilenceError(f"{Path(command[0]).name} did not answer: {error}") from error
    if not ended.stdout.strip():
        last = ended.stderr.strip().splitlines()[-1:]
        raise SilenceError(f"no index answered: {last[0].strip() if last else 'silence'}")
    return ended.stdout


def _json(text: str) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


LOOKS: dict[str, Callable[[], Looked]] = {
    # requirements-dev.txt holds the very versions of requirements.txt, and more.
    **{name: partial(look_at_pip, name) for name in FILES if name != SHIPPED},
    "frontend/package-lock.json": look_at_npm,
}
"""How each locked file is looked at."""
