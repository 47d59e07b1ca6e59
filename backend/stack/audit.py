"""``python run.py audit``: known vulnerabilities of what is locked, and the licences of all of it.

Both need a package index that answers. Where none does, that is said for each file and once more at the end, and
nothing fails. A vulnerability that cannot be fixed yet stands in ``audit_exceptions.csv`` with its reason and the day
on which it must be looked at again.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from backend.stack.audit_findings import Finding, Looked
from backend.stack.audit_sources import LOOKS
from backend.stack.console import say
from backend.stack.licences import write_licences
from backend.stack.refusals import Refusal

EXCEPTIONS = Path(__file__).with_name("audit_exceptions.csv")


@dataclass(frozen=True)
class Excuse:
    """Why a finding is borne for a while."""

    vulnerability: str
    package: str
    reason: str
    until: date


def main(arguments: list[str]) -> int:
    """Audit, and with ``--licences`` write ``docs/licences.md``; 1 where something unexcused is known."""
    if "--licences" in arguments:
        return write_licences()
    excuses = read_excuses()
    looked = {}
    for name, look in LOOKS.items():
        looked[name] = look()
        say(f"{name}: {looked[name].told()}", "audit")
    found = {finding for each in looked.values() for finding in each.findings}
    wrong = judge(sorted(found, key=Finding.told), excuses, datetime.now(UTC).date())
    say(summary(looked), "audit")
    return wrong


def summary(looked: Mapping[str, Looked]) -> str:
    """Return which files were audited whole and which were not: silence is told, not taken for innocence."""
    whole = [name for name, each in looked.items() if each.is_whole]
    part = [name for name, each in looked.items() if each.packages and not each.is_whole]
    none = [name for name, each in looked.items() if not each.packages]
    words = (("audited", whole), ("AUDITED IN PART", part), ("NOT AUDITED", none))
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in words if names)


def judge(found: Sequence[Finding], excuses: Sequence[Excuse], today: date) -> int:
    """Tell every finding and every excuse that is over; 1 where one of them stands against the project."""
    wrong = 0
    for finding in found:
        excuse = next((known for known in excuses if _covers(known, finding)), None)
        borne = excuse is not None and excuse.until >= today
        wrong += not borne
        note = "NOT EXCUSED: upgrade, or write down why not"
        if excuse is not None:
            note = f"{'borne until' if borne else 'NOT BORNE ANY MORE since'} {excuse.until}: {excuse.reason}"
        say(f"{finding.told()}; {note}", "audit")
    return int(wrong > 0)


def read_excuses(path: Path = EXCEPTIONS) -> list[Excuse]:
    """Return the written exceptions.

    Raises
    ------
    Refusal
        If one has no reason or no day.
    """
    with path.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    excuses = []
    for row in rows:
        if not (row["vulnerability"] and row["package"] and row["reason"] and row["until"]):
            raise Refusal(f"{path.name} has a row that lacks its reason or its day: {row}")
        excuses.append(Excuse(row["vulnerability"], row["package"], row["reason"], date.fromisoformat(row["until"])))
    return excuses


def _covers(excuse: Excuse, finding: Finding) -> bool:
    return excuse.package == finding.package and excuse.vulnerability in {finding.vulnerability, *finding.aliases}
