"""Uploads and remembered answers, on a real database."""

from __future__ import annotations

import pytest

from backend.records import IdempotencyRecord, SessionRecord, SnapshotRecord, UploadRecord
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownUploadError


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
        assert uow.retention.delete_upload("u") is None
    with transactions.write() as uow:
        uow.sessions.delete(uow.sessions.get("s"))
        assert uow.retention.delete_upload("u") == "uploads/u"
        assert uow.retention.delete_upload("u") is None
    with pytest.raises(UnknownUploadError), transactions.read() as uow:
        uow.uploads.get("u")


def test_a_private_version_stays_as_long_as_anything_names_it(transactions: Transactions) -> None:
    chosen = {"data_source": {"dataset": "kepler", "snapshot": "extension-1"}}
    with transactions.write() as uow:
        for name, is_private in (("extension-1", True), ("shared-1", False)):
            facts = {"provenance": {"sha256": "ab" * 32}, "private": is_private}
            uow.snapshots.add_once(SnapshotRecord(id=name, catalogue="kepler", path=f"snapshots/{name}", **facts))
        uow.sessions.add(SessionRecord(id="s", selection=chosen))
        assert uow.retention.data_of("s", "snapshot") == {"extension-1"}
        assert uow.retention.delete_private_snapshot("extension-1") is None
    with transactions.write() as uow:
        uow.sessions.delete(uow.sessions.get("s"))
        assert uow.retention.delete_private_snapshot("extension-1") == ("snapshots/extension-1", "ab" * 32)
        assert uow.retention.delete_private_snapshot("shared-1") is None, "everybody may see it"
        assert uow.retention.snapshots() == {"snapshots/shared-1"}


def test_a_later_answer_takes_the_place_of_the_first(transactions: Transactions) -> None:
    for status in (0, 201):
        with transactions.write() as uow:
            uow.idempotency.remember(IdempotencyRecord(key="k", request_sha256="0" * 64, status=status, body="{}"))
    with transactions.read() as uow:
        found = uow.idempotency.find("k")
        assert found is not None
        assert found.status == 201
        assert uow.idempotency.find("another") is None
