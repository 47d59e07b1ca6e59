"""Refusals of ``python run.py`` once the environment is there: one line each, code 1."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from backend.stack.environment import ROOT
from backend.stack.instance import only_stack
from backend.stack.ports import free_port


def serve(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment |= {"UPLOAD_DIR": str(folder), "PORT": str(free_port())} | settings
    command = [sys.executable, "-m", "backend.stack", "serve"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def the_one_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in done.stderr.splitlines() if line]
    assert done.returncode == 1, done.stderr
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "70000"), ("SECRET_KEY", "changeme"), ("WORKERS", "0"), ("FLASK_ENV", "prod")],
)
def test_an_unusable_setting_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    assert name in the_one_line(serve(tmp_path, **{name: value}))


def test_a_secret_is_not_repeated_in_the_refusal(tmp_path: Path) -> None:
    assert "changeme-123" not in the_one_line(serve(tmp_path, SECRET_KEY="changeme-123"))


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        assert f"port {port} is taken by" in the_one_line(serve(tmp_path, PORT=port))


def test_a_second_start_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with only_stack(tmp_path, "http://127.0.0.1:5000/"):
        assert "another stack (process" in the_one_line(serve(tmp_path))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written" in the_one_line(serve(tmp_path / "file" / "uploads"))


def test_a_redis_that_is_away_is_refused(tmp_path: Path) -> None:
    assert "REDIS_URL: no answer" in the_one_line(serve(tmp_path, REDIS_URL="redis://127.0.0.1:1/0"))
