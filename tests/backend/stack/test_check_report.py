"""Checks run in two rows side by side; each is shown whole, and one that fails fails the whole."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from backend.stack.check_report import Check, Report, beside


def test_one_failed_check_fails_the_whole_and_is_in_the_table(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    report = Report()
    assert report.run("good", ("true",), tmp_path) == 0
    assert not report.failed
    assert report.run("bad", ("false",), tmp_path) == 1
    report.show()
    table = capfd.readouterr().out.partition("summary")[2]
    assert report.failed
    assert ["good", "passed"] in [line.split()[:2] for line in table.splitlines()]
    assert ["bad", "failed"] in [line.split()[:2] for line in table.splitlines()]


@pytest.mark.parametrize(("command", "outcome"), [("true", "passed"), ("false", "failed")])
def test_checks_beside_others_are_shown_after_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str, outcome: str
) -> None:
    report = Report()
    two = [Check("first", ("echo", "of the first"), tmp_path), Check("second", (command,), tmp_path)]
    with beside(report, two):
        report.run("in front", ("sleep", "0.5"), tmp_path)
    assert sorted(row[:2] for row in report.rows) == [("first", "passed"), ("in front", "passed"), ("second", outcome)]
    headings = [line for line in capfd.readouterr().out.splitlines() if line]
    assert headings == ["━━━ in front ━━━", "━━━ first ━━━", "of the first", "━━━ second ━━━"]


def test_a_check_beside_that_cannot_start_has_failed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = Report()
    with beside(report, [Check("absent", (str(tmp_path / "absent"),), tmp_path), Check("next", ("true",), tmp_path)]):
        pass
    assert [row[:2] for row in report.rows] == [("absent", "failed"), ("next", "passed")]
    assert "it could not be started" in capfd.readouterr().out


def test_an_interrupt_takes_the_checks_beside_with_it(tmp_path: Path) -> None:
    report, began = Report(), time.monotonic()
    endless = [
        Check("endless", ("sh", "-c", "touch running; exec sleep 100"), tmp_path),
        Check("never", ("touch", "begun"), tmp_path),
    ]
    with pytest.raises(KeyboardInterrupt), beside(report, endless):
        while not (tmp_path / "running").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 50
    assert [row[:2] for row in report.rows] == [("endless", "failed")]
    assert not (tmp_path / "begun").exists()
