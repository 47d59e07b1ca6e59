"""The environment is installed when, and only when, it must be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backend.stack import environment, refusals
from backend.stack.refusals import Refusal


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands that would run; making an environment gives a Python that runs."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> bool:
        commands.append(command)
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.unlink(missing_ok=True)
            python.symlink_to(sys.executable)
        return True

    monkeypatch.setattr(environment, "_run", run)
    return commands


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("flask==3.1.3\n")
    return path


def test_a_first_call_installs_and_a_second_does_not(
    tmp_path: Path, requirements: Path, installs: list[list[str]]
) -> None:
    python = environment.prepare(tmp_path / ".venv", requirements)
    assert python == tmp_path / ".venv" / "bin" / "python"
    assert any("--require-hashes" in command and str(requirements) in command for command in installs)
    count = len(installs)
    environment.prepare(tmp_path / ".venv", requirements)
    assert len(installs) == count


def test_changed_requirements_are_installed_on_top(
    tmp_path: Path, requirements: Path, installs: list[list[str]]
) -> None:
    environment.prepare(tmp_path / ".venv", requirements)
    (tmp_path / ".venv" / "kept").touch()
    requirements.write_text("flask==3.1.4\n")
    assert not environment.is_current(tmp_path / ".venv", requirements)
    environment.prepare(tmp_path / ".venv", requirements)
    assert environment.is_current(tmp_path / ".venv", requirements)
    assert (tmp_path / ".venv" / "kept").exists()


def test_a_cut_installation_is_thrown_away_and_redone(
    tmp_path: Path, requirements: Path, installs: list[list[str]]
) -> None:
    environment.prepare(tmp_path / ".venv", requirements)
    (tmp_path / ".venv" / "installing").touch()
    (tmp_path / ".venv" / "half-a-package").touch()
    assert not environment.is_current(tmp_path / ".venv", requirements)
    environment.prepare(tmp_path / ".venv", requirements)
    assert not (tmp_path / ".venv" / "half-a-package").exists()
    assert environment.is_current(tmp_path / ".venv", requirements)


def test_a_failed_installation_is_refused_and_not_marked(
    tmp_path: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_run", lambda command: "install" not in command)
    with pytest.raises(Refusal, match="check the connection"):
        environment.prepare(tmp_path / ".venv", requirements)
    assert not environment.is_current(tmp_path / ".venv", requirements)


def test_without_uv_pip_does_it(
    tmp_path: Path, requirements: Path, installs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_answers", lambda *command: command[0] != "uv")
    environment.prepare(tmp_path / ".venv", requirements)
    assert [command[1:3] for command in installs] == [["-m", "venv"], ["-m", "pip"]]


def test_a_python_without_venv_is_told_what_to_install(
    tmp_path: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_answers", lambda *_: False)
    monkeypatch.setattr(environment, "_run", lambda _: False)
    with pytest.raises(Refusal, match=r"apt-get install python3\.\d+-venv"):
        environment.prepare(tmp_path / ".venv", requirements)


def test_a_full_disk_is_refused_with_both_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 1_200_000_000})
    monkeypatch.setattr(refusals.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(Refusal, match=r"1\.2 GB free .* needs 2\.5 GB"):
        refusals.refuse_full_disk(tmp_path / "absent" / "deeper", 2.5e9, "the Python environment")


def test_two_groups_of_requirements_do_not_unmark_each_other(
    tmp_path: Path, requirements: Path, installs: list[list[str]]
) -> None:
    more = tmp_path / "requirements-dev.txt"
    more.write_text("flask==3.1.3\npytest==9.0\n")
    environment.prepare(tmp_path / ".venv", requirements)
    environment.prepare(tmp_path / ".venv", more)
    assert environment.is_current(tmp_path / ".venv", requirements)
    assert environment.is_current(tmp_path / ".venv", more)
