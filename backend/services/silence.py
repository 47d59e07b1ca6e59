"""What has stood still for how long, by the watcher's own monotonic clock: no two clocks need to agree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping


class Silence:
    """Watches marks that move on while somebody is alive.

    Whether a worker still renews its lease is judged by whether the lease moves, never by the time that is written in
    it: a clock that is an hour off, or jumps, neither takes a run from a living worker nor leaves a dead one its run.

    Parameters
    ----------
    clock : callable
        Returns seconds that only ever pass.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[Hashable, float]] = {}

    def unmoved(self, marks: Mapping[str, Hashable], for_s: float) -> set[str]:
        """Return the names whose marks have been the same for so long; names that are missing are forgotten.

        Parameters
        ----------
        marks : mapping
            What is seen now: name → mark.
        for_s : float
            Shortest silence [s].
        """
        now = self._clock()
        self._seen = {name: self._first_sight(name, mark, now) for name, mark in marks.items()}
        return {name for name, (_, since) in self._seen.items() if now - since >= for_s}

    def _first_sight(self, name: str, mark: Hashable, now: float) -> tuple[Hashable, float]:
        known = self._seen.get(name)
        return known if known is not None and known[0] == mark else (mark, now)

    def forget(self, *names: str) -> None:
        """Count from anew for these names, or for all when none is given."""
        for name in names or tuple(self._seen):
            self._seen.pop(name, None)
