"""``python run.py audit --licences``: the licence of every package that is shipped, as a page of the documentation."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from typing import NamedTuple

from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.refusals import Refusal
from backend.stack.spa import FRONTEND

PAGE = ROOT / "docs" / "licences.md"
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
COPYLEFT = re.compile(r"\b(AGPL|GPL|SSPL|BUSL|Affero|General Public)", re.IGNORECASE)
WEAK_COPYLEFT = re.compile(r"\bLGPL|\b(GNU )?Lesser General Public", re.IGNORECASE)
"""May be used by a program under another licence, as long as it can be exchanged: wheels can."""
LONGEST_NAME = 60
INTRODUCTION = """# Licences

What the platform ships with, and under which licence. Written by `python run.py audit --licences` from the locked
files and the packages' own words; {refused} of {total} are under a licence that would bind this project.

"""


class Package(NamedTuple):
    """A shipped package and its licence."""

    name: str
    version: str
    licence: str

    @property
    def binds(self) -> bool:
        """Whether the licence would bind this project's own."""
        one_of_several = " OR " in self.licence
        return bool(COPYLEFT.search(WEAK_COPYLEFT.sub("", self.licence))) and not one_of_several


def write_licences() -> int:
    """Write the page; 1 where a licence would bind this project."""
    packages = {"Python (`requirements.txt`)": python_packages(), "JavaScript (the SPA)": node_packages()}
    every = [package for group in packages.values() for package in group]
    refused = [package for package in every if package.binds]
    text = INTRODUCTION.format(refused=len(refused) or "none", total=len(every))
    PAGE.write_text(text + "\n".join(_table(title, group) for title, group in packages.items()), encoding="utf-8")
    for package in refused:
        say(f"{package.name} {package.version}: {package.licence} would bind this project", "audit")
    say(f"{PAGE.relative_to(ROOT)}: {len(every)} packages", "audit")
    return int(bool(refused))


def python_packages() -> list[Package]:
    """Return the packages of ``requirements.txt`` that are installed here.

    Raises
    ------
    Refusal
        If pip-licenses is not installed.
    """
    command = [sys.executable, "-m", "piplicenses", "--format", "json", "--from", "mixed", "--with-system"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise Refusal("pip-licenses is not installed: python run.py test makes the environment that has it")
    locked = {_plain(name) for name, _ in PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))}
    told = json.loads(ended.stdout)
    found = [Package(entry["Name"], entry["Version"], _words(entry["License"])) for entry in told]
    return sorted((package for package in found if _plain(package.name) in locked), key=lambda p: p.name.lower())


def node_packages() -> list[Package]:
    """Return the packages of the SPA's lock file that reach the browser."""
    locked = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        Package(path.rsplit("node_modules/", 1)[1], entry["version"], str(entry.get("license", "not told")))
        for path, entry in sorted(locked.items())
        if path and not entry.get("dev") and not entry.get("devOptional") and not entry.get("optional")
    ]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _words(licence: str) -> str:
    first = licence.strip().splitlines()[0] if licence.strip() else "not told"
    return first if len(first) <= LONGEST_NAME else f"{first[: LONGEST_NAME - 1]}…"


def _table(title: str, packages: list[Package]) -> str:
    most = ", ".join(f"{licence} ({count})" for licence, count in Counter(p.licence for p in packages).most_common(3))
    rows = "\n".join(f"| {p.name} | {p.version} | {p.licence} |" for p in packages)
    head = f"## {title}\n\n{len(packages)} packages; most: {most}.\n\n| package | version | licence |\n|---|---|---|"
    return f"{head}\n{rows}\n"
