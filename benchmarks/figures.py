"""A figure of a benchmark: what was measured, in words, beside what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Figure:
    """One line of a report.

    Attributes
    ----------
    target : str
        What it should be; empty where the figure only tells.
    reached : bool or None
        None without a target.
    """

    what: str
    measured: str
    target: str = ""
    reached: bool | None = None

    def row(self) -> str:
        """Return the line of a Markdown table."""
        verdict = {None: "", True: "reached", False: "**not reached**"}[self.reached]
        return f"| {self.what} | {self.measured} | {self.target} | {verdict} |"


def table(figures: Iterable[Figure]) -> str:
    """Return a Markdown table."""
    return "\n".join(["| what | measured | target | |", "|---|---|---|---|", *(figure.row() for figure in figures)])


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return a percentile of durations [ms]."""
    return float(np.percentile(seconds, share)) * 1e3


def spread(seconds: Sequence[float]) -> str:
    """Return median, 95th and 99th percentile of durations in words."""
    found = [percentile(seconds, share) for share in (50, 95, 99)]
    return "median {:.0f} ms, p95 {:.0f} ms, p99 {:.0f} ms".format(*found)
