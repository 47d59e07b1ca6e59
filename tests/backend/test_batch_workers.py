"""A batch on two real workers: both take part, a killed one is replaced, and no piece that was done is done again."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backend.assembly import Services
from backend.config import Settings
from backend.records import ChunkRecord
from tests.backend.test_worker import pool_child, wait_for, worker

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

PATIENCE_S = 90
ROWS = 60_000


@pytest.fixture
def table(client: Any, trained_session: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A table of many pieces: the model's columns, one that came along, and a bad cell here and there."""
    form = client.get(f"/predict?session_id={trained_session}").json["data"]
    monkeypatch.setenv("BATCH_PIECE_ROWS", "1000")
    rng = np.random.default_rng(5)
    drawn = {f["name"]: rng.uniform(f["min"], f["max"], ROWS).round(4) for f in form["features"]}
    frame = pd.DataFrame({"row": np.arange(ROWS), **drawn}).astype({"koi_depth": "object"})
    frame.loc[[7, 30_000, ROWS - 1], "koi_depth"] = ["deep", "", "wide"]
    return frame.to_csv(index=False).encode()


class Batch:
    """A batch that is followed over HTTP, and in the database."""

    def __init__(self, client: Any, services: Services, session_id: str, table: bytes) -> None:
        self._client, self._services, self.session_id = client, services, session_id
        self.id = services.batches.start_file(session_id, io.BytesIO(table), "many.csv")["prediction_id"]
        self._percent = 0.0

    def poll(self) -> dict[str, Any]:
        page = self._client.get(f"/predict?session_id={self.session_id}&prediction_id={self.id}").json["data"]
        assert page["percent"] >= self._percent, "the percentage went back"
        self._percent = page["percent"]
        return page

    def ended(self) -> dict[str, Any] | None:
        page = self.poll()
        return page if page["state"] in {"done", "failed", "cancelled"} else None

    def chunks(self) -> list[ChunkRecord]:
        with self._services.transactions.read() as uow:
            return uow.chunks.of_prediction(self.id)

    def leader(self) -> int | None:
        with self._services.transactions.read() as uow:
            return process_of(uow.predictions.get(self.id).lease_owner)

    def at_work(self) -> set[int]:
        return {process_of(chunk.lease_owner) or 0 for chunk in self.chunks() if chunk.state == "running"}

    def answers(self) -> pd.DataFrame:
        path = f"/predict/{self.id}.parquet?session_id={self.session_id}"
        return pd.read_parquet(io.BytesIO(self._client.get(path).data))

    def files(self, settings: Settings) -> list[str]:
        folder = settings.local_root / "predictions" / self.id
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def process_of(lease_owner: str | None) -> int | None:
    return int(lease_owner.split(":")[1]) if lease_owner else None


def test_two_workers_share_a_batch_and_one_of_them_is_killed(
    settings: Settings, services: Services, client: Any, trained_session: str, table: bytes
) -> None:
    alone = Batch(client, services, trained_session, table)
    services.prediction_job.execute(alone.id)
    assert alone.poll()["state"] == "done", alone.poll()["error"]
    services.redis.flushdb()
    with worker(settings, "first") as first, worker(settings, "second") as second:
        wait_for(lambda: len(services.board.workers()) == 2, 60, "both workers are there")
        shared = Batch(client, services, trained_session, table)
        wait_for(lambda: len(shared.at_work()) == 2, PATIENCE_S, "both predict a piece")
        wait_for(lambda: any(chunk.state == "done" for chunk in shared.chunks()), PATIENCE_S, "a piece is done")
        doomed = next(process for process in (first, second) if pool_child(process).pid == shared.leader())
        os.killpg(doomed.pid, signal.SIGKILL)
        done_before = {chunk.number: chunk.finished_at for chunk in shared.chunks() if chunk.state == "done"}
        survivor: subprocess.Popen[bytes] = first if doomed is second else second
        ended = wait_for(shared.ended, PATIENCE_S, "the batch ends")
        assert survivor.poll() is None
        wait_for(lambda: not [f for f in shared.files(settings) if not f.startswith("parts/")], 10, "it is tidy")
    assert (ended["state"], ended["attempt"]) == ("done", 2), ended["error"]
    after = {chunk.number: chunk for chunk in shared.chunks()}
    assert {number: after[number].finished_at for number in done_before} == done_before
    assert all(after[number].attempt == 1 for number in done_before)
    assert [(e["line"], e["value"]) for e in ended["errors"]] == [(9, "deep"), (ROWS + 1, "wide")]
    assert (ended["errors"], ended["summary"]) == (alone.poll()["errors"], alone.poll()["summary"])
    pd.testing.assert_frame_equal(shared.answers(), alone.answers())
    assert shared.answers()["row"].tolist() == list(range(ROWS))
    assert len(shared.files(settings)) == len(after) > 50


def test_a_cancelled_batch_stops_on_all_workers_and_leaves_nothing(
    settings: Settings, services: Services, client: Any, trained_session: str, table: bytes
) -> None:
    with worker(settings, "first"), worker(settings, "second"):
        wait_for(lambda: len(services.board.workers()) == 2, 60, "both workers are there")
        batch = Batch(client, services, trained_session, table)
        wait_for(lambda: len(batch.at_work()) == 2, PATIENCE_S, "both predict a piece")
        sent = client.post(f"/predict/{batch.id}/cancel", json={"session_id": trained_session})
        assert sent.status_code == 202
        ended = wait_for(batch.ended, 15, "the batch ends")
        assert ended["state"] == "cancelled"
        wait_for(lambda: not batch.at_work(), 10, "nobody works on it")
        wait_for(lambda: not batch.files(settings), 10, "nothing is left")
    assert {chunk.state for chunk in batch.chunks()} <= {"done", "cancelled"}
