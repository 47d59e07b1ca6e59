"""The message queue: one id in a message, nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from backend.config import Settings
from backend.errors import PartUnavailableError

QUEUE_NAME = "jobs"
ANSWER_WITHIN_S = 3.0
DEFAULT_REDIS_URL = "redis://127.0.0.1:6379/0"


def broker_url(redis_url: str) -> str:
    """Return the URL as Celery spells it (a socket's scheme differs from redis-py's)."""
    return redis_url.replace("unix://", "redis+socket://", 1)


def client_url(redis_url: str) -> str:
    """Return the URL as redis-py spells it."""
    return redis_url.replace("redis+socket://", "unix://", 1)


def make_redis(settings: Settings) -> Redis:
    """Return a client that answers or fails within seconds."""
    url = client_url(settings.redis_url or DEFAULT_REDIS_URL)
    timeouts = {"socket_timeout": ANSWER_WITHIN_S}
    if urlsplit(url).scheme != "unix":
        timeouts["socket_connect_timeout"] = ANSWER_WITHIN_S
    return Redis.from_url(url, decode_responses=True, **timeouts)


def make_celery(settings: Settings) -> Celery:
    """Return the Celery application that both doors share."""
    celery = Celery("exoplanet_playground", broker=broker_url(settings.redis_url or DEFAULT_REDIS_URL))
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
        broker_transport_options={"socket_timeout": ANSWER_WITHIN_S * 10, "socket_keepalive": True},
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
            self._celery.send_task(task_name, args=[job_id], retry=False)
        except (OperationalError, RedisError, OSError) as error:
            raise PartUnavailableError("Redis", f"the message was not taken: {error}") from error

    def depth(self) -> int:
        """Return the number of messages that wait."""
        return int(self._redis.llen(QUEUE_NAME))
