from __future__ import annotations

import os
import socket

import pytest

from backend.stack import ports
from backend.stack.refusals import Refusal


def test_a_free_port_can_be_listened_on() -> None:
    port = ports.free_port()
    ports.refuse_taken_port(ports.LOOPBACK, port)
    with socket.create_server((ports.LOOPBACK, port)) as server:
        assert server.getsockname()[1] == port


def test_a_taken_port_names_the_holder_and_a_free_one() -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Refusal) as refusal:
            ports.refuse_taken_port(ports.LOOPBACK, port)
    told = str(refusal.value)
    assert f"port {port} is taken" in told
    assert f"(process {os.getpid()})" in told
    assert "PORT=" in told and "\n" not in told


def test_a_port_just_left_is_not_taken() -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((ports.LOOPBACK, port)):
            server.accept()[0].close()
    ports.refuse_taken_port(ports.LOOPBACK, port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refusal, match=r"HOST=192\.0\.2\.1 is not an address of this machine"):
        ports.refuse_taken_port("192.0.2.1", 5000)


def test_where_the_system_does_not_tell_the_holder_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(**_: object) -> None:
        raise ports.psutil.AccessDenied

    monkeypatch.setattr(ports.psutil, "net_connections", deny)
    assert ports.holder(1) == "another program"
