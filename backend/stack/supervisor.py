"""Starts parts, keeps them running, stops them in reverse order; leaves no process however it ends."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from backend.stack.child import POLL_S, Child, Part
from backend.stack.console import say
from backend.stack.refusals import Refusal
from backend.stack.watchdog import Watchdog

FIRST_DELAY_S, LONGEST_DELAY_S = 0.5, 30.0
STEADY_S = 60.0
"""A part that ran this long starts again without the delays of earlier failures."""


class StopRequested(Exception):  # noqa: N818 - a request, not an error
    """SIGINT or SIGTERM came while something was awaited."""


class Supervisor:
    """Owner of all processes of one stack."""

    def __init__(self, log_folder: Path) -> None:
        self.log_folder = log_folder
        # Plain numbers: an Event's lock could be held by the very code that the signal interrupts.
        self._stop_signals = 0
        self._children: list[Child] = []
        self._failures: dict[str, int] = {}
        self._restart_at: dict[str, float] = {}
        self._watchdog = Watchdog()

    def listen_to_signals(self) -> None:
        """Stop on Ctrl-C, SIGTERM and a closed terminal; a second signal stops without grace."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_signals += 1

    def start(self, *parts: Part) -> None:
        """Start parts side by side without waiting for them."""
        for part in parts:
            self._refuse_when_stopping()
            child = Child(part, self._watchdog, self.log_folder)
            child.start()
            self._children.append(child)

    def run(self, part: Part) -> int:
        """Run a part that ends by itself; return its exit code."""
        child = Child(part, self._watchdog, self.log_folder)
        child.start()
        try:
            while child.exit_code is None:
                self._pause()
        finally:
            child.bury()
            child.log.close()
        if child.exit_code:
            child.show_tail()
        return child.exit_code or 0

    def wait_until_ready(self) -> None:
        """Wait for every part started so far.

        Raises
        ------
        Refusal
            If a part ends or stays silent; its last lines are printed.
        StopRequested
            If a stop signal comes first.
        """
        began = time.monotonic()
        for child in self._children:
            while not child.part.is_ready():
                self._refuse_dead(child)
                if time.monotonic() - began > child.part.patience_s:
                    self._refuse(child, f"was not ready after {child.part.patience_s:g} s")
                self._pause()
            # What answered may be something else, at the address of a part that has ended.
            self._refuse_dead(child)

    def watch(self) -> None:
        """Restart what ends, unless it was to run once, until a stop is requested."""
        while not self._stop_signals:
            for child in self._children:
                if not child.part.once:
                    self._mend(child)
            time.sleep(POLL_S)

    def stop(self) -> None:
        """Stop all parts, the last started first, each with its grace, then kill what is left of its group."""
        for child in reversed(self._children):
            child.ask_to_stop()
            child.wait(lambda: child.part.grace_s if self._stop_signals < 2 else 0.0)  # noqa: B023, PLR2004 - called at once
            child.bury()
            child.log.close()
        self._children.clear()
        self._watchdog.close()

    def _mend(self, child: Child) -> None:
        name, now = child.part.name, time.monotonic()
        if child.exit_code is None:
            return
        if name not in self._restart_at:
            if now - child.started_at > STEADY_S:
                self._failures.pop(name, None)
            delay = backoff(self._failures.get(name, 0))
            self._failures[name] = self._failures.get(name, 0) + 1
            self._restart_at[name] = now + delay
            say(f"ended with code {child.exit_code}; starting it again in {delay:g} s ({child.log.path})", name)
            child.bury()
        elif now >= self._restart_at[name]:
            del self._restart_at[name]
            child.start()

    def _pause(self) -> None:
        self._refuse_when_stopping()
        time.sleep(POLL_S)

    def _refuse_when_stopping(self) -> None:
        if self._stop_signals:
            raise StopRequested

    def _refuse_dead(self, child: Child) -> None:
        if child.exit_code is not None:
            self._refuse(child, f"ended with code {child.exit_code}")

    def _refuse(self, child: Child, fate: str) -> NoReturn:
        child.bury()
        child.show_tail()
        raise Refusal(f"the {child.part.name} {fate} while starting; its lines are above and in {child.log.path}")


def backoff(failures: int) -> float:
    """Return the delay [seconds] before a start after `failures` failed ones: doubling, with an upper bound."""
    return min(FIRST_DELAY_S * 2.0**failures, LONGEST_DELAY_S)
