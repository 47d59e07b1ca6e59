"""The command refreshes without a running platform, tells what came out, and ends in a code that a cron job can use."""

from __future__ import annotations

import _thread
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.adapters.schema import ensure_schema
from backend.assembly import build_services
from backend.config import load_settings
from backend.records import utc_now
from backend.stack.environment import ROOT
from backend.stack.refresh import main
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.archive_server import Archive, Handler, page, running_archive, silent

TODAY = utc_now().date().isoformat()


@pytest.fixture(scope="module")
def csv() -> bytes:
    named = ["kepid", "kepoi_name", "koi_disposition", "koi_pdisposition", "koi_score"]
    frame = load_snapshot(find_snapshot("kepler"), columns=[*named, *get_catalogue("kepler").presets["physics"]])
    return frame.to_csv(index=False, lineterminator="\n").encode()


@pytest.fixture
def archive(tmp_path: Path, csv: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """A platform of which nothing runs, and an archive."""
    with running_archive(tables={"cumulative": csv}) as running:
        for name, value in {
            "UPLOAD_DIR": str(tmp_path),
            "REDIS_URL": "redis://127.0.0.1:9/0",
            "ARCHIVE_URL": running.url,
            "ARCHIVE_MIRROR": "",
            "KEPLER_URI": "",
            "LEASE_SECONDS": "2",
            "HEARTBEAT_SECONDS": "0.5",
        }.items():
            monkeypatch.setenv(name, value)
        yield running


def test_it_fetches_a_new_snapshot_and_then_finds_it_unchanged(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kepler"]) == 0
    assert f"kepler: a new snapshot cumulative-{TODAY}" in capsys.readouterr().out
    assert main(["kepler", "--table", "cumulative"]) == 0
    assert f"kepler: unchanged, as held in cumulative-{TODAY}" in capsys.readouterr().out
    assert main(["kepler", "--list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[-1].split(":")[0] for line in listed] == [f"cumulative-{TODAY}", "dr25-2017-07-19"]
    assert main(["kepler", "--diff", "dr25-2017-07-19", f"cumulative-{TODAY}"]) == 0
    assert "0 new, 0 gone, 0 changed, 8,054 same" in capsys.readouterr().out


def test_a_damaged_answer_is_told_and_ends_in_failure(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    archive.faults.append(page(b"<html><title>Log in</title>"))
    assert main(["kepler"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("kepler was not refreshed: Instead of the table cumulative, a web page")
    assert "KEPLER_URI" in error
    assert main(["kepler"]) == 0, "a failure stands in nobody's way"


def test_fewer_objects_are_taken_only_on_purpose(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    lines = archive.tables["cumulative"].splitlines(keepends=True)
    archive.tables["cumulative"] = b"".join(lines[:4_001])
    assert main(["kepler"]) == 1
    assert "refresh kepler --table cumulative --allow-fewer" in capsys.readouterr().err
    assert main(["kepler", "--allow-fewer"]) == 0
    assert main(["kepler", "--diff", "dr25-2017-07-19", f"cumulative-{TODAY}"]) == 0
    shown = capsys.readouterr().out
    assert "0 new, 4,054 gone, 0 changed, 4,000 same" in shown
    assert "and 4,034 more" in shown


def test_what_another_process_left_behind_is_taken_up(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    settings = load_settings()
    ensure_schema(settings)
    services = build_services(settings)
    left, _ = services.refreshes.record("kepler")
    claimed = services.jobs.claim("refreshes", left.id)
    assert claimed is not None, "and its lease is never renewed"
    assert main(["kepler"]) == 0
    shown = capsys.readouterr().out
    assert f"kepler is being refreshed already, as {left.id}" in shown
    assert services.refreshes.status(left.id)["attempt"] == 2
    services.transactions.engine.dispose()
    services.celery.close()
    services.redis.close()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let this process hear interrupts, also where it was started by a shell that ignores them in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_cancels_it_and_leaves_the_way_free(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(handler: Handler, body: bytes) -> None:
        _thread.interrupt_main()
        silent(handler, body)

    # Silent until the cancellation is noticed, however often the download is tried again meanwhile.
    archive.faults.extend([interrupt, *[silent] * 20])
    assert main(["kepler"]) == 1
    assert "it was cancelled" in capsys.readouterr().err
    archive.faults.clear()
    assert main(["kepler"]) == 0
    assert "already" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["keppler"], "invalid choice: 'keppler'"),
        (["kepler", "--table", "ps"], "one of: cumulative, q1_q17_dr25_koi"),
        (["kepler", "--diff", "dr24", "dr25-2017-07-19"], "no snapshot 'dr24'"),
        ([], "dataset"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    archive: Archive, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = int(str(ended.code))
    assert code != 0
    assert says in capsys.readouterr().err
    assert archive.asked == []


def test_it_is_a_command(archive: Archive) -> None:
    command = [sys.executable, "-m", "backend.stack.refresh", "kepler", "--list"]
    ended = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True)
    assert "dr25-2017-07-19: 8,054 objects" in ended.stdout
