"""Fits side by side, one thread each: on small tables two fits of one thread end sooner than two of two threads.

Whoever is told of progress is told in the thread that called, so that it may raise, write files or ask a database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Any

from ML.classifiers.fitting import OnStep

Job = Callable[[OnStep], Any]
"""A fit, which reports to what it is given."""

_POLL_S = 0.05


class _StoppedError(Exception):
    """Another fit, or whoever is told of progress, has raised."""


def side_by_side(jobs: Sequence[Job], n_threads: int, on_share: Callable[[float], None]) -> list[Any]:
    """Run jobs on some threads and return what they give, in their order.

    Parameters
    ----------
    jobs : sequence of callable
    n_threads : int
        Jobs at a time; with 1 they run here, one after the other.
    on_share : callable
        Told which share of all work is done, 0 to 1; what it raises stops every job and comes out unchanged.
    """
    shares = [0.0] * len(jobs)
    if n_threads == 1 or len(jobs) == 1:
        return [job(_telling(shares, number, on_share)) for number, job in enumerate(jobs)]
    stop = threading.Event()
    with ThreadPoolExecutor(min(n_threads, len(jobs))) as pool:
        futures = [pool.submit(job, _listening(shares, number, stop)) for number, job in enumerate(jobs)]
        try:
            return _awaited(futures, shares, on_share)
        except BaseException:
            stop.set()
            for future in futures:
                future.cancel()
            raise


def _telling(shares: list[float], number: int, on_share: Callable[[float], None]) -> OnStep:
    def on_step(completed: int, total: int) -> None:
        shares[number] = completed / total
        on_share(sum(shares) / len(shares))

    return on_step


def _listening(shares: list[float], number: int, stop: threading.Event) -> OnStep:
    def on_step(completed: int, total: int) -> None:
        if stop.is_set():
            raise _StoppedError
        shares[number] = completed / total

    return on_step


def _awaited(futures: Sequence[Future[Any]], shares: list[float], on_share: Callable[[float], None]) -> list[Any]:
    waiting: Any = futures
    while waiting:
        done, waiting = wait(futures, timeout=_POLL_S, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()
        on_share(sum(shares) / len(shares))
    return [future.result() for future in futures]
