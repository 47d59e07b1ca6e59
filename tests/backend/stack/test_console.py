from __future__ import annotations

from pathlib import Path

import pytest

from backend.stack import console


@pytest.fixture
def pump(tmp_path: Path) -> console.LogPump:
    return console.LogPump("worker", tmp_path / "logs")


def test_the_console_shows_trouble_and_the_file_shows_all(
    pump: console.LogPump, capsys: pytest.CaptureFixture[str]
) -> None:
    pump.follow(["GET /api 200\n", "[ERROR] out of memory\n", "no errors found\n"]).join()
    pump.close()
    shown = capsys.readouterr().out
    assert shown.splitlines() == [f"worker      | [ERROR] out of memory   (all lines: {pump.path})"]
    assert [line.split(" | ")[1] for line in pump.path.read_text().splitlines()] == [
        "GET /api 200",
        "[ERROR] out of memory",
        "no errors found",
    ]


def test_only_the_last_lines_are_remembered(pump: console.LogPump) -> None:
    for number in range(console.TAIL_LINES + 5):
        pump.take(str(number))
    pump.close()
    assert list(pump.tail) == [str(number) for number in range(5, console.TAIL_LINES + 5)]


def test_a_log_does_not_grow_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "LOG_BYTES", 1_000)
    pump = console.LogPump("web", tmp_path)
    for _ in range(200):
        pump.take("x" * 50)
    pump.close()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 4
    assert max(sizes) <= 1_100
