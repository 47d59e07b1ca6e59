"""What the Dockerfile copies is enough: the application starts from a folder that holds nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from backend.config import PROJECT_ROOT

START = "import run; print(len(run.app.url_map._rules))"


def copied_into_the_image() -> list[str]:
    """Sources of the last stage's COPY lines that come from the build context."""
    last_stage = (PROJECT_ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")[-1]
    lines = [line.split() for line in last_stage.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return [source for _, *sources, _target in lines for source in sources]


def test_the_application_starts_from_what_the_image_holds(tmp_path: Path) -> None:
    names = copied_into_the_image()
    assert {"ML", "backend", "run.py"} <= set(names)
    for name in names:
        source = PROJECT_ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    environment = {**os.environ, "UPLOAD_DIR": str(tmp_path / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    before = files_of(tmp_path)
    answer = subprocess.run(
        [sys.executable, "-c", START], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 20
    written = {path.relative_to(tmp_path).parts[0] for path in files_of(tmp_path) - before}
    assert written <= {"data"}, "the root is read-only in a container"


def files_of(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_image_runs_as_a_user_of_its_own_who_owns_its_data_alone() -> None:
    last_stage = (PROJECT_ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")[-1]
    lines = last_stage.splitlines()
    users = [number for number, line in enumerate(lines) if line.startswith("USER ")]
    assert [lines[number] for number in users] == ["USER platform"]
    assert "useradd --system --uid 10001" in last_stage
    copies = [number for number, line in enumerate(lines) if line.startswith("COPY ")]
    assert max(copies) < users[0] and "--chown" not in last_stage, "the code belongs to root, and cannot be rewritten"
    assert "PYTHONDONTWRITEBYTECODE=1" in last_stage


def test_the_build_context_lets_through_what_is_copied() -> None:
    allowed = (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {f"!{name}" for name in copied_into_the_image()} <= set(allowed)
