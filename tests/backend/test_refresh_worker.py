"""Real workers on a real Redis and a real local archive: a refresh that loses its worker goes on where it stopped."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from backend.config import Settings
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.archive_server import Archive, Handler, cut, running_archive, silent
from tests.backend.test_worker import TAKEN_OVER_WITHIN_S, wait_for, worker

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

SENT_BYTES = 400_000
PATIENCE_S = 60


def fall_silent(handler: Handler, body: bytes) -> None:
    """Send a part and then nothing more."""
    cut(after=SENT_BYTES)(handler, body)
    handler.wfile.flush()
    silent(handler, body)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    named = ["kepid", "kepoi_name", "koi_disposition", "koi_pdisposition", "koi_score"]
    frame = load_snapshot(find_snapshot("kepler"), columns=[*named, *get_catalogue("kepler").presets["physics"]])
    csv = frame.to_csv(index=False, lineterminator="\n").encode()
    with running_archive(tables={"cumulative": csv}) as running:
        # Workers are processes of their own, with settings from their environment.
        monkeypatch.setenv("ARCHIVE_URL", running.url)
        monkeypatch.setenv("ARCHIVE_TIMEOUT_S", "100")
        yield running


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "sent away"])
def test_another_worker_goes_on_where_the_first_stopped(
    settings: Settings, client: Any, archive: Archive, end: signal.Signals
) -> None:
    archive.faults.append(fall_silent)
    address = ""

    def progress() -> dict[str, Any]:
        facts: dict[str, Any] = client.get(address).json["data"]
        return facts

    with worker(settings, "first") as first:
        address = client.post("/api/datasets/kepler/refresh", json={}).headers["Location"]
        wait_for(lambda: progress()["completed"] == SENT_BYTES, PATIENCE_S, "a part has come")
        if end is signal.SIGKILL:
            os.killpg(first.pid, end)
        else:
            first.send_signal(end)
        first.wait(20)
    with worker(settings, "second"):
        wait_for(lambda: progress()["attempt"] == 2, TAKEN_OVER_WITHIN_S + PATIENCE_S, "the refresh is taken over")
        ended = wait_for(lambda: progress()["state"] == "done" and progress(), PATIENCE_S, "the refresh ends")
    assert ended["outcome"] == "new"
    assert client.get("/api/datasets/kepler").json["data"]["snapshot"] == ended["snapshot"]
    begin = int(archive.asked[-1]["range"].removeprefix("bytes=").rstrip("-"))
    assert 0 < begin <= SENT_BYTES
    assert len(archive.asked) == 2
