"""``python -m backend.stack refresh DATASET``: fetch a catalogue's newest table, with or without a running platform.

The work is done in this process, under the same lease as a worker's: one refresh of a catalogue at a time, and what
another process left unfinished is taken up where it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any

from backend.adapters.schema import ensure_schema
from backend.assembly import Services, build_services
from backend.errors import PlaygroundError
from backend.records import FINAL_STATES
from backend.services.endings import JobEnds
from backend.services.silence import Silence
from backend.stack.console import say
from backend.stack.refusals import Refusal
from backend.stack.serve import read_settings
from ML.catalogs.catalogue import catalogue_names
from ML.progress import Progress

LOOK_EVERY_S = 1.0
SHOWN_ROWS = 20
STEPS = 10
"""Lines that a long phase prints while it counts."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; 0 when it was done."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        ensure_schema(settings)
        services = build_services(settings)
        return _command(services, options)
    except (PlaygroundError, Refusal) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.stack refresh", description=__doc__)
    parser.add_argument("dataset", choices=catalogue_names(), help="the catalogue")
    parser.add_argument("--table", help="table of the archive (default: the catalogue's first)")
    parser.add_argument("--allow-fewer", action="store_true", help="take a table with far fewer objects than are held")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="list the snapshots held instead")
    instead.add_argument("--diff", nargs=2, metavar=("FROM", "TO"), help="compare two snapshots instead")
    return parser


def _command(services: Services, options: argparse.Namespace) -> int:
    if options.list:
        return list_snapshots(services, options.dataset)
    if options.diff:
        return show_diff(services, options.dataset, *options.diff)
    return refresh(services, options.dataset, options.table, options.allow_fewer)


def refresh(services: Services, dataset: str, table: str | None, allow_fewer: bool) -> int:
    """Refresh a catalogue here; follow the process that is at it already, and take its place if it falls silent."""
    record, is_new = services.refreshes.record(dataset, table)
    if not is_new:
        say(f"{dataset} is being refreshed already, as {record.id}", "refresh")
    silence = Silence(time.monotonic)
    while True:
        take_from_silent(services, silence, record.id)
        services.refresh_job.execute(record.id, Printer(), allow_fewer)
        facts = services.refreshes.status(record.id)
        if facts["state"] in FINAL_STATES:
            return report(facts)
        say(f"{facts['percent']:.0f} % {facts['message']}", "refresh")
        time.sleep(LOOK_EVERY_S)


def take_from_silent(services: Services, silence: Silence, refresh_id: str) -> None:
    """Free a refresh whose worker no longer renews its lease, as a worker's caretaker would."""
    with services.transactions.write() as uow:
        leases = {job_id: lease for job_id, lease in uow.refreshes.leases().items() if job_id == refresh_id}
        for job_id in silence.unmoved(leases, services.jobs.lease_seconds):
            if uow.refreshes.take_lapsed(job_id, *leases[job_id]):
                JobEnds(uow, "refreshes").requeued(job_id, leases[job_id][0])


def report(facts: dict[str, Any]) -> int:
    """Say how a refresh ended."""
    if facts["state"] != "done":
        reason = facts["error"]["message"] if facts["error"] else "it was cancelled"
        sys.stderr.write(f"{facts['dataset']} was not refreshed: {reason}\n")
        return 1
    words = {"new": "a new snapshot", "unchanged": "unchanged, as held in"}
    say(f"{facts['dataset']}: {words[facts['outcome']]} {facts['snapshot']}", "refresh")
    say(facts["source"], "source")
    return 0


class Printer:
    """Prints progress: each new message, and now and then how far the count is."""

    def __init__(self) -> None:
        self._message = ""
        self._step = 0

    def __call__(self, progress: Progress) -> None:
        """Take a report from inside the work."""
        step = STEPS * progress.completed // progress.total if progress.total else 0
        if progress.message != self._message:
            say(progress.message, progress.phase)
        elif step > self._step:
            say(f"{progress.completed:,} of {progress.total:,} {progress.unit}", progress.phase)
        self._message, self._step = progress.message, step


def list_snapshots(services: Services, dataset: str) -> int:
    """Print the snapshots that are held, newest first."""
    for held in services.shelf.held(dataset):
        say(f"{held.date}  {held.id}: {held.rows:,} objects; {held.source}", "snapshot")
    return 0


def show_diff(services: Services, dataset: str, older: str, newer: str) -> int:
    """Print what changed between two snapshots: counts, transitions, and the first objects."""
    diff = services.diffs.page(dataset, older, newer, per_page=SHOWN_ROWS)
    say(", ".join(f"{count:,} {word}" for word, count in diff["counts"].items()), "objects")
    for move in diff["transitions"]:
        say(f"{move['from'] or 'no verdict'} → {move['to'] or 'no verdict'}: {move['count']:,}", "verdicts")
    for row in diff["rows"]:
        say(f"{row['object']}: {row['from'] or '–'} → {row['to'] or '–'}", row["change"])
    if diff["total"] > len(diff["rows"]):
        say(f"and {diff['total'] - len(diff['rows']):,} more: GET /api/datasets/{dataset}/diff", "objects")
    return 0


if __name__ == "__main__":
    sys.exit(main())
