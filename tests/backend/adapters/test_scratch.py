"""Folders that tell whose they are: signs of life in them are seen from outside, and those of dead processes go."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from backend.adapters import scratch, server_figures


@pytest.fixture
def gone() -> psutil.Process:
    """A process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    seen = psutil.Process(process.pid)
    seen.create_time()
    process.communicate()
    return seen


def test_a_pulse_is_seen_from_outside_moves_and_ends(tmp_path: Path) -> None:
    assert scratch.pulses(tmp_path, os.getpid()) == {}
    first, second = scratch.Pulse(tmp_path, "run-1"), scratch.Pulse(tmp_path, "run-2")
    assert scratch.pulses(tmp_path, os.getpid()) == {}, "nothing is expected before the first sign"
    first.beat()
    second.beat()
    before = scratch.pulses(tmp_path, os.getpid())
    assert set(before) == {"pulse-run-1", "pulse-run-2"}
    time.sleep(0.02)
    first.beat()
    after = scratch.pulses(tmp_path, os.getpid())
    assert after["pulse-run-1"] > before["pulse-run-1"]
    assert after["pulse-run-2"] == before["pulse-run-2"]
    first.stop()
    first.stop()
    assert set(scratch.pulses(tmp_path, os.getpid())) == {"pulse-run-2"}
    assert scratch.pulses(tmp_path, os.getpid() + 1) == {}, "another process's are its own"


def test_a_pulse_that_finds_no_room_is_no_error_and_none_is_expected(tmp_path: Path) -> None:
    pulse = scratch.Pulse(tmp_path, "run-1")
    shutil.rmtree(scratch.folder_of_process(tmp_path))
    pulse.beat()
    assert scratch.pulses(tmp_path, os.getpid()) == {}
    pulse.stop()


def test_folders_of_processes_that_are_gone_are_removed(tmp_path: Path, gone: psutil.Process) -> None:
    own = scratch.folder_of_process(tmp_path)
    work, host = own.parent, socket.gethostname()
    dead, elsewhere, forgotten = work / f"{host}-{gone.pid}", work / f"elsewhere-{gone.pid}", work / "lost-1"
    for folder in (dead, elsewhere, forgotten):
        folder.mkdir()
        (folder / "half").write_bytes(b"x")
    long_ago = time.time() - scratch.FORGOTTEN_AFTER_S - 60
    os.utime(forgotten, (long_ago, long_ago))
    scratch.sweep(tmp_path)
    assert set(work.iterdir()) == {own, elsewhere}


def test_figures_of_servers_that_are_gone_are_removed(tmp_path: Path, gone: psutil.Process) -> None:
    own = server_figures.folder_of_server(tmp_path)
    (own / "counter_1.db").write_bytes(b"x")
    place, host = own.parent, socket.gethostname()
    parent = psutil.Process(os.getppid())
    dead = place / f"{host}~{gone.pid}~{int(time.time() * 100)}"
    reborn = place / f"{host}~{parent.pid}~{int(parent.create_time() * 100) - 1}"
    elsewhere = place / f"elsewhere~{gone.pid}~1"
    for folder in (dead, reborn, elsewhere):
        folder.mkdir()
        (folder / "counter_1.db").write_bytes(b"x")
    server_figures.sweep(tmp_path)
    assert set(place.iterdir()) == {own, elsewhere}, "another machine's servers are seen there"
    assert (own / "counter_1.db").exists()
    server_figures.sweep(tmp_path / "nothing yet")
