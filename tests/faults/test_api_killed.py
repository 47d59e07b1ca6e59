"""The web server is killed while a table comes in, and around a commit: nothing is half-written, a repetition helps."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from backend.seams import CLOCK
from tests.faults import aftermath
from tests.faults.journeys import TABLE, Training
from tests.faults.platform import Platform, Web, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def web(platform: Platform) -> Iterator[Web]:
    made = platform.web().ready()
    yield made
    made.process.terminate()
    made.process.wait(20)


@dataclass(frozen=True)
class Death:
    """One row: where the process that answers is killed, in which request."""

    place: str
    path: str


DEATHS = (
    Death("upload.kept", "/api/upload"),
    Death("upload.committed", "/api/upload"),
    Death("training.committed", "/training"),
)


def sent(web: Web, death: Death, run: Training) -> Any:
    arguments: dict[str, Any] = {"headers": {"Idempotency-Key": f"key of {death.place}"}}
    if death.path == "/training":
        arguments["json"] = {"session_id": run.session_id}
    else:
        arguments["files"] = {"file": ("tiny.csv", TABLE)}
    return web.send("POST", death.path, **arguments)


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.place)
def test_a_request_that_is_repeated_with_its_key_is_done_once(platform: Platform, web: Web, death: Death) -> None:
    run = Training(platform)
    before = aftermath.stored(platform, "uploads")
    clock = platform.seams / CLOCK
    with platform.held(death.place) as somebody:
        with platform.in_background(lambda: sent(web, death, run)) as answer:
            somebody()
            web.kill_answering()
        with pytest.raises(requests.ConnectionError):
            answer()
    web.ready()
    early = sent(web, death, run)
    assert (early.status_code, early.json()["code"]) == (409, "wrong_state"), "the first may still be at work"
    clock.write_text("40")
    try:
        repeated = sent(web, death, run)
        again = sent(web, death, run)
    finally:
        clock.unlink()
    assert repeated.status_code in {201, 202}, repeated.text
    assert again.json() == repeated.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    made = aftermath.stored(platform, "uploads") - before
    assert len(made) == (1 if death.path == "/api/upload" else 0)
    if death.path == "/training":
        run.id = repeated.json()["data"]["run_id"]
        with platform.services.transactions.read() as uow:
            assert [each.id for each in uow.runs.of_session(run.session_id)] == [run.id]
        platform.client.post("/training", json={"session_id": run.session_id, "action": "cancel"})
        assert run.ended().state == "cancelled"
    wait_for(lambda: not aftermath.orphans(platform), "no orphan file", 30)


def test_half_an_upload_leaves_nothing(platform: Platform, web: Web) -> None:
    before = aftermath.stored(platform, "uploads")
    address = urlsplit(web.address)
    head = (
        f"POST /api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 9000000\r\n"
        'Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; '
        'filename="half.csv"\r\n\r\n'
    )
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as connection:
        connection.sendall(head.encode() + TABLE * 300)
        web.kill_answering()
        connection.settimeout(30)
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b"", "cut off without an answer"
    web.ready()
    assert aftermath.stored(platform, "uploads") == before
    wait_for(lambda: not aftermath.orphans(platform), "no orphan file", 30)
