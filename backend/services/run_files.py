"""What trainings and studies leave in the store: what their records point to, and nothing of lost attempts."""

from __future__ import annotations

from typing import Any

from backend.adapters.files import FileStore
from backend.records import ACTIVE_STATES
from backend.unit_of_work import Transactions


class RunFiles:
    """Removes what no record points to.

    Parameters
    ----------
    transactions : Transactions
    models : FileStore
    """

    def __init__(self, transactions: Transactions, models: FileStore) -> None:
        self._transactions = transactions
        self._models = models

    def sweep(self, kind: str, job_id: str) -> None:
        """Remove what an ended job does not need any more: finished folds, and files of attempts that were lost."""
        with self._transactions.read() as uow:
            record = getattr(uow, kind).find(job_id)
        if record is not None and record.state in ACTIVE_STATES:
            return
        kept = _pointed_to(record)
        if not kept:
            self._models.delete(f"{kind}/{job_id}")
            return
        folders = {path.rpartition("/")[0] for path in kept}
        for path in self._models.names(f"{kind}/{job_id}"):
            if path.rpartition("/")[0] not in folders:
                self._models.delete(path)


def _pointed_to(record: Any) -> list[str]:
    if record is None or record.state != "done":
        return []
    return [path for name in ("model_path", "out_of_fold_path") if (path := getattr(record, name, None))]
