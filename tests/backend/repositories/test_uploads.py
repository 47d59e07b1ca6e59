"""Uploads and remembered answers, on a real database."""

from __future__ import annotations

import pytest

from backend.errors import UnknownUploadError
from backend.records import IdempotencyRecord, SessionRecord, UploadRecord
from backend.unit_of_work import Transactions


def keep(transactions: Transactions, upload_id: str = "u") -> None:
    record = UploadRecord(id=upload_id, filename="a.csv", path=f"uploads/{upload_id}", sha256="0" * 64, rows=3)
    with transactions.write() as uow:
        uow.uploads.add(record)


def test_an_upload_comes_back_as_it_was_kept(transactions: Transactions) -> None:
    keep(transactions)
    with transactions.read() as uow:
        found = uow.uploads.get("u")
    assert (found.filename, found.path, found.rows, found.columns) == ("a.csv", "uploads/u", 3, [])


def test_an_unknown_upload_is_refused_with_the_remedy(transactions: Transactions) -> None:
    with pytest.raises(UnknownUploadError, match="POST /api/upload"), transactions.read() as uow:
        uow.uploads.get("nope")


def test_an_upload_stays_as_long_as_a_session_uses_it(transactions: Transactions) -> None:
    keep(transactions)
    with transactions.write() as uow:
        uow.sessions.add(SessionRecord(id="s", upload_id="u"))
        assert uow.uploads.delete_unused("u") is None
    with transactions.write() as uow:
        uow.sessions.delete(uow.sessions.get("s"))
        assert uow.uploads.delete_unused("u") == "uploads/u"
        assert uow.uploads.delete_unused("u") is None
    with pytest.raises(UnknownUploadError), transactions.read() as uow:
        uow.uploads.get("u")


def test_a_later_answer_takes_the_place_of_the_first(transactions: Transactions) -> None:
    for status in (0, 201):
        with transactions.write() as uow:
            uow.idempotency.remember(IdempotencyRecord(key="k", request_sha256="0" * 64, status=status, body="{}"))
    with transactions.read() as uow:
        found = uow.idempotency.find("k")
        assert found is not None
        assert found.status == 201
        assert uow.idempotency.find("another") is None
