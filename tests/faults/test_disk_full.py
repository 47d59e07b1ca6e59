"""No room is left on the platform's disk, a real one of some megabytes: what fails says why and leaves nothing half."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults import aftermath
from tests.faults.journeys import TABLE, Training
from tests.faults.platform import Platform
from tests.faults.servers import SmallDisk

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

MEGABYTES = 24


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    made = SmallDisk(tmp_path_factory.mktemp("disk") / "small", MEGABYTES)
    yield made
    made.unmount()


@pytest.fixture(scope="module")
def cramped(tmp_path_factory: pytest.TempPathFactory, redis_url: str, disk: SmallDisk) -> Iterator[Platform]:
    """The platform with its files and its database on that disk, and its logs elsewhere."""
    made = Platform(tmp_path_factory.mktemp("cramped"), f"{redis_url[:-1]}2", upload_dir=str(disk.folder / "data"))
    yield made
    made.close()


def test_a_full_disk_fails_what_needs_room_with_the_remedy_and_the_next_run_works(
    cramped: Platform, disk: SmallDisk, undisturbed: Callable[[str], dict[str, Any]]
) -> None:
    expected = undisturbed("training")
    worker, web = cramped.worker(), cramped.web().ready()
    cramped.workers_are_there({worker.name})
    processes = (worker.pool(), web.answering())
    with cramped.held("runs.ending") as written:
        with cramped.held("final_fit.5") as somebody:
            run = Training(cramped).start()
            held = aftermath.stored(cramped, "uploads")
            somebody()
            disk.fill(*processes)
        written()
        upload = web.send("POST", "/api/upload", files={"file": ("tiny.csv", TABLE * 40)})
        change = web.send("GET", "/select")
    assert (upload.status_code, upload.json()["code"], upload.json()["details"]["part"]) == (
        503,
        "storage_full",
        "storage",
    )
    assert (change.status_code, change.json()["details"]["part"]) == (503, "The database"), change.text
    assert int(upload.headers["Retry-After"]) >= 1
    assert run.record().state == "running", "its end cannot be written, so it waits"
    disk.free(*processes)
    failed = run.ended()
    assert (failed.state, failed.error["code"], failed.attempt) == ("failed", "storage_full", 1)
    assert "add space" in failed.error["message"]
    assert aftermath.stored(cramped, "uploads") == held
    aftermath.holds(cramped, run, None)
    aftermath.holds(cramped, Training(cramped).start(), expected, attempts={1})
