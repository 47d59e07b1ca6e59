"""Sessions by id, on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.records import RunRecord, SessionRecord, utc_now
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownSessionError


def keep(transactions: Transactions, *ids: str) -> None:
    with transactions.write() as uow:
        for number, session_id in enumerate(ids):
            uow.sessions.add(SessionRecord(id=session_id, created_at=utc_now() + timedelta(seconds=number)))


def test_a_session_comes_back_as_it_was_kept(transactions: Transactions) -> None:
    kept = SessionRecord(id="s", name="Mine", tags=["a"], selection={"model": {"model": "mlp"}}, created_at=utc_now())
    with transactions.write() as uow:
        uow.sessions.add(kept)
    with transactions.read() as uow:
        found = uow.sessions.get("s")
    assert (found.name, found.tags, found.selection) == ("Mine", ["a"], {"model": {"model": "mlp"}})
    assert found.created_at == kept.created_at
    assert found.created_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("look", ["get", "get_for_update"])
def test_an_unknown_session_is_refused_with_its_shortened_id(transactions: Transactions, look: str) -> None:
    with pytest.raises(UnknownSessionError) as caught, transactions.write() as uow:
        getattr(uow.sessions, look)("x" * 500)
    assert "GET /select" in caught.value.message
    assert len(caught.value.details["session_id"]) <= 40


def test_a_page_holds_the_named_sessions_only_newest_first(transactions: Transactions) -> None:
    keep(transactions, "a", "b", "c", "foreign")
    with transactions.read() as uow:
        first, total = uow.sessions.page(["a", "b", "c", "gone"], page=1, per_page=2)
        second, _ = uow.sessions.page(["a", "b", "c", "gone"], page=2, per_page=2)
        none, nothing = uow.sessions.page([], page=1, per_page=2)
    assert ([record.id for record in first], [record.id for record in second], total) == (["c", "b"], ["a"], 3)
    assert (none, nothing) == ([], 0)


def test_runs_go_with_their_session(transactions: Transactions) -> None:
    keep(transactions, "a", "b")
    with transactions.write() as uow:
        uow.runs.add(RunRecord(id="of a", session_id="a"))
        uow.runs.add(RunRecord(id="of b", session_id="b"))
    with transactions.write() as uow:
        uow.sessions.delete(uow.sessions.get("a"))
    with transactions.read() as uow:
        assert uow.runs.find("of a") is None
        assert uow.runs.find("of b") is not None


def test_an_error_takes_back_everything_that_was_written(transactions: Transactions) -> None:
    with pytest.raises(RuntimeError), transactions.write() as uow:
        uow.sessions.add(SessionRecord(id="half"))
        raise RuntimeError
    with pytest.raises(UnknownSessionError), transactions.read() as uow:
        uow.sessions.get("half")
