"""A real S3-compatible server on loopback, and how processes are told of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

REGION = "us-east-1"


class ObjectStore:
    """The server, which may go away and come back at the same address with all that it held."""

    def __init__(self) -> None:
        # A line for each request would bury a failing test's own words.
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server: Any = None
        self._port = 0

    @property
    def endpoint(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Come up, at the address it had before if it had one."""
        from moto.server import ThreadedMotoServer

        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self._port, verbose=False)
        self._server.start()
        self._port = self._server.get_host_and_port()[1]

    def stop(self) -> None:
        """Go away; what is held stays in this process's memory."""
        if self._server is not None:
            self._server.stop()
        self._server = None


@contextmanager
def running_store() -> Iterator[str]:
    """Run the server and yield its endpoint; no client of an earlier server, nor of this one later, is used again."""
    import s3fs

    store = ObjectStore()
    store.start()
    s3fs.S3FileSystem.clear_instance_cache()
    try:
        yield store.endpoint
    finally:
        store.stop()
        s3fs.S3FileSystem.clear_instance_cache()


def credentials(endpoint: str) -> dict[str, str]:
    """Return the environment by which an operator names the store."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "platform",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret",
        "AWS_DEFAULT_REGION": REGION,
    }
