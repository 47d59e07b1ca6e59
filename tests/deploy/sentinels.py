"""A real Valkey with a replica and Sentinels that make the replica the server when the first one goes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from backend.stack.ports import free_port
from backend.stack.valkey import find_program
from tests.deploy.fleet import wait_for

SERVICE = "planets"
PASSWORD = "of-the-servers"
SERVER = """\
bind 127.0.0.1
port {port}
dir "{folder}"
requirepass {password}
masterauth {password}
appendonly yes
save ""
repl-diskless-sync-delay 0
"""
SENTINEL = """\
bind 127.0.0.1
port {port}
dir "{folder}"
sentinel monitor {service} 127.0.0.1 {server} {quorum}
sentinel auth-pass {service} {password}
sentinel down-after-milliseconds {service} 1000
sentinel failover-timeout {service} 5000
"""


@dataclass
class Valkeys:
    """Servers and Sentinels.

    Attributes
    ----------
    url : str
        ``REDIS_URL`` of the service.
    """

    url: str
    ports: tuple[int, int]
    sentinel_port: int
    processes: dict[int, subprocess.Popen[bytes]]

    def serving(self) -> int:
        """Return the port of the server that the Sentinels name."""
        with redis.Redis(port=self.sentinel_port) as sentinel:
            return int(sentinel.sentinel_get_master_addr_by_name(SERVICE)[1])

    def fail(self) -> int:
        """Kill the server that serves now, wait for the other, and return its port."""
        lost = self.serving()
        self.processes[lost].kill()
        self.processes[lost].wait(10)
        wait_for(lambda: self.serving() != lost, 60, "the replica becomes the server")
        return self.serving()

    def is_ready(self) -> bool:
        """Whether the replica follows and a Sentinel knows it."""
        try:
            with redis.Redis(port=self.sentinel_port) as sentinel:
                known = sentinel.sentinel_master(SERVICE)
                return bool(known["num-slaves"] == 1 and known["num-other-sentinels"] == 1)
        except redis.RedisError:
            return False


@contextmanager
def running_valkeys(folder: Path) -> Iterator[Valkeys]:
    """Run a server, its replica and two Sentinels."""
    first, second, one, two = (free_port() for _ in range(4))
    processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(port: int, text: str, *options: str) -> None:
        (folder / str(port)).mkdir()
        conf = folder / str(port) / "valkey.conf"
        values = {"port": port, "folder": conf.parent, "service": SERVICE, "server": first, "password": PASSWORD}
        conf.write_text(text.format(**values, quorum=1))
        log = (conf.parent / "log").open("wb")
        command = [find_program(), str(conf), *options]
        processes[port] = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        log.close()

    try:
        start(first, SERVER)
        start(second, SERVER, "--replicaof", "127.0.0.1", str(first))
        start(one, SENTINEL, "--sentinel")
        start(two, SENTINEL, "--sentinel")
        url = f"sentinel://:{PASSWORD}@127.0.0.1:{one};sentinel://127.0.0.1:{two}/{SERVICE}"
        made = Valkeys(url, (first, second), one, processes)
        wait_for(made.is_ready, 60, "the Sentinels know the replica")
        yield made
    finally:
        for process in processes.values():
            process.kill()
            process.wait(10)
