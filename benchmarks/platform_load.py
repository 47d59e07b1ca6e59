"""Many at once: browsers that poll, sessions that train, clients in turn, uploads that come together, long lists."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import numpy as np
import pandas as pd

from backend.schemas.sessions import MOST_SESSIONS
from benchmarks.figures import Figure, spread
from benchmarks.platform_speed import side_by_side
from benchmarks.platform_stack import LIGHT, Running, moment

POLLED_EVERY_S = 1.0
"""As often as the page asks for the progress of a training."""


def crowd(running: Running, trainings: int, browsers: int) -> Iterator[Figure]:
    """Sessions that train at once while browsers poll them."""
    sessions: list[str] = []
    submitted: list[float] = []
    polls = _Polls(running, sessions, browsers)
    began = time.time()

    def submit() -> None:
        client = running.client()
        session_id = client.session(*LIGHT)
        sent = time.perf_counter()
        client.train(session_id)
        submitted.append(time.perf_counter() - sent)
        sessions.append(session_id)

    side_by_side([submit] * trainings)
    polls.start()
    ends = [moment(running.client().ended(session_id, 0.5), "trained") for session_id in sessions]
    memory = running.memory_mb()
    polls.stop()
    seconds = max(ends) - began
    hourly = trainings / seconds * 3600
    yield Figure(
        f"{trainings} trainings submitted at once (decision tree, Kepler, hold-out), two workers",
        f"all trained after {seconds:.0f} s: {hourly:,.0f} an hour; submitting {spread(submitted)}",
    )
    yield Figure(f"{browsers} browsers polling every {POLLED_EVERY_S:.0f} s meanwhile", polls.told())
    held = ", ".join(f"{name} {megabytes} MB" for name, megabytes in memory.items())
    yield Figure("Memory of the largest process of each part meanwhile", held)


class _Polls:
    """Clients that ask for progress as pages do: every second, with what they know already."""

    def __init__(self, running: Running, sessions: list[str], count: int) -> None:
        self._running, self._sessions = running, sessions
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._poll, args=(number,)) for number in range(count)]
        self._took: list[float] = []
        self._answers: list[int] = []

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _poll(self, number: int) -> None:
        client, tag = self._running.client(), None
        self._over.wait(number % 100 / 100 * POLLED_EVERY_S)
        path = f"/training?session_id={self._sessions[number % len(self._sessions)]}"
        while not self._over.is_set():
            began = time.perf_counter()
            status, _, headers = client.ask("GET", path, headers={"If-None-Match": tag} if tag else {})
            self._took.append(time.perf_counter() - began)
            self._answers.append(status)
            tag = headers.get("ETag")
            self._over.wait(POLLED_EVERY_S)

    def told(self) -> str:
        """Return what was measured in words."""
        unchanged = self._answers.count(HTTPStatus.NOT_MODIFIED) / max(1, len(self._answers))
        refused = sum(status >= HTTPStatus.BAD_REQUEST for status in self._answers)
        return f"{len(self._took):,} answers, {unchanged:.0%} of them 304, {refused} refused; {spread(self._took)}"


def turns(running: Running, trainings: int) -> Iterator[Figure]:
    """One client's training behind many of another's."""
    many, one = running.client("192.0.2.1"), running.client("192.0.2.2")
    crowd = [many.session(*LIGHT) for _ in range(trainings)]
    last = one.session(*LIGHT)
    for session_id in crowd:
        many.train(session_id)
    asked = one.train(last)
    began = moment(one.ended(last), "training")
    others = [moment(many.ended(session_id), "training") for session_id in crowd]
    yield Figure(
        f"One training, asked for behind {trainings} of another client, two workers",
        f"began {began - asked:.1f} s later, before {sum(other > began for other in others)} of them; "
        f"the last of those began after {max(others) - asked:.1f} s",
    )


def many_sessions(running: Running, count: int) -> Iterator[Figure]:
    """A person who holds as many sessions as a request may name opens the list, on a platform that keeps many more."""
    client = running.client()
    held = [str(client.data("GET", "/select")["session_id"]) for _ in range(count)]
    took = []
    for page in range(1, 31):
        began = time.perf_counter()
        found = client.data(
            "GET", f"/api/sessions?page={page % 10 + 1}", headers={"X-Session-Ids": ",".join(held[-MOST_SESSIONS:])}
        )
        took.append(time.perf_counter() - began)
    yield Figure(f"A page of a list of {found['total']:,} sessions, of {count:,} that were begun for it", spread(took))


def uploads(running: Running, count: int) -> Iterator[Figure]:
    """Tables that are uploaded at once."""
    body, kind = _table_form()
    before, took = running.memory_mb()["gunicorn"], []

    def send() -> None:
        client = running.client()
        began = time.perf_counter()
        client.data("POST", "/api/upload", body, {"Content-Type": kind})
        took.append(time.perf_counter() - began)

    seconds = side_by_side([send] * count)
    megabytes = len(body) / 1e6
    yield Figure(
        f"{count} uploads of {megabytes:.1f} MB at once",
        f"{count / seconds:.1f} a second ({count * megabytes / seconds:.0f} MB/s); {spread(took)}; "
        f"largest API process {before} → {running.memory_mb()['gunicorn']} MB",
    )


def _table_form(rows: int = 5_000, columns: int = 20) -> tuple[bytes, str]:
    """Return a table as a browser's form sends it, and the form's content type."""
    numbers = np.random.default_rng(0)
    frame = pd.DataFrame(numbers.normal(size=(rows, columns)).round(6)).add_prefix("quantity_")
    frame.insert(0, "verdict", np.where(numbers.random(rows) < 0.5, "PLANET", "NOT"))  # noqa: PLR2004
    text = io.StringIO()
    frame.to_csv(text, index=False)
    edge = "benchmark-form-edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="table.csv"\r\n\r\n'
    return f"{head}{text.getvalue()}\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def everything(running: Running, sizes: dict[str, int]) -> Iterator[Figure]:
    """Measure each of the crowds."""
    yield from crowd(running, sizes["trainings"], sizes["browsers"])
    yield from turns(running, sizes["behind"])
    yield from many_sessions(running, sizes["sessions"])
    yield from uploads(running, sizes["uploads"])


def sizes_of(asked: Any) -> dict[str, int]:
    """Return how many of each are asked for on the command line."""
    return {name: getattr(asked, name) for name in ("trainings", "browsers", "behind", "sessions", "uploads")}
