"""A real S3-compatible server on loopback, and how processes are told of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

REGION = "us-east-1"


@contextmanager
def running_store() -> Iterator[str]:
    """Run the server and yield its endpoint."""
    from moto.server import ThreadedMotoServer

    # A line for each request would bury a failing test's own words.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def credentials(endpoint: str) -> dict[str, str]:
    """Return the environment by which an operator names the store."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "platform",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret",
        "AWS_DEFAULT_REGION": REGION,
    }
