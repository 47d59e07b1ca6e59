"""The supervisor, with real processes and real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.stack.environment import ROOT
from backend.stack.supervisor import LONGEST_DELAY_S, backoff

pytestmark = pytest.mark.stack

Until = Callable[[Callable[[], object], str], None]

# A part that has a child of its own, in the same group, as Celery and gunicorn have.
FAMILY = """
import os, signal, sys, time
name, folder, stubborn = sys.argv[1], sys.argv[2], sys.argv[3] == "stubborn"
if os.fork() == 0:
    role, handler = "child", signal.SIG_IGN
else:
    role = "leader"
    def handler(*_):
        open(f"{folder}/order", "a").write(name + "\\n")
        stubborn or sys.exit(0)
signal.signal(signal.SIGTERM, handler)
open(f"{folder}/{name}.{role}.{os.getpid()}", "w")
os.write(1, f"ERROR something in {name}\\n".encode())
time.sleep(300)
"""

SUPERVISE = """
import sys
from pathlib import Path
from backend.stack.child import Part
from backend.stack.supervisor import StopRequested, Supervisor

folder, kind = Path(sys.argv[1]), sys.argv[2]
supervisor = Supervisor(folder / "logs")
supervisor.listen_to_signals()
def part(name):
    return Part(name, (sys.executable, "-c", Path(folder, "family.py").read_text(), name, str(folder), kind), grace_s=1)
try:
    supervisor.start(part("server"), part("worker"), part("web"))
    supervisor.wait_until_ready()
    errand = "import sys; open(sys.argv[1], 'a').write('done ')"
    supervisor.start(Part("errand", (sys.executable, "-c", errand, f"{folder}/errand"), once=True))
    print("up", flush=True)
    supervisor.watch()
except StopRequested:
    pass
finally:
    supervisor.stop()
"""


def processes(folder: Path, pattern: str = "*.*.*") -> set[int]:
    return {int(path.suffix[1:]) for path in folder.glob(pattern) if path.suffix[1:].isdigit()}


@pytest.fixture
def supervise(tmp_path: Path, until: Until) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(kind: str = "polite") -> subprocess.Popen[bytes]:
        (tmp_path / "family.py").write_text(FAMILY)
        command = [sys.executable, "-c", textwrap.dedent(SUPERVISE), str(tmp_path), kind]
        started.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True))
        until(lambda: len(processes(tmp_path)) == 6, "three families are up")
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_killed_supervisor_leaves_no_process_not_even_grandchildren(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[bytes]], until: Until, is_alive: Callable[[int], bool]
) -> None:
    supervisor = supervise("stubborn")
    pids = processes(tmp_path)
    assert all(map(is_alive, pids))
    supervisor.kill()
    supervisor.wait()
    until(lambda: not any(map(is_alive, pids)), "all six are gone")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_stops_web_then_worker_then_server_and_exits_with_0(
    tmp_path: Path,
    supervise: Callable[..., subprocess.Popen[bytes]],
    is_alive: Callable[[int], bool],
    number: signal.Signals,
) -> None:
    supervisor = supervise()
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=60) == 0
    assert (tmp_path / "order").read_text().split() == ["web", "worker", "server"]
    assert not any(map(is_alive, processes(tmp_path)))


def test_parts_that_ignore_the_signal_are_killed_with_their_children(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[bytes]], is_alive: Callable[[int], bool]
) -> None:
    supervisor = supervise("stubborn")
    supervisor.terminate()
    assert supervisor.wait(timeout=60) == 0
    assert not any(map(is_alive, processes(tmp_path)))


def test_a_part_that_dies_is_started_again_and_its_children_do_not_linger(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[bytes]], until: Until, is_alive: Callable[[int], bool]
) -> None:
    supervise()
    first_leader, first_child = processes(tmp_path, "worker.leader.*"), processes(tmp_path, "worker.child.*")
    os.kill(first_leader.copy().pop(), signal.SIGKILL)
    until(lambda: len(processes(tmp_path, "worker.leader.*")) == 2, "the worker is started again")
    until(lambda: not any(map(is_alive, first_child)), "the old worker's child is gone")
    assert len(processes(tmp_path, "web.leader.*")) == 1


def test_an_errand_runs_once_and_is_not_started_again(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[bytes]], until: Until
) -> None:
    supervise()
    until((tmp_path / "errand").exists, "the errand has run")
    # The supervisor has looked at every part again when it has mended this one.
    os.kill(processes(tmp_path, "worker.leader.*").pop(), signal.SIGKILL)
    until(lambda: len(processes(tmp_path, "worker.leader.*")) == 2, "the worker is started again")
    assert (tmp_path / "errand").read_text() == "done "


def test_every_line_is_in_the_parts_own_log(tmp_path: Path, supervise: Callable[..., subprocess.Popen[bytes]]) -> None:
    supervise()
    assert "web | ERROR something in web" in (tmp_path / "logs" / "web.log").read_text()


def test_the_delay_doubles_up_to_a_bound() -> None:
    delays = [backoff(failures) for failures in range(12)]
    assert delays[:4] == [0.5, 1.0, 2.0, 4.0]
    assert max(delays) == LONGEST_DELAY_S == delays[-1]
