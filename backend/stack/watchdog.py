"""Kills what a dead supervisor left behind, grandchildren included.

Run as a script, it reads ``+GROUP`` and ``-GROUP`` lines. When its input ends, the supervisor is gone, however it
died, and every process group still noted is killed.
"""

import contextlib
import os
import signal
import subprocess
import sys


class Watchdog:
    """The supervisor's end: notes which process groups must not outlive it."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-S", __file__]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, text=True)

    def guard(self, group: int) -> None:
        """Kill `group` should the supervisor die."""
        self._tell(f"+{group}")

    def release(self, group: int) -> None:
        """Forget `group`, which has ended; its number may be used again."""
        self._tell(f"-{group}")

    def close(self) -> None:
        """End the watchdog process."""
        assert self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        # Without its watchdog the supervisor still stops its children; only its own sudden death is unguarded.
        with contextlib.suppress(OSError):
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()


def kill_group(group: int, number: int = signal.SIGKILL) -> None:
    """Send a signal to every process of `group`; nothing happens when none is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def main() -> None:
    """Note groups until the input ends, then kill those still noted."""
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for group in groups:
        kill_group(group)


if __name__ == "__main__":
    main()
