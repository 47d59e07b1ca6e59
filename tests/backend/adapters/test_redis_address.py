"""``REDIS_URL`` in every form that is documented: what Celery and redis-py are told, and what is refused."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.adapters.queue import QUEUE_NAME, JobQueue, make_celery, make_redis
from backend.adapters.redis_address import broker_options, broker_url, connect, parse_sentinel, shown
from backend.config import Settings
from backend.errors import PartUnavailableError
from backend.operator_errors import RedisAddressError

THREE = "sentinel://:p%40ss@one:26379;sentinel://two;three:26381/planets/2?sentinel_password=own"


def test_sentinels_service_database_and_passwords_are_read() -> None:
    address = parse_sentinel(THREE)
    assert address.hosts == (("one", 26379), ("two", 26379), ("three", 26381))
    assert (address.service, address.database) == ("planets", 2)
    assert (address.login, address.own_login) == ({"password": "p@ss"}, {"password": "own"})


def test_celery_is_told_every_sentinel_with_the_servers_password_and_the_service_beside() -> None:
    assert broker_url(THREE).split(";") == [
        "sentinel://:p%40ss@one:26379/2",
        "sentinel://:p%40ss@two:26379/2",
        "sentinel://:p%40ss@three:26381/2",
    ]
    options = broker_options(THREE, 3.0)
    assert options["master_name"] == "planets"
    assert options["sentinel_kwargs"]["password"] == "own"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://:p@host:6379/0", "redis://:p@host:6379/0"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("rediss://host:6380/0", "rediss://host:6380/0?ssl_cert_reqs=required"),
        ("rediss://host/0?ssl_ca_certs=/ca.pem", "rediss://host/0?ssl_ca_certs=/ca.pem&ssl_cert_reqs=required"),
        ("rediss://host/0?ssl_cert_reqs=none", "rediss://host/0?ssl_cert_reqs=none"),
    ],
)
def test_other_addresses_are_spelt_as_celery_spells_them(url: str, told: str) -> None:
    assert broker_url(url) == told
    assert broker_options(url, 3.0) == {}


@pytest.mark.parametrize(
    ("url", "fact"),
    [
        ("http://host", "its scheme is 'http'"),
        ("host:6379", "its scheme is 'host:6379'"),
        ("sentinel://one:26379", "names no service"),
        ("sentinel://one/planets/first", "no number of a database"),
        ("sentinel://one:port/planets", "'one:port' is no Sentinel's host and port"),
        ("sentinel://one;redis://two/planets", "'two' is no Sentinel's"),
        ("sentinel:///planets", "'' is no Sentinel's"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_expected(url: str, fact: str) -> None:
    with pytest.raises(RedisAddressError) as refused:
        connect(url, 1.0)
    assert fact in refused.value.message
    assert "sentinel://host:26379;sentinel://host2:26379/name" in refused.value.message


def test_no_message_shows_a_password() -> None:
    assert shown(THREE) == "sentinel://one:26379;sentinel://two;three:26381/planets/2"
    assert shown("rediss://user:hidden@host:6380/0?ssl_ca_certs=x") == "rediss://host:6380/0"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for loopback that signs itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path = tmp_path / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls_url(redis_url: str, certificate: Path) -> Iterator[str]:
    """The real Valkey behind TLS, as managed ones are."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    target = urlsplit(redis_url)
    listener = socket.create_server(("127.0.0.1", 0))
    serving = threading.Thread(target=_serve, args=(listener, context, (target.hostname, target.port)), daemon=True)
    serving.start()
    yield f"rediss://:{target.password}@127.0.0.1:{listener.getsockname()[1]}/0"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    serving.join(5)


def _serve(listener: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            threading.Thread(target=_relay, args=(plain, context, target), daemon=True).start()


def _relay(plain: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    with plain, suppress(OSError), socket.create_connection(target) as server:
        client = context.wrap_socket(plain, server_side=True)
        with client:
            threading.Thread(target=_copy, args=(server, client), daemon=True).start()
            _copy(client, server)


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)


def test_a_server_behind_tls_is_checked_by_its_certificate_at_both_doors(tls_url: str, certificate: Path) -> None:
    settings = Settings(_env_file=None, flask_env="testing", redis_url=f"{tls_url}?ssl_ca_certs={certificate}")
    client, celery = make_redis(settings), make_celery(settings)
    client.flushdb()
    JobQueue(celery, client).send("training.execute", "one")
    assert client.llen(QUEUE_NAME) == 1
    client.flushdb()
    client.close()
    celery.close()


def test_a_server_with_a_certificate_that_nobody_signed_is_refused_at_both_doors(tls_url: str) -> None:
    settings = Settings(_env_file=None, flask_env="testing", redis_url=tls_url)
    client, celery = make_redis(settings), make_celery(settings)
    with pytest.raises(redis.ConnectionError, match="certificate verify failed"):
        client.ping()
    with pytest.raises(PartUnavailableError, match="certificate verify failed"):
        JobQueue(celery, client).send("training.execute", "one")
    client.close()
    celery.close()
