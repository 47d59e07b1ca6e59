"""Files that no row points to: of lost attempts, of broken uploads, of sessions deleted while a worker wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from backend.records import ACTIVE_STATES
from backend.services.inventory import Item
from backend.unit_of_work import Transactions, UnitOfWork

PART = ".part"
"""Ends the name of a file that is being written."""
OTHERS_CARE = ("work", "metrics")
"""Folders of ``tmp`` that processes tidy by themselves, by whether their owner lives."""
Points = Callable[[str, str], bool]
"""Whether a row needs a file: takes the owner's id and the path."""


class Orphans:
    """Tells which files nothing needs any more.

    Parameters
    ----------
    transactions : Transactions
    scratch : Path
        Local folder of what is being received.
    age : timedelta
        Younger files are left alone: their row may be about to be written.
    """

    def __init__(self, transactions: Transactions, scratch: Path, age: timedelta) -> None:
        self._transactions = transactions
        self._scratch = scratch
        self._age = age

    def among(self, items: Iterable[Item], now: datetime) -> list[Item]:
        """Return the files that are old and that no row points to."""
        old = [item for item in items if item.file.modified_at < now - self._age]
        with self._transactions.read() as uow:
            needed = {kind: look(uow, _owners(old, kind)) for kind, look in _LOOKS.items()}
        return [item for item in old if item.kind in needed and not _is_needed(item, needed[item.kind])]

    def temporary(self, now: datetime) -> Iterator[Path]:
        """Yield old files of what was being received when its process ended."""
        for path in sorted(self._scratch.rglob("*")):
            if path.relative_to(self._scratch).parts[0] in OTHERS_CARE or not path.is_file():
                continue
            if path.stat().st_mtime < (now - self._age).timestamp():
                yield path


def _is_needed(item: Item, points: Points) -> bool:
    return not item.file.path.endswith(PART) and points(item.owner, item.file.path)


def _owners(items: list[Item], kind: str) -> list[str]:
    return sorted({item.owner for item in items if item.kind == kind})


def _runs(uow: UnitOfWork, ids: list[str]) -> Points:
    known = uow.retention.runs(ids)

    def points(run_id: str, path: str) -> bool:
        state, model = known.get(run_id, ("gone", None))
        return state in ACTIVE_STATES or (state == "done" and _folder(path) == _folder(model or ""))

    return points


def _studies(uow: UnitOfWork, ids: list[str]) -> Points:
    known = uow.retention.studies(ids)
    return lambda study_id, _: known.get(study_id) in ACTIVE_STATES


def _batches(uow: UnitOfWork, ids: list[str]) -> Points:
    known = uow.retention.batches(ids)
    parts = {each: uow.retention.parts_of(each) for each in ids if known.get(each) == "done"}

    def points(batch_id: str, path: str) -> bool:
        state = known.get(batch_id)
        kept = state == "done" and (path in parts[batch_id] or f"{batch_id}/views/" in path)
        return state in ACTIVE_STATES or kept

    return points


def _among(paths: set[str]) -> Points:
    return lambda _, path: path in paths


def _versions(uow: UnitOfWork, _: list[str]) -> Points:
    folders = uow.retention.versions()
    return lambda _, path: _folder(path) in folders


_LOOKS: dict[str, Callable[[UnitOfWork, list[str]], Points]] = {
    "runs": _runs,
    "studies": _studies,
    "predictions": _batches,
    "uploads": lambda uow, _: _among(uow.retention.uploads()),
    "snapshots": lambda uow, _: _among(uow.retention.snapshots()),
    "registry": _versions,
}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
