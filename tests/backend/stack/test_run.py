"""``run.py``: refusals that a person reads before anything is installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
STANDARD_LIBRARY_ONLY = ("environment", "openmp", "refusals", "requirements", "tether", "watchdog")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9)])
def test_supported_pythons_have_no_complaint(version: tuple[int, int, int]) -> None:
    assert run.complaint(version, "linux") == ""


@pytest.mark.parametrize("version", [(3, 8, 1), (3, 10, 13), (3, 13, 0), (4, 0, 0)])
def test_other_pythons_are_refused_in_one_line_that_names_the_remedy(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    complaint = run.complaint(version, "linux", usable=lambda name: name == "python3.11")
    assert f"Python {version[0]}.{version[1]} " in complaint
    assert complaint.endswith("try: python3.11 run.py")
    assert "\n" not in complaint


def test_without_any_usable_python_the_complaint_says_to_install_one() -> None:
    assert "install one of them" in run.complaint((3, 9), "linux", usable=lambda _: False)


def test_a_shim_that_refuses_to_run_is_not_offered(tmp_path: Path) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert not run.works(str(shim))
    assert not run.works(str(tmp_path / "absent"))
    assert run.works(sys.executable)


def test_windows_is_sent_to_wsl() -> None:
    assert "WSL" in run.complaint((3, 12), "win32")


def test_unknown_command_is_refused_before_anything_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["tets"]) == 2
    assert "unknown command 'tets'" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(command in told for command in ("test", "demo", "bench", "lock", "PORT="))


def test_the_module_has_no_other_lazy_names() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        run.nothing  # noqa: B018


@pytest.mark.parametrize("name", STANDARD_LIBRARY_ONLY)
def test_what_runs_before_the_environment_imports_nothing_from_it(name: str) -> None:
    tree = ast.parse((ROOT / "backend" / "stack" / f"{name}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for module in modules:
            inside = module.removeprefix("backend.stack.") in STANDARD_LIBRARY_ONLY
            assert inside or module.partition(".")[0] in sys.stdlib_module_names, module


def test_the_bare_interpreter_reads_run_py() -> None:
    done = subprocess.run([sys.executable, "-I", "-S", "run.py", "--help"], cwd=ROOT, capture_output=True, check=True)
    assert b"usage" in done.stdout
