"""The progress board in Redis: how far each job is right now, and which workers are alive."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from redis import Redis, RedisError

KEEP_PROGRESS_S = 24 * 3600
WORKER_SILENCE_S = 15
LOOK_AGAIN_AFTER_S = 2.0


class ProgressBoard:
    """The latest report of each job and worker. Losing it loses no work: the database has the last heartbeat's copy.

    Parameters
    ----------
    redis : Redis
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._away_until = 0.0

    def publish(self, job_id: str, report: dict[str, Any]) -> None:
        """Show ``report``; a board that is away is no reason to stop the work, nor to wait for it at every step."""
        if time.monotonic() < self._away_until:
            return
        try:
            self._redis.set(f"progress:{job_id}", json.dumps(report), ex=KEEP_PROGRESS_S)
        except RedisError:
            self._away_until = time.monotonic() + LOOK_AGAIN_AFTER_S

    def read(self, job_id: str) -> dict[str, Any] | None:
        """Return the latest report, or None where there is none or Redis is away."""
        try:
            text = self._redis.get(f"progress:{job_id}")
        except RedisError:
            return None
        return json.loads(str(text)) if text else None

    def forget(self, job_id: str) -> None:
        """Remove a job's report."""
        self._delete(f"progress:{job_id}")

    def announce_worker(self, name: str, facts: dict[str, Any]) -> None:
        """Say that a worker is alive; it counts as gone after some seconds of silence."""
        try:
            self._redis.set(f"worker:{name}", json.dumps(facts), ex=WORKER_SILENCE_S)
        except RedisError:
            return

    def dismiss_worker(self, name: str) -> None:
        """Say that a worker stops."""
        self._delete(f"worker:{name}")

    def _delete(self, key: str) -> None:
        try:
            self._redis.delete(key)
        except RedisError:
            return

    def workers(self) -> list[dict[str, Any]]:
        """Return the facts of every live worker.

        Raises
        ------
        redis.RedisError
            If Redis is away: then nobody knows.
        """
        keys = sorted(self._redis.scan_iter("worker:*", count=100))
        values = self._redis.mget(keys) if keys else []
        return [json.loads(str(value)) for value in values if value]

    def clock(self) -> datetime:
        """Return the time as the server has it: the one clock that all machines see.

        Raises
        ------
        redis.RedisError
        """
        seconds, microseconds = self._redis.time()
        return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)

    def ping(self) -> None:
        """Raise unless Redis answers."""
        self._redis.ping()
