"""Ports: free ones, taken ones, and who holds them."""

from __future__ import annotations

import errno
import socket

import psutil

from backend.stack.refusals import Refusal

LOOPBACK = "127.0.0.1"


def free_port(host: str = LOOPBACK) -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse when the web server could not listen there.

    Raises
    ------
    Refusal
        Naming who holds the port, where the system tells, and a port that is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(_explain(host, port, error)) from None


def _explain(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host} is not an address of this machine; expected 127.0.0.1 or 0.0.0.0"
    if isinstance(error, PermissionError):
        return f"port {port} is reserved for root; choose another: PORT={free_port()} python run.py"
    return f"port {port} is taken by {holder(port)}; stop that, or choose another: PORT={free_port()} python run.py"


def holder(port: int) -> str:
    """Return the name and process id of who listens on `port`, as far as the system tells."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another program"
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
            return _name(connection.pid)
    return "another program"


def _name(pid: int) -> str:
    try:
        return f"{psutil.Process(pid).name()} (process {pid})"
    except psutil.NoSuchProcess:
        return f"process {pid}"
