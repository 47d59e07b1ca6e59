"""What workers count, kept in Redis: they open no port of their own, the API tells of them at ``/metrics``.

Counters only grow; a Redis that was emptied begins anew, as a restarted process would.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from redis import Redis, RedisError

KEY = "counters"
SECONDS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0)
"""Bounds of the buckets of durations [s]."""
INFINITE = "+Inf"

Labels = Mapping[str, str]
Entry = tuple[str, dict[str, str], float]
"""Name, labels and value."""


class Counters:
    """Adds up over all workers.

    Parameters
    ----------
    redis : Redis
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def add(self, entries: Iterable[tuple[str, Labels, float]]) -> None:
        """Add to counters, all in one message; a Redis that is away loses them and stops nothing."""
        try:
            with self._redis.pipeline(transaction=False) as pipeline:
                for name, labels, value in entries:
                    pipeline.hincrbyfloat(KEY, json.dumps([name, dict(labels)], sort_keys=True), value)
                pipeline.execute()
        except RedisError:
            return

    def read(self) -> list[Entry]:
        """Return every counter.

        Raises
        ------
        redis.RedisError
        """
        held: Any = self._redis.hgetall(KEY)
        return [(*json.loads(field), float(value)) for field, value in sorted(held.items())]


def observed(name: str, labels: Labels, seconds: float) -> list[tuple[str, Labels, float]]:
    """Return what one duration adds to a histogram: its bucket, its sum, its count."""
    bound = next((str(bound) for bound in SECONDS if seconds <= bound), INFINITE)
    return [
        (f"{name}_bucket", {**labels, "le": bound}, 1.0),
        (f"{name}_sum", labels, seconds),
        (f"{name}_count", labels, 1.0),
    ]
