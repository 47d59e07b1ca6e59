"""Report: hostile requests made up from the OpenAPI document, journeys, and the corpus of tables; what was answered.

``python -m tests.reports.hostile --cases 10000`` writes ``docs/reports/hostile.md`` anew. An answer that the document
does not tell, a server error, or a file left behind ends the run without a report.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from backend.stack.valkey import embedded_server, find_program
from tests.hostile.document import MODES, SEED, Tally, attack, load_schema, operations
from tests.hostile.ground import hostile_ground
from tests.hostile.journeys import travel
from tests.hostile.platform import MEGABYTE, MemoryWatch

REPORT = Path(__file__).parents[2] / "docs" / "reports" / "hostile.md"


def main() -> None:
    """Send the cases and write what was answered."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=10_000)
    arguments.add_argument("--journeys", type=int, default=60)
    arguments.add_argument("--seed", type=int, default=SEED)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, valkey(Path(folder) / "valkey") as redis_url:
        found = run(Path(folder) / "data", redis_url, asked)
    REPORT.write_text(written(found, asked), encoding="utf-8")


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """Run a server of messages."""
    server = embedded_server(find_program(), folder)
    assert server.part
    process = subprocess.Popen(server.part.command, stdout=subprocess.DEVNULL)
    try:
        while not server.part.is_ready():
            time.sleep(0.05)
        yield server.url
    finally:
        process.terminate()
        process.wait(10)


def run(folder: Path, redis_url: str, asked: argparse.Namespace) -> SimpleNamespace:
    """Attack every operation in rounds until there were so many cases, then walk the journeys."""
    requests, journeys = Tally(), Tally()
    with hostile_ground(folder, redis_url) as ground:
        schema = load_schema(ground.app)
        calls = operations(schema)
        memory = MemoryWatch([os.getpid()])
        before = memory.now()
        memory.start()
        rounds, each = 0, max(1, min(40, asked.cases // (len(MODES) * len(calls))))
        while requests.cases < asked.cases:
            for call in calls:
                attack(call, ground, requests, each, start=asked.seed + rounds)
            rounds += 1
            print(f"{requests.cases:,} cases", flush=True)
        travel(ground, journeys, asked.journeys)
        memory.stop()
        left = sorted(str(path.relative_to(folder)) for path in (folder / "tmp").rglob("*") if path.is_file())
    assert not left, left
    return SimpleNamespace(
        requests=requests, journeys=journeys, rounds=rounds, before=before, peak=memory.peak, calls=len(calls)
    )


def written(found: SimpleNamespace, asked: argparse.Namespace) -> str:
    """Return the report."""
    all_statuses: Counter[int] = sum((*found.requests.statuses.values(), *found.journeys.statuses.values()), Counter())
    lines = [
        "# Hostile requests",
        "",
        f"Written by `python -m tests.reports.hostile --cases {asked.cases} --journeys {asked.journeys}` "
        f"(seed {asked.seed}); see",
        "[hostile-input.md](../hostile-input.md) for what is tested and what is answered.",
        "",
        f"- {found.requests.cases:,} requests made up from the OpenAPI document, right and wrong ones, to all "
        f"{found.calls} operations; {found.journeys.cases:,} calls on journeys from select to result.",
        f"- Server errors: **{sum(number for status, number in all_statuses.items() if status >= 500)}**. Answers that "
        "differ from the document (status, content type, headers, schema, envelope): **0**; wrong requests that were "
        "taken: **0**. One of either ends the run.",
        f"- Memory of the process, trainings included: {found.before / MEGABYTE:,.0f} MB before, at most "
        f"{found.peak / MEGABYTE:,.0f} MB (+{(found.peak - found.before) / MEGABYTE:,.0f} MB). "
        "Files left in `tmp`: **0**.",
        "",
        "| answered | requests |",
        "|--:|--:|",
        *(f"| {status} | {number:,} |" for status, number in sorted(all_statuses.items())),
        "",
    ]
    for title, tally in (("By operation", found.requests), ("On journeys", found.journeys)):
        lines += [f"## {title}", "", "| operation | cases | statuses |", "|---|--:|---|"]
        lines += [row(label, statuses) for label, statuses in sorted(tally.statuses.items())]
        lines += [""]
    return "\n".join(lines)


def row(label: str, statuses: Counter[int]) -> str:
    """Return a line of a table of operations."""
    told = ", ".join(f"{status}: {number:,}" for status, number in sorted(statuses.items()))
    return f"| `{label}` | {statuses.total():,} | {told} |"


if __name__ == "__main__":
    main()
