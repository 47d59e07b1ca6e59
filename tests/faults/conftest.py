"""One platform with two workers for the whole session; tests break it and leave it whole."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from backend.seams import CLOCK
from tests.backend.conftest import postgres_url, redis_url  # noqa: F401 - the real servers that all tests share
from tests.faults.journeys import JOURNEYS
from tests.faults.platform import Platform, Worker
from tests.object_store import credentials, running_store


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Platform]:  # noqa: F811
    """The platform on SQLite and a folder."""
    made = Platform(tmp_path_factory.mktemp("faults"), redis_url)
    yield made
    made.close()


class Crew:
    """Two workers; one that was killed is replaced when the next test asks for them."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._workers: list[Worker] = []

    def there(self, number: int = 2) -> list[Worker]:
        alive = [worker for worker in self._workers if worker.process.poll() is None]
        self._workers = alive + [self._platform.worker() for _ in range(number - len(alive))]
        return [worker.ready() for worker in self._workers[:number]]

    def clear(self) -> None:
        """Kill every worker of the platform, whoever started it, and take its clock back."""
        for worker in self._platform.workers:
            worker.kill()
        (self._platform.seams / CLOCK).unlink(missing_ok=True)

    def dismiss(self) -> None:
        """Leave the platform without workers."""
        for worker in self._workers:
            worker.kill()
        self._workers = []


@pytest.fixture(scope="session")
def crew(platform: Platform) -> Crew:
    return Crew(platform)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Leave nothing of a test that failed to the next one: no worker of its own, none that it froze."""
    report = yield
    crew = getattr(item, "funcargs", {}).get("crew")
    if report.failed and crew is not None:
        crew.clear()
    return report


@pytest.fixture(scope="session")
def undisturbed(platform: Platform) -> Callable[[str], dict[str, Any]]:
    """Answers of journeys that nothing happens to, each fitted once."""
    known: dict[str, dict[str, Any]] = {}

    def answer(name: str) -> dict[str, Any]:
        if name not in known:
            journey = JOURNEYS[name](platform)
            with pytest.MonkeyPatch.context() as patch:
                # No worker hears of it: it is done in this process.
                patch.setattr("backend.adapters.queue.JobQueue.send", lambda *_: None)
                journey.start()
                journey.execute_here()
            known[name] = journey.answer()
        return known[name]

    return answer


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """The address of a folder in a real S3-compatible store; credentials lie in the environment of all processes."""
    import s3fs

    with running_store() as endpoint, pytest.MonkeyPatch.context() as environment:
        for name, value in credentials(endpoint).items():
            environment.setenv(name, value)
        s3fs.S3FileSystem(use_listings_cache=False).mkdir("faults")
        yield "s3://faults/models"
