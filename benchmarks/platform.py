"""``python run.py bench platform``: what the platform costs beside the work itself, and what it bears."""

from __future__ import annotations

import argparse
import os
import platform as machine
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import platform_load, platform_speed
from benchmarks.figures import Figure, table
from benchmarks.platform_stack import Running, platform

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "reports" / "platform.md"


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    words = argparse.ArgumentParser(prog="python run.py bench platform", description=__doc__)
    words.add_argument("--rounds", type=int, default=3, help="trainings of Kepler through the platform and alone")
    words.add_argument("--submissions", type=int, default=40)
    words.add_argument("--sightings", type=int, default=10, help="ends of a training that a page is watched for")
    words.add_argument("--requests", type=int, default=2000, help="polls by each of four connections")
    words.add_argument("--trainings", type=int, default=50, help="sessions that train at once")
    words.add_argument("--browsers", type=int, default=200, help="clients that poll meanwhile")
    words.add_argument("--behind", type=int, default=20, help="trainings of another client before one's own")
    words.add_argument("--sessions", type=int, default=1000, help="sessions in the list")
    words.add_argument("--uploads", type=int, default=100, help="uploads at once")
    return words.parse_args(list(arguments))


def speed(running: Running, asked: argparse.Namespace) -> Iterator[Figure]:
    """Measure everything that has a target."""
    yield from platform_speed.starts(running)
    yield from platform_speed.submissions(running, asked.submissions)
    yield from platform_speed.polling(running, asked.requests)
    yield from platform_speed.trainings(running, asked.rounds)
    yield from platform_speed.sightings(running, asked.sightings)


def load(running: Running, asked: argparse.Namespace) -> Iterator[Figure]:
    """Measure the crowds."""
    yield from platform_load.everything(running, platform_load.sizes_of(asked))


PARTS: tuple[tuple[str, Callable[[Running, argparse.Namespace], Iterator[Figure]], dict[str, str]], ...] = (
    ("Beside the work itself", speed, {}),
    ("Many at once", load, {"WORKER_CONCURRENCY": "2", "TRUSTED_PROXIES": "1"}),
)
"""Heading, what measures it, and the settings of its platform."""


def main(arguments: Sequence[str], say: Callable[[str], None] = print, report: Path = REPORT) -> int:
    """Measure, write the report, and return 1 where a target is not reached."""
    asked, sections, figures = parsed(arguments), [], []
    for title, measure, settings in PARTS:
        say(f"\n━━━ {title} ━━━")
        before, found = os.getloadavg()[0], []
        with tempfile.TemporaryDirectory() as folder, platform(Path(folder), **settings) as running:
            for figure in measure(running, asked):
                say(f"{figure.what}: {figure.measured}" + (f" ({figure.target})" if figure.target else ""))
                found.append(figure)
        figures += found
        sections.append(f"## {title}\n{table(found)}\n\nLoad of the machine before: {before:.1f}.\n")
    report.write_text(_written(sections), encoding="utf-8")
    say(f"written: {report}")
    return int(any(figure.reached is False for figure in figures))


def _written(sections: Sequence[str]) -> str:
    facts = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {machine.python_version()}"
    head = f"# What the platform costs, and what it bears\n\nWritten by `python run.py bench platform` ({facts}).\n"
    return "\n".join([head, *sections])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
