"""A worker's main process ends those of its pool that hang: they hold a pulse that does not move any more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from backend.adapters import scratch
from backend.config import Settings
from backend.services import pool as pools
from backend.services.limits import MemoryLimitError
from backend.services.pool import Pool

LEASE_S = 4.0


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Jobs:
    """Notes whose jobs were failed."""

    def __init__(self, held: int) -> None:
        self.held = held
        self.failed: list[tuple[str, str]] = []

    def fail_jobs_of(self, owner: str, error: Any) -> int:
        self.failed.append((owner, error.code))
        return self.held


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pools.time, "monotonic", made)
    return made


@pytest.fixture
def child(tmp_path: Path) -> Iterator[psutil.Process]:
    """A process of the pool; what it does is of no matter."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield psutil.Process(process.pid)
    process.kill()
    process.communicate()


@pytest.fixture
def made(clock: Clock, child: psutil.Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pool]:
    """A pool of that one process, whatever else this one has started."""

    def make(jobs: Any = None, **changes: Any) -> Pool:
        settings = Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path), **changes)
        object.__setattr__(settings, "lease_seconds", LEASE_S)
        pool = Pool(jobs or Jobs(0), settings)
        monkeypatch.setattr(pool, "_processes", lambda: [child])
        return pool

    return make


def beat(root: Path, process: psutil.Process, job: str = "run-1", moment: int = 1) -> Path:
    folder = scratch._folder_of(root, process.pid)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{scratch.PULSE}{job}"
    file.touch()
    os.utime(file, ns=(moment, moment))
    return file


def let_pass(pool: Pool, clock: Clock, seconds: float) -> None:
    """Let time pass for a main process that looks often."""
    for _ in range(round(seconds)):
        clock.now += 1.0
        pool.end_hung()


def is_ended(process: psutil.Process) -> bool:
    try:
        process.wait(2)
    except psutil.TimeoutExpired:
        return False
    return True


def lives(process: psutil.Process) -> bool:
    return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE


def test_who_shows_no_pulse_for_a_lease_is_ended(
    made: Callable[..., Pool], clock: Clock, child: psutil.Process, tmp_path: Path
) -> None:
    pool = made()
    beat(tmp_path, child)
    pool.end_hung()
    let_pass(pool, clock, LEASE_S - 1)
    assert lives(child)
    let_pass(pool, clock, 1)
    assert is_ended(child)


def test_a_pulse_that_moves_keeps_it_whatever_time_is_written_in_it(
    made: Callable[..., Pool], clock: Clock, child: psutil.Process, tmp_path: Path
) -> None:
    pool = made()
    for moment in (10**18, 5, 3, 10**17):
        beat(tmp_path, child, moment=moment)
        let_pass(pool, clock, LEASE_S - 1)
    assert lives(child)


def test_one_of_two_jobs_that_hangs_is_enough(
    made: Callable[..., Pool], clock: Clock, child: psutil.Process, tmp_path: Path
) -> None:
    pool = made()
    beat(tmp_path, child, "trial-1")
    pool.end_hung()
    for moment in range(2, 7):
        beat(tmp_path, child, "run-1", moment)
        let_pass(pool, clock, 1)
    assert is_ended(child)


def test_who_works_on_nothing_is_left_alone(
    made: Callable[..., Pool], clock: Clock, child: psutil.Process, tmp_path: Path
) -> None:
    pool = made()
    file = beat(tmp_path, child)
    pool.end_hung()
    file.unlink()
    let_pass(pool, clock, 3 * LEASE_S)
    assert lives(child)


def test_a_main_process_that_stood_still_itself_calls_nobody_hung(
    made: Callable[..., Pool], clock: Clock, child: psutil.Process, tmp_path: Path
) -> None:
    pool = made()
    beat(tmp_path, child)
    pool.end_hung()
    clock.now += 3600
    pool.end_hung()
    assert lives(child)
    let_pass(pool, clock, LEASE_S)
    assert is_ended(child), "it counts from anew"


@pytest.mark.parametrize("held", [0, 1])
def test_who_holds_too_much_is_ended_with_its_job(
    held: int, made: Callable[..., Pool], child: psutil.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, float]] = []

    def passed(process: psutil.Process, limit_mb: int, times: float) -> MemoryLimitError:
        asked.append((limit_mb, times))
        return MemoryLimitError(500, limit_mb)

    monkeypatch.setattr(pools, "memory_passed", passed)
    jobs = Jobs(held)
    made(jobs, run_memory_limit_mb=400).end_too_large()
    assert asked == [(400, pools.HELD_OVER)]
    ((owner, code),) = jobs.failed
    assert (owner.rpartition(":")[2], code) == (str(child.pid), "memory_limit")
    assert is_ended(child) if held else lives(child), "one that holds no job is none of its business"
