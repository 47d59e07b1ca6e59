"""A download ends with the very bytes that the server holds, or with a fact; whatever the server does meanwhile."""

from __future__ import annotations

import gzip
import random
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ML.catalogs.archive_download import Patience, Received, download
from ML.catalogs.archive_errors import ArchiveRefusedError, ArchiveUnreachableError, DamagedDeliveryError
from ML.exceptions import TableTooLargeError
from ML.progress import Progress
from tests.archive_server import (
    VOTABLE_ERROR,
    Archive,
    cut,
    cut_again,
    page,
    redirect,
    running_archive,
    silent,
    status,
    unframed,
)  # fmt: skip

BODY = b"name,value\n" + b"".join(b"object %d,%d\n" % (row, row * row) for row in range(20_000))
HURRIED = Patience(connect_s=2, read_s=0.2, attempts=4, first_pause_s=8, longest_pause_s=20)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with running_archive(tables={"objects": BODY}) as running:
        yield running


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetch(archive: Archive, tmp_path: Path, clock: Clock) -> Callable[..., Received]:
    def fetch(**changes: Any) -> Received:
        url = changes.pop("url", f"{archive.url}?query=select+*+from+objects&format=csv&secret=hunter2")
        facts = {"what": "the table objects", "limit_bytes": 10 * len(BODY), "patience": HURRIED,
                 "remedy": "Set ARCHIVE_MIRROR", "sleep": clock.sleep, "clock": clock}  # fmt: skip
        return download(url, tmp_path / "objects.csv", **{**facts, **changes})

    return fetch


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- a server that is well ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{}, {"chunks": True}, {"tags": False}, {"ranges": False}])
def test_the_bytes_come_as_they_are(archive: Archive, fetch: Callable[..., Received], tmp_path: Path, how: Any) -> None:
    for name, value in how.items():
        setattr(archive, name, value)
    received = fetch()
    assert received.path.read_bytes() == BODY
    assert (received.bytes, received.attempts, received.whole) == (len(BODY), 1, True)
    assert left_behind(tmp_path) == ["objects.csv"]


