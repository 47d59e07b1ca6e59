"""Readiness, one-shot parts, and what is said when a part does not come up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.stack.child import Part
from backend.stack.refusals import Refusal
from backend.stack.supervisor import StopRequested, Supervisor

pytestmark = pytest.mark.stack


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "logs")
    yield supervisor
    supervisor.stop()


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_part_is_awaited_until_its_probe_says_yes(supervisor: Supervisor, tmp_path: Path) -> None:
    code = f"import pathlib, time; pathlib.Path(r'{tmp_path}/ready').touch(); time.sleep(300)"
    supervisor.start(Part("server", python(code), is_ready=(tmp_path / "ready").exists))
    supervisor.wait_until_ready()
    assert (tmp_path / "ready").exists()


def test_a_part_that_ends_while_starting_is_refused_with_its_last_words(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor.start(Part("worker", python("import sys; print('no module of that name'); sys.exit(3)"), is_ready=bool))
    with pytest.raises(Refusal, match="the worker ended with code 3 while starting"):
        supervisor.wait_until_ready()
    assert "no module of that name" in capsys.readouterr().out


def test_a_silent_part_is_refused_after_its_patience(supervisor: Supervisor) -> None:
    supervisor.start(Part("web", python("import time; time.sleep(300)"), is_ready=bool, patience_s=0.2))
    with pytest.raises(Refusal, match=r"the web was not ready after 0\.2 s"):
        supervisor.wait_until_ready()


def test_patience_begins_with_the_waiting_not_with_the_start(supervisor: Supervisor) -> None:
    supervisor.start(Part("server", python("import time; time.sleep(300)"), patience_s=0.01))
    assert supervisor.run(Part("build", python("import time; time.sleep(0.1)"))) == 0
    supervisor.wait_until_ready()


def test_a_part_that_ends_by_itself_gives_its_code_and_sees_its_variables(supervisor: Supervisor) -> None:
    code = "import os, sys; sys.exit(int(os.environ['CODE']))"
    assert supervisor.run(Part("build", python(code), environment={"CODE": "7"})) == 7
    assert supervisor.run(Part("build", python("pass"))) == 0


def test_a_program_that_does_not_exist_is_a_failed_part_not_a_crash(supervisor: Supervisor) -> None:
    assert supervisor.run(Part("build", ("/nowhere/npm", "ci"))) != 0


def test_a_stop_signal_ends_the_waiting(supervisor: Supervisor) -> None:
    supervisor._note_signal(15, None)
    with pytest.raises(StopRequested):
        supervisor.run(Part("build", python("import time; time.sleep(300)")))
    with pytest.raises(StopRequested):
        supervisor.start(Part("web", python("pass")))
