"""``python run.py bench predict``: what answers cost, each as a ratio or percentile of one run, and the report.

Every part is a script of ``tests/reports`` that also runs by itself; what it prints stands in the report as it came.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "reports" / "predict.md"


class Part(NamedTuple):
    """One measurement: its script with arguments, and what it has to show."""

    title: str
    script: str
    arguments: tuple[str, ...]
    target: str


PARTS = {
    "served": Part(
        "The promoted model, one row over HTTP",
        "tests.reports.registry_speed",
        (),
        "median at most 1.5 × the same gunicorn answering a constant JSON",
    ),
    "one": Part(
        "One row with exact contributions over HTTP",
        "tests.reports.predict_speed",
        ("lightgbm", "random_forest"),
        "95th percentile at most 50 ms for boosted trees, 100 ms for the default forest",
    ),
    "explain": Part(
        "Explaining 10,000 rows",
        "tests.reports.explanation_speed",
        ("lightgbm", "xgboost", "catboost", "random_forest", "logistic_regression"),
        "no slower than the fastest public path for that family",
    ),
    "batch": Part(
        "1,000,000 rows × 40 columns as CSV",
        "tests.reports.batch_speed",
        ("1000000",),
        "one worker at most 0.7 × of read_csv + predict_proba + to_csv, at most 1.5 GB; two workers at least 1.6 × one",
    ),
}


def main(arguments: Sequence[str], say: Callable[[str], None] = print, report: Path = REPORT) -> int:
    """Measure the parts asked for, one after the other, and write the report; 1 where a script failed."""
    words = argparse.ArgumentParser(prog="python run.py bench predict", description=__doc__)
    words.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all if none is named")
    asked = words.parse_args(list(arguments)).parts or list(PARTS)
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        words.error(f"there is no part {unknown[0]!r}; expected one of {', '.join(PARTS)}")
    measured = {name: _measure(PARTS[name], say) for name in asked}
    report.write_text(_written(measured), encoding="utf-8")
    say(f"written: {report}")
    return max(code for _, code in measured.values())


def _measure(part: Part, say: Callable[[str], None]) -> tuple[str, int]:
    """Run a script, pass its words on as they come, and return them with its exit code."""
    say(f"\n━━━ {part.title} ━━━")
    command = (sys.executable, "-m", part.script, *part.arguments)
    lines = [f"load before {os.getloadavg()[0]:.1f}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            say(line.rstrip())
            lines.append(line.rstrip())
    return "\n".join([*lines, f"load after {os.getloadavg()[0]:.1f}"]), running.returncode


def _written(measured: dict[str, tuple[str, int]]) -> str:
    facts = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"
    head = (
        f"# What answers cost\n\nWritten by `python run.py bench predict` ({facts}); loads are of the whole machine.\n"
    )
    return "\n".join([head, *(_section(PARTS[name], *found) for name, found in measured.items())])


def _section(part: Part, words: str, code: int) -> str:
    command = " ".join(("python -m", part.script, *part.arguments))
    failed = f"\n**The script ended with {code}.**\n" if code else ""
    return f"## {part.title}\nTarget: {part.target}. `{command}`\n{failed}\n```text\n{words}\n```\n"
