"""Other workers asked to help with a batch, as many as are there and no more."""

from __future__ import annotations

import time

from redis import RedisError

from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.services.chunk_job import ChunkJob
from backend.unit_of_work import Transactions

ASK_EVERY_S = 2.0


class Help:
    """Asks for help with one batch, from time to time anew: helpers come, leave, and are killed.

    Parameters
    ----------
    transactions : Transactions
    board : ProgressBoard
        Tells how many workers there are.
    queue : JobQueue
    chunks : ChunkJob
    prediction_id : str
    """

    def __init__(
        self, transactions: Transactions, board: ProgressBoard, queue: JobQueue, chunks: ChunkJob, prediction_id: str
    ) -> None:
        self._transactions = transactions
        self._board = board
        self._queue = queue
        self._chunks = chunks
        self._id = prediction_id
        self._asked_at = -ASK_EVERY_S

    def ask(self, waiting: str, working: int) -> None:
        """Send a message for each other worker that could take a piece, if the last time is long enough ago.

        Parameters
        ----------
        waiting : str
            Id of a piece that nobody has taken.
        working : int
            Helpers that are at work on one.
        """
        if time.monotonic() - self._asked_at < ASK_EVERY_S:
            return
        self._asked_at = time.monotonic()
        for _ in range(self._others() - working):
            self._chunks.tell(waiting)

    def _others(self) -> int:
        try:
            if self._queue.depth() > 0:
                return 0
            return sum(int(worker["concurrency"]) for worker in self._board.workers()) - 1
        except RedisError:
            return 0
