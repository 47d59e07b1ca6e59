"""Whose job a free worker takes: clients take turns, so that one's twenty trainings do not starve another's one.

A message in the queue says that a job waits, and which; the worker that gets it takes the job whose turn it is, and the
one that was named when its own turn comes. There are as many messages as jobs that wait, so none is forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import timedelta

from backend.access_errors import QueueFullError
from backend.clients import asking
from backend.config import Settings
from backend.records import utc_now
from backend.repositories.turns import Served, Waiting
from backend.unit_of_work import Transactions

Execute = Callable[[str], bool]
"""Does a job; False where another worker has taken it, or it has ended."""
REMEMBERED = timedelta(hours=1)
"""Whoever was served within this time before the first of those who wait came has had a turn."""
JOBS_OF_MEAN = 20
SHORTEST_WAIT_S, LONGEST_WAIT_S = 5, 600


class Turns:
    """Takes jobs in turn, and refuses more than may wait.

    Parameters
    ----------
    transactions : Transactions
    settings : Settings
    """

    def __init__(self, transactions: Transactions, settings: Settings) -> None:
        self._transactions = transactions
        self._settings = settings
        self.refused: Callable[[str], None] = lambda setting: None

    def take(self, executors: Mapping[str, Execute]) -> bool:
        """Do the job whose turn it is; False where none waits.

        Parameters
        ----------
        executors : mapping
            What does a job of each kind.
        """
        while (turn := self.next()) is not None:
            kind, job_id = turn
            if executors[kind](job_id):
                return True
        return False

    def next(self) -> tuple[str, str] | None:
        """Return kind and id of the job whose turn it is; None where none waits."""
        with self._transactions.read() as uow:
            waiting = uow.turns.waiting()
            if not waiting:
                return None
            first = min(one.since for one in waiting)
            return uow.turns.oldest(next_client(waiting, uow.turns.served(first - REMEMBERED)))

    def check_room(self) -> None:
        """Refuse one more job of whoever asks where too many wait.

        Raises
        ------
        QueueFullError
        """
        with self._transactions.read() as uow:
            waiting = {one.client: one.jobs for one in uow.turns.waiting()}
        own, total = waiting.get(asking(), 0), sum(waiting.values())
        if self._settings.max_queued_per_client and own >= self._settings.max_queued_per_client:
            self._refuse("max_queued_per_client", own, "of yours")
        if self._settings.max_queued and total >= self._settings.max_queued:
            self._refuse("max_queued", total, "of all clients")

    def _refuse(self, setting: str, waiting: int, whose: str) -> None:
        with self._transactions.read() as uow:
            mean = uow.turns.mean_seconds(JOBS_OF_MEAN) or SHORTEST_WAIT_S
            running = sum(one.running for one in uow.turns.served(utc_now()).values())
        wait = min(max(math.ceil(mean / max(running, 1)), SHORTEST_WAIT_S), LONGEST_WAIT_S)
        self.refused(setting)
        raise QueueFullError(setting, waiting, getattr(self._settings, setting), whose, wait)


def next_client(waiting: list[Waiting], served: Mapping[str, Served]) -> str:
    """Return whose turn it is: who has the fewest jobs under way, then who was served longest ago, then who came first.

    Parameters
    ----------
    waiting : list of Waiting
        At least one.
    served : mapping
        Of those served lately.
    """

    def rank(one: Waiting) -> tuple[int, float, float, str]:
        known = served.get(one.client, Served(0, None))
        last = known.last.timestamp() if known.last is not None else -math.inf
        return (known.running, last, one.since.timestamp(), one.client)

    return min(waiting, key=rank).client
