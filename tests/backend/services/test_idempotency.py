"""One key, one request, one answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backend.adapters.database import make_engine
from backend.adapters.schema import upgrade
from backend.config import Settings
from backend.errors import IdempotencyConflictError, WrongStateError
from backend.records import utc_now
from backend.services.idempotency import ABANDONED_AFTER, REMEMBERED_FOR, IdempotencyService, RememberedAnswer
from backend.unit_of_work import Transactions

MOMENT = timedelta(seconds=1)


class Clock:
    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(tmp_path: Path, clock: Clock) -> Iterator[IdempotencyService]:
    settings = Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path), database_url=None)
    upgrade(settings)
    engine = make_engine(settings.database)
    yield IdempotencyService(Transactions(engine), clock)
    engine.dispose()


def test_the_first_answer_is_given_again(service: IdempotencyService) -> None:
    assert service.begin("key", "request") is None
    service.finish("key", "request", 201, '{"n": 1}')
    for _ in range(2):
        assert service.begin("key", "request") == RememberedAnswer(201, '{"n": 1}')


def test_another_request_under_the_same_key_is_refused(service: IdempotencyService) -> None:
    service.begin("key", "request")
    with pytest.raises(IdempotencyConflictError, match="Use a new key"):
        service.begin("key", "another")
    service.finish("key", "request", 200, "{}")
    with pytest.raises(IdempotencyConflictError):
        service.begin("key", "another")
    assert service.begin("another key", "another") is None


def test_while_the_first_is_being_answered_a_second_waits(service: IdempotencyService) -> None:
    service.begin("key", "request")
    with pytest.raises(WrongStateError, match="still being answered"):
        service.begin("key", "request")


def test_of_many_at_once_one_is_carried_out(service: IdempotencyService) -> None:
    outcomes: list[str] = []

    def ask() -> None:
        try:
            outcomes.append("carried out" if service.begin("key", "request") is None else "answered")
        except WrongStateError:
            outcomes.append("waits")

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["carried out"] + ["waits"] * 5


def test_a_released_key_can_be_used_again(service: IdempotencyService) -> None:
    service.begin("key", "request")
    service.release("key", "request")
    assert service.begin("key", "request") is None


def test_a_key_whose_process_died_is_free_after_a_while(service: IdempotencyService, clock: Clock) -> None:
    service.begin("key", "request")
    clock.now += ABANDONED_AFTER - MOMENT
    with pytest.raises(WrongStateError):
        service.begin("key", "request")
    clock.now += 2 * MOMENT
    assert service.begin("key", "request") is None


def test_an_answer_is_forgotten_after_a_day(service: IdempotencyService, clock: Clock) -> None:
    service.begin("key", "request")
    service.finish("key", "request", 200, "{}")
    clock.now += REMEMBERED_FOR - MOMENT
    assert service.begin("key", "request") is not None
    clock.now += 2 * MOMENT
    assert service.begin("key", "another") is None


def test_a_key_may_hold_any_character(service: IdempotencyService) -> None:
    key = "\0é\ud800" * 50
    assert service.begin(key, "request") is None
    service.finish(key, "request", 200, "{}")
    assert service.begin(key, "request") == RememberedAnswer(200, "{}")
