"""The leak guard on people's own tables: what it measured for a target, kept beside the table."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.records import UploadRecord
from backend.services.labels import class_name, host_column, named_rows
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import Column, Role

NO_TARGET = ""
"""Under which the findings are kept that need no target."""
KEPT_TARGETS = 20


class LeakGuard:
    """Measures uploaded tables.

    Parameters
    ----------
    transactions : Transactions
    files : FileStore
    """

    def __init__(self, transactions: Transactions, files: FileStore) -> None:
        self._transactions = transactions
        self._files = files
        self._lock = threading.Lock()

    def of(self, record: UploadRecord, target: str | None = None, host: str | None = None) -> list[dict[str, Any]]:
        """Return what is found in an upload, with a target also what is measured against it."""
        key = key_of(target, host)
        with self._lock:
            with self._transactions.read() as uow:
                kept = uow.uploads.get(record.id).findings
            return kept[key] if key in kept else self._measure(record, target, host)

    def _measure(self, record: UploadRecord, target: str | None, host: str | None) -> list[dict[str, Any]]:
        from backend.services.sources import column_from_json

        with self._files.local_copy(record.path) as path:
            frame = pd.read_parquet(path)
        found = measure(frame, [column_from_json(entry) for entry in record.columns], target, host)
        with self._transactions.write() as uow:
            kept = uow.uploads.get(record.id)
            newest = dict(list(kept.findings.items())[1 - KEPT_TARGETS :])
            kept.findings = {**newest, key_of(target, host): found}
        return found


def key_of(target: str | None, host: str | None) -> str:
    """Return the key under which findings are kept."""
    return NO_TARGET if target is None else f"{target}\n{host or ''}"


def measure(
    frame: pd.DataFrame, columns: Sequence[Column], target: str | None, host: str | None
) -> list[dict[str, Any]]:
    """Measure a table, as JSON: without a target what can be seen of its columns, with one what they give away."""
    from ML.leaks import find_with_target, find_without_target

    if target is None:
        return [asdict(finding) for finding in find_without_target(frame, columns)]
    classes = frame[target].map(class_name, na_action="ignore")
    others = [column for column in columns if column.name != target]
    groups = named_rows(frame, host_column(frame, host))
    return [asdict(finding) for finding in find_with_target(frame, others, classes, groups)]


def locked(columns: Sequence[Column], findings: Sequence[dict[str, Any]]) -> tuple[Column, ...]:
    """Return the columns with those in the role of leaks that were measured to give the answer away."""
    reasons = {finding["column"]: finding["text"] for finding in findings if finding["locks"]}
    return tuple(
        replace(column, role=Role.LEAK, reason=reasons[column.name])
        if column.role is Role.FEATURE and column.name in reasons
        else column
        for column in columns
    )
