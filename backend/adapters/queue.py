"""The message queue: one id in a message, nothing else."""

from __future__ import annotations

import base64
import json
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from backend.adapters.logs import message_headers
from backend.adapters.redis_address import broker_options, broker_url, connect
from backend.config import Settings
from backend.errors import PartUnavailableError

QUEUE_NAME = "jobs"
ANSWER_WITHIN_S = 3.0
DEFAULT_REDIS_URL = "redis://127.0.0.1:6379/0"


def make_redis(settings: Settings) -> Redis:
    """Return a client that answers or fails within seconds."""
    return connect(settings.redis_url or DEFAULT_REDIS_URL, ANSWER_WITHIN_S, decode_responses=True)


def make_celery(settings: Settings) -> Celery:
    """Return the Celery application that both doors share."""
    address = settings.redis_url or DEFAULT_REDIS_URL
    celery = Celery("exoplanet_playground", broker=broker_url(address))
    celery.conf.update(
        task_default_queue=QUEUE_NAME,
        task_ignore_result=True,
        # The lease in the database decides who works; a message delivered twice does no harm.
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        worker_concurrency=settings.worker_concurrency,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        # A worker waits for Redis as long as it takes; by itself it would give up after a hundred tries.
        broker_connection_max_retries=None,
        broker_transport_options={
            "socket_timeout": ANSWER_WITHIN_S * 10,
            "socket_keepalive": True,
            **broker_options(address, ANSWER_WITHIN_S),
        },
        enable_utc=True,
    )
    return celery


class JobQueue:
    """Sends job ids to the workers.

    Parameters
    ----------
    celery : Celery
    redis : Redis
        Used only to look at the queue's length.
    """

    def __init__(self, celery: Celery, redis: Redis) -> None:
        self._celery = celery
        self._redis = redis

    def send(self, task_name: str, job_id: str) -> None:
        """Queue one job.

        Raises
        ------
        PartUnavailableError
            If Redis does not take the message.
        """
        try:
            self._celery.send_task(task_name, args=[job_id], retry=False, headers=message_headers())
        except (OperationalError, RedisError, OSError) as error:
            raise PartUnavailableError("Redis", f"the message was not taken: {error}") from error

    def held(self) -> set[str]:
        """Return the ids of the jobs whose messages wait."""
        return {job_of(text) for text in self._redis.lrange(QUEUE_NAME, 0, -1)}

    def depth(self) -> int:
        """Return the number of messages that wait."""
        return int(self._redis.llen(QUEUE_NAME))


def job_of(message: Any) -> str:
    """Return the job's id from a message as it lies in Redis."""
    (job_id,), _, _ = json.loads(base64.b64decode(json.loads(message)["body"]))
    return str(job_id)
