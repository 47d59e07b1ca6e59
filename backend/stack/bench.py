"""``python run.py bench NAME``: measure, and write the report that is committed."""

from __future__ import annotations

import importlib
import os

from backend.stack.refusals import Refusal

BENCHMARKS = {
    "science": "benchmarks.science",
    "predict": "benchmarks.predict",
    "platform": "benchmarks.platform",
    "screens": "benchmarks.screens",
}
"""Name on the command line, and the module whose ``main`` carries it out."""


def main(arguments: list[str]) -> int:
    """Run one benchmark with the rest of the arguments."""
    name, *rest = arguments or [""]
    if name not in BENCHMARKS:
        given = f"unknown benchmark {name!r}" if name else "no benchmark is named"
        raise Refusal(f"{given}; expected one of {', '.join(BENCHMARKS)} (python run.py bench NAME)")
    # Before a library reads it: two threads that spin while they wait for each other cost minutes.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    return int(importlib.import_module(BENCHMARKS[name]).main(rest))
