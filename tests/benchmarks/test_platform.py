"""The benchmark of the platform: what it says of what it measured."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks import platform
from benchmarks.figures import Figure, percentile, spread
from benchmarks.platform_speed import side_by_side


@contextmanager
def nowhere(folder: Path, **settings: str) -> Iterator[None]:
    yield None


@pytest.mark.parametrize(("reached", "code", "words"), [(True, 0, "reached |"), (False, 1, "**not reached** |")])
def test_the_report_holds_every_figure_and_a_missed_target_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reached: bool, code: int, words: str
) -> None:
    def measure(running: Any, asked: argparse.Namespace) -> Iterator[Figure]:
        yield Figure("Start", "3.0 s", "under 8 s", reached)
        yield Figure("Memory", f"{asked.browsers} browsers")

    monkeypatch.setattr(platform, "platform", nowhere)
    monkeypatch.setattr(platform, "PARTS", (("Speed", measure, {}),))
    said: list[str] = []
    assert platform.main(["--browsers", "7"], said.append, tmp_path / "report.md") == code
    report = (tmp_path / "report.md").read_text()
    assert f"| Start | 3.0 s | under 8 s | {words}" in report
    assert "| Memory | 7 browsers |  |  |" in report
    assert "Start: 3.0 s (under 8 s)" in said


def test_durations_are_told_in_milliseconds() -> None:
    assert percentile([0.1, 0.2, 0.3], 50) == pytest.approx(200)
    assert spread([0.01] * 100) == "median 10 ms, p95 10 ms, p99 10 ms"


def test_what_a_job_beside_others_raises_comes_out() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        side_by_side([lambda: None, fail])