def test_a_packed_answer_is_kept_packed_and_counted_as_it_came(
    archive: Archive, fetch: Callable[..., Received]
) -> None:
    archive.gzips = True
    received = fetch(limit_bytes=len(BODY) // 2)
    assert received.bytes < len(BODY) // 2
    assert gzip.decompress(received.path.read_bytes()) == BODY


def test_progress_counts_bytes_up_to_the_total_that_the_server_tells(fetch: Callable[..., Received]) -> None:
    reports: list[Progress] = []
    fetch(on_progress=reports.append)
    done = [report.completed for report in reports]
    assert done == sorted(done)
    assert (reports[-1].completed, reports[-1].total) == (len(BODY), len(BODY))
    assert {(report.phase, report.unit) for report in reports} == {("downloading", "bytes")}


def test_without_a_told_length_the_total_is_unknown(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.chunks = True
    reports: list[Progress] = []
    fetch(on_progress=reports.append)
    assert (reports[-1].completed, reports[-1].total) == (len(BODY), 0)


def test_the_environments_proxy_is_used_and_its_exceptions_are_kept(
    archive: Archive, fetch: Callable[..., Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", archive.url.removesuffix("/TAP/sync"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    beyond = "http://archive.example/TAP/sync?query=select+*+from+objects&format=csv"
    assert fetch(url=beyond).path.read_bytes() == BODY
    assert archive.asked[0][":path"] == beyond
    fetch()
    assert archive.asked[1][":path"].startswith("/TAP/sync")


# --- cuts -----------------------------------------------------------------------------------------------------


def test_a_cut_answer_goes_on_where_it_stopped(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(cut(after=100_000))
    received = fetch()
    assert received.path.read_bytes() == BODY
    assert received.attempts == 2
    assert archive.asked[1]["range"] == "bytes=100000-"
    assert archive.asked[1]["if-range"].startswith('"')


def test_many_cuts_are_outlived_while_each_brings_bytes(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.extend([cut(after=20_000), *[cut_again(after=20_000) for _ in range(8)]])
    received = fetch()
    assert received.path.read_bytes() == BODY
    assert received.attempts == 10 > HURRIED.attempts


@pytest.mark.parametrize("how", [{"ranges": False}, {"tags": False}])
def test_a_server_that_cannot_go_on_is_read_anew(archive: Archive, fetch: Callable[..., Received], how: Any) -> None:
    for name, value in how.items():
        setattr(archive, name, value)
    archive.faults.append(cut(after=100_000))
    assert fetch().path.read_bytes() == BODY


def test_a_cut_at_the_same_place_for_ever_ends_with_a_fact(
    archive: Archive, fetch: Callable[..., Received], tmp_path: Path
) -> None:
    archive.ranges = False
    archive.faults.extend([cut(after=100_000)] * 20)
    with pytest.raises(ArchiveUnreachableError, match=r"cut, after \d attempts.*ARCHIVE_MIRROR"):
        fetch()
    assert not (tmp_path / "objects.csv").exists()


def test_a_cut_within_chunks_is_noticed(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.chunks = True
    archive.faults.append(cut(after=100_000))
    received = fetch()
    assert received.path.read_bytes() == BODY
    assert received.attempts == 2


def test_content_that_changed_meanwhile_is_never_joined(archive: Archive, fetch: Callable[..., Received]) -> None:
    def cut_and_change(handler: Any, body: bytes) -> None:
        cut(after=100_000)(handler, body)
        archive.tables["objects"] = BODY.upper()

    archive.faults.append(cut_and_change)
    assert fetch().path.read_bytes() == BODY.upper()


def test_another_range_than_asked_is_not_taken(archive: Archive, fetch: Callable[..., Received]) -> None:
    wrong = status(206, BODY[5:], Content_Range=f"bytes 5-{len(BODY) - 1}/{len(BODY)}")
    archive.faults.extend([cut(after=100_000), wrong])
    assert fetch().path.read_bytes() == BODY


def test_a_range_that_the_server_refuses_is_given_up(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.extend([cut(after=100_000), status(416)])
    assert fetch().path.read_bytes() == BODY


def test_a_weak_tag_proves_nothing(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(cut(after=100_000, ETag='W/"x"'))
    fetch()
    assert "range" not in archive.asked[1]


def test_bytes_of_another_writer_are_noticed(archive: Archive, fetch: Callable[..., Received], tmp_path: Path) -> None:
    meddled = []

    def meddle(progress: Progress) -> None:
        if not meddled and progress.completed > 100_000:
            meddled.append(progress)
            with (tmp_path / "objects.csv.part").open("ab") as file:
                file.write(b"from a worker that was taken for dead")

    assert fetch(on_progress=meddle).path.read_bytes() == BODY
    assert len(archive.asked) == 2


class StoppedError(Exception):
    """The person cancelled, or the worker is sent away."""


def stop_after(count: int) -> Callable[[Progress], None]:
    def stop(progress: Progress) -> None:
        if progress.completed >= count:
            raise StoppedError

    return stop


def test_a_callback_that_raises_stops_it_and_a_later_call_goes_on(
    archive: Archive, fetch: Callable[..., Received], tmp_path: Path
) -> None:
    with pytest.raises(StoppedError):
        fetch(on_progress=stop_after(70_000))
    kept = (tmp_path / "objects.csv.part").stat().st_size
    assert 0 < kept < len(BODY)
    assert not (tmp_path / "objects.csv").exists()
    assert fetch().path.read_bytes() == BODY
    assert archive.asked[-1]["range"] == f"bytes={kept}-"
    assert left_behind(tmp_path) == ["objects.csv"]


@pytest.mark.parametrize("note", ["", "{", "[]", '{"validator": 3}', "no file"])
def test_a_part_whose_note_is_broken_is_fetched_anew(
    archive: Archive, fetch: Callable[..., Received], tmp_path: Path, note: str
) -> None:
    (tmp_path / "objects.csv.part").write_bytes(b"half of something")
    if note != "no file":
        (tmp_path / "objects.csv.part.json").write_text(note)
    assert fetch().path.read_bytes() == BODY
    assert "range" not in archive.asked[0]


def test_a_part_of_another_address_is_fetched_anew(archive: Archive, fetch: Callable[..., Received]) -> None:
    with pytest.raises(StoppedError):
        fetch(on_progress=stop_after(70_000))
    archive.tables["others"] = BODY.upper()
    received = fetch(url=f"{archive.url}?query=select+*+from+others&format=csv")
    assert received.path.read_bytes() == BODY.upper()


# --- failures -------------------------------------------------------------------------------------------------


def test_500_then_success(archive: Archive, fetch: Callable[..., Received], clock: Clock) -> None:
    archive.faults.extend([status(500), status(503)])
    received = fetch()
    assert (received.path.read_bytes(), received.attempts) == (BODY, 3)
    assert 4 + 8 <= clock.now <= 8 + 16, "the pause doubles, less jitter"


def test_500_for_ever_names_server_status_and_remedy(
    archive: Archive, fetch: Callable[..., Received], tmp_path: Path
) -> None:
    archive.faults.extend([status(500, b"<html><title>Oracle is away</title></html>")] * 9)
    with pytest.raises(ArchiveUnreachableError) as caught:
        fetch()
    message = caught.value.message
    for part in ("127.0.0.1", "500", "Oracle is away", "after 4 attempts", "ARCHIVE_MIRROR"):
        assert part in message
    assert "hunter2" not in message + repr(caught.value.details)
    assert len(archive.asked) == 4
    assert not (tmp_path / "objects.csv").exists()


@pytest.mark.parametrize(("asked", "waited"), [("7", 7), ("100000", 300), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)])
def test_429_is_obeyed_within_reason(
    archive: Archive, fetch: Callable[..., Received], clock: Clock, asked: str, waited: float
) -> None:
    archive.faults.append(status(429, Retry_After=asked))
    assert fetch().attempts == 2
    assert clock.now == waited


def test_an_unreadable_retry_after_is_no_reason_to_fail(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(status(429, Retry_After="soon"))
    assert fetch().attempts == 2


def test_waiting_can_be_stopped(archive: Archive, fetch: Callable[..., Received], clock: Clock) -> None:
    def stop_while_waiting(progress: Progress) -> None:
        if "asking again" in progress.message and clock.now > 2:
            raise StoppedError

    archive.faults.append(status(429, Retry_After="200"))
    with pytest.raises(StoppedError):
        fetch(on_progress=stop_while_waiting)
    assert clock.now < 5


def test_a_silent_server_is_left_after_the_read_timeout(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(silent)
    assert fetch().attempts == 2


def fall_silent(handler: Any, body: bytes) -> None:
    cut(after=100_000)(handler, body)
    handler.wfile.flush()
    silent(handler, body)


def test_a_server_that_falls_silent_in_the_middle_is_asked_for_the_rest(
    archive: Archive, fetch: Callable[..., Received]
) -> None:
    archive.faults.append(fall_silent)
    assert fetch().path.read_bytes() == BODY
    assert archive.asked[1]["range"] == "bytes=100000-"


def test_waiting_for_the_first_byte_can_be_stopped(archive: Archive, fetch: Callable[..., Received]) -> None:
    calls = []

    def stop_at_the_third(progress: Progress) -> None:
        calls.append(progress)
        if len(calls) == 3:
            raise StoppedError

    archive.faults.append(silent)
    with pytest.raises(StoppedError):
        fetch(on_progress=stop_at_the_third, patience=Patience(read_s=25))
    assert not archive.over.is_set()


def test_waiting_for_the_next_byte_can_be_stopped(archive: Archive, fetch: Callable[..., Received]) -> None:
    waited = []

    def stop_in_the_silence(progress: Progress) -> None:
        waited.append(progress.completed)
        if waited[-3:] == [100_000] * 3:
            raise StoppedError

    archive.faults.append(fall_silent)
    with pytest.raises(StoppedError):
        fetch(on_progress=stop_in_the_silence, patience=Patience(read_s=25))
    assert not archive.over.is_set()
    assert fetch().path.read_bytes() == BODY
    assert archive.asked[-1]["range"] == "bytes=100000-"


def test_nobody_there(fetch: Callable[..., Received]) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}/TAP/sync"
        with pytest.raises(ArchiveUnreachableError, match="connection was refused, after 4 attempts"):
            fetch(url=url)


def test_a_name_that_nobody_knows(fetch: Callable[..., Received]) -> None:
    with pytest.raises(ArchiveUnreachableError, match=r"archive\.invalid"):
        fetch(url="http://archive.invalid/TAP/sync")


def test_a_server_without_a_trusted_certificate_is_not_asked_twice(
    archive: Archive, fetch: Callable[..., Received], clock: Clock
) -> None:
    with pytest.raises(ArchiveUnreachableError, match="certificate"):
        fetch(url=archive.url.replace("http://", "https://"))
    assert clock.slept == []


def test_the_deadline_holds_for_all_attempts_together(
    archive: Archive, fetch: Callable[..., Received], clock: Clock
) -> None:
    archive.faults.extend([status(503, Retry_After="40")] * 9)
    with pytest.raises(ArchiveUnreachableError, match="longer than 60 s"):
        fetch(patience=Patience(deadline_s=60))
    assert 60 < clock.now < 63


def test_a_trickle_ends_at_the_deadline(archive: Archive, fetch: Callable[..., Received], clock: Clock) -> None:
    def pass_time(progress: Progress) -> None:
        clock.now += 10

    with pytest.raises(ArchiveUnreachableError, match="longer than 45 s"):
        fetch(patience=Patience(deadline_s=45), on_progress=pass_time)


# --- refusals -------------------------------------------------------------------------------------------------


def test_a_refused_query_tells_what_the_service_says_and_is_not_repeated(
    archive: Archive, fetch: Callable[..., Received]
) -> None:
    archive.faults.append(status(400, VOTABLE_ERROR))
    with pytest.raises(ArchiveRefusedError, match=r'answered 400 \(ORA-00942: table or view "keppler" does not exist'):
        fetch()
    assert len(archive.asked) == 1


@pytest.mark.parametrize("code", [401, 403, 404, 410, 204, 300])
def test_final_answers_are_not_repeated(archive: Archive, fetch: Callable[..., Received], code: int) -> None:
    archive.faults.append(status(code, b""))
    with pytest.raises(ArchiveRefusedError, match=f"answered {code}"):
        fetch()
    assert len(archive.asked) == 1


def test_too_large_is_told_before_or_while_it_comes(
    archive: Archive, fetch: Callable[..., Received], tmp_path: Path
) -> None:
    for archive.chunks in (False, True):
        with pytest.raises(TableTooLargeError, match="more than 100,000 bytes"):
            fetch(limit_bytes=100_000)
        assert left_behind(tmp_path) == []


def test_an_unknown_coding_is_refused(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(lambda handler, body: handler.answer(200, body, {"Content-Encoding": "br"}))
    with pytest.raises(DamagedDeliveryError, match="'br'"):
        fetch()


def test_a_redirect_on_the_same_host_is_followed(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(redirect("/TAP/elsewhere?query=select+*+from+objects&format=csv"))
    assert fetch().path.read_bytes() == BODY
    assert archive.asked[1][":path"].startswith("/TAP/elsewhere")


def test_a_redirect_loop_ends(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.extend([redirect("/TAP/sync?query=select+*+from+objects&format=csv")] * 20)
    with pytest.raises(ArchiveRefusedError, match="redirects more than 5 times"):
        fetch()
    assert len(archive.asked) == 6


@pytest.mark.parametrize(
    "place",
    ["http://169.254.169.254/latest/meta-data?token=x", "file:///etc/passwd", "ftp://127.0.0.1/x", "//other.example/"],
)
def test_a_redirect_to_another_place_is_refused(archive: Archive, fetch: Callable[..., Received], place: str) -> None:
    archive.faults.append(redirect(place))
    with pytest.raises(ArchiveRefusedError, match=r"an address on 127\.0\.0\.1") as caught:
        fetch()
    assert "token" not in caught.value.message


def test_a_page_is_kept_as_it_came_for_the_check_that_follows(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(page(b"<html>"))
    assert fetch().path.read_bytes() == b"<html>"


def test_an_end_that_nobody_framed_is_said_so(archive: Archive, fetch: Callable[..., Received]) -> None:
    archive.faults.append(unframed(after=100_000))
    received = fetch()
    assert (received.bytes, received.whole) == (100_000, False)


# --- pauses ---------------------------------------------------------------------------------------------------


def test_pauses_double_up_to_the_longest_and_differ() -> None:
    random.seed(1)
    patience = Patience(first_pause_s=1, longest_pause_s=30)
    for failures in range(1, 12):
        full = min(2.0 ** (failures - 1), 30)
        pauses = [patience.pause_s(failures) for _ in range(50)]
        assert all(full / 2 <= pause <= full for pause in pauses)
        assert len(set(pauses)) > 40
