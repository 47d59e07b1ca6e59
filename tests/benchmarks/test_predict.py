"""The benchmark of answers: its scripts are there, and its report holds what they said."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import predict
from benchmarks.predict import PARTS, Part


def test_every_script_is_there() -> None:
    assert all(find_spec(part.script) for part in PARTS.values())


@pytest.mark.parametrize(("script", "code"), [("platform", 0), ("no_such_script", 1)])
def test_the_report_holds_what_a_script_said_and_whether_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: int
) -> None:
    monkeypatch.setitem(PARTS, "served", Part("A part", script, (), "at most nothing"))
    said: list[str] = []
    assert predict.main(["served"], said.append, tmp_path / "report.md") == code
    report = (tmp_path / "report.md").read_text()
    assert "## A part\nTarget: at most nothing." in report
    assert ("**The script ended with 1.**" in report) == bool(code)
    assert "One row" not in report, "only what was asked for"
    if not code:
        assert said[1] in report and len(said[1]) > 5


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        predict.main(["everything"])
    assert "there is no part 'everything'; expected one of served, one" in capsys.readouterr().err
