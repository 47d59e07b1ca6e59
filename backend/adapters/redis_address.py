"""``REDIS_URL``, read in one place: a server, one behind TLS, a socket, or Sentinels that know the server of a service.

``redis://``, ``rediss://`` and ``unix://`` are redis-py's own. Sentinels are written as Celery writes them, with the
service, and a database where it is not the first, behind the last:
``sentinel://:password@one:26379;sentinel://two:26379/service/0?sentinel_password=…``. The password before the first
``@`` is the servers', ``sentinel_password`` the Sentinels' own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from redis import Redis
from redis.sentinel import Sentinel

from backend.operator_errors import RedisAddressError

SENTINEL = "sentinel"
SENTINEL_PORT = 26_379
SCHEMES = ("redis", "rediss", "unix", "redis+socket", SENTINEL)
EXPECTED = (
    "redis://host:6379/0, rediss://host:6379/0, unix:///path, or sentinel://host:26379;sentinel://host2:26379/name"
)


@dataclass(frozen=True, slots=True)
class SentinelAddress:
    """Sentinels, and the service whose server they are asked for.

    Attributes
    ----------
    hosts : tuple of (str, int)
        Host and port of each Sentinel.
    service : str
    database : int
    login : dict
        ``username`` and ``password`` of the servers, where there are some.
    own_login : dict
        The same of the Sentinels.
    """

    hosts: tuple[tuple[str, int], ...]
    service: str
    database: int
    login: dict[str, str]
    own_login: dict[str, str]


def is_sentinel(redis_url: str) -> bool:
    """Tell whether an address names Sentinels."""
    return scheme_of(redis_url) == SENTINEL


def scheme_of(redis_url: str) -> str:
    """Return the scheme of an address.

    Raises
    ------
    RedisAddressError
        It is none that is known.
    """
    scheme = redis_url.partition("://")[0]
    if scheme not in SCHEMES:
        raise RedisAddressError(f"its scheme is {scheme[:20]!r}", EXPECTED)
    return scheme


def parse_sentinel(redis_url: str) -> SentinelAddress:
    """Return what an address of Sentinels says.

    Raises
    ------
    RedisAddressError
        A host, the service or the database is not there or not usable.
    """
    parts = [urlsplit(part if "://" in part else f"{SENTINEL}://{part}") for part in redis_url.split(";")]
    service, _, database = parts[-1].path.strip("/").partition("/")
    if not service or not (database or "0").isdigit():
        raise RedisAddressError("it names no service behind its last Sentinel, or no number of a database", EXPECTED)
    hosts = tuple(map(_host_of, parts))
    query = {name: values[-1] for name, values in parse_qs(parts[-1].query).items()}
    own = {name: query[f"sentinel_{name}"] for name in ("username", "password") if f"sentinel_{name}" in query}
    login = {"username": parts[0].username, "password": parts[0].password}
    return SentinelAddress(
        hosts=hosts,
        service=unquote(service),
        database=int(database or 0),
        login={name: unquote(value) for name, value in login.items() if value},
        own_login=own,
    )


def _host_of(part: SplitResult) -> tuple[str, int]:
    try:
        port = part.port or SENTINEL_PORT
    except ValueError:
        port = 0
    if part.scheme != SENTINEL or not part.hostname or not port:
        raise RedisAddressError(f"{part.netloc.rpartition('@')[2][:60]!r} is no Sentinel's host and port", EXPECTED)
    return part.hostname, port


def broker_url(redis_url: str) -> str:
    """Return the address as Celery spells it."""
    scheme = scheme_of(redis_url)
    if scheme == SENTINEL:
        return ";".join(_sentinel_urls(redis_url))
    if scheme == "rediss" and "ssl_cert_reqs=" not in redis_url:
        # Celery would take any certificate where redis-py checks it.
        return f"{redis_url}{'&' if '?' in redis_url else '?'}ssl_cert_reqs=required"
    return redis_url.replace("unix://", "redis+socket://", 1)


def _sentinel_urls(redis_url: str) -> list[str]:
    """Return an address for each Sentinel, every one whole: Celery goes on with the next when one is away."""
    address = parse_sentinel(redis_url)
    login = urlsplit(redis_url.split(";", 1)[0]).netloc.rpartition("@")
    return [f"{SENTINEL}://{login[0]}{login[1]}{host}:{port}/{address.database}" for host, port in address.hosts]


def broker_options(redis_url: str, patience_s: float) -> dict[str, Any]:
    """Return what Celery must know beside the address; Sentinels answer within ``patience_s``."""
    if not is_sentinel(redis_url):
        return {}
    address = parse_sentinel(redis_url)
    return {"master_name": address.service, "sentinel_kwargs": _timeouts(patience_s) | address.own_login}


def connect(redis_url: str, patience_s: float, **options: Any) -> Redis:
    """Return a redis-py client whose server answers or fails within ``patience_s``."""
    scheme = scheme_of(redis_url)
    if scheme == SENTINEL:
        return _master(parse_sentinel(redis_url), patience_s, **options)
    if scheme in {"unix", "redis+socket"}:
        url = redis_url.replace("redis+socket://", "unix://", 1)
        return Redis.from_url(url, socket_timeout=patience_s, **options)
    return Redis.from_url(redis_url, **_timeouts(patience_s), **options)


def _master(address: SentinelAddress, patience_s: float, **options: Any) -> Redis:
    sentinels = Sentinel(list(address.hosts), sentinel_kwargs=_timeouts(patience_s) | address.own_login)
    known = _timeouts(patience_s) | address.login | {"db": address.database}
    client: Redis = sentinels.master_for(address.service, **known, **options)
    return client


def _timeouts(patience_s: float) -> dict[str, Any]:
    return {"socket_timeout": patience_s, "socket_connect_timeout": patience_s}


def shown(redis_url: str) -> str:
    """Return an address for messages: without users, passwords and query."""
    return re.sub(r"//[^/;]*@", "//", redis_url.partition("?")[0])[:200]
