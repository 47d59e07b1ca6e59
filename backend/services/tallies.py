"""How much is kept, by kind: counted by the janitor file by file, and between its visits from what rows say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backend.services.inventory import DATA_KINDS, MODEL_KINDS, Item
from backend.unit_of_work import Transactions

CHORE = "janitor"
ROWS = ("uploads", "runs", "predictions")
"""Kinds whose rows know what they keep; of the others the janitor's last count holds."""
KINDS = (*DATA_KINDS, *MODEL_KINDS, "database")


class StorageTally:
    """Counts what is kept.

    Parameters
    ----------
    transactions : Transactions
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def measure(self, items: Iterable[Item]) -> dict[str, dict[str, int]]:
        """Count files and bytes by kind, and write down what each row keeps."""
        kinds = {kind: {"files": 0, "bytes": 0} for kind in KINDS}
        owners: dict[str, dict[str, int]] = {kind: {} for kind in ROWS}
        for item in items:
            kinds[item.kind]["files"] += 1
            kinds[item.kind]["bytes"] += item.file.size
            if item.kind in owners:
                owners[item.kind][item.owner] = owners[item.kind].get(item.owner, 0) + item.file.size
        with self._transactions.write() as uow:
            for kind, sizes in owners.items():
                uow.tallies.set_sizes(kind, sizes)
            kinds["database"] = {"files": 1, "bytes": uow.tallies.database_bytes()}
        return kinds

    def kept(self) -> dict[str, int]:
        """Return the bytes that are kept by kind; cheap, and current for uploads, models and batches."""
        with self._transactions.read() as uow:
            chore, rows = uow.chores.find(CHORE), uow.tallies.kept()
        counted: dict[str, Any] = (chore.outcome if chore else {}).get("storage", {})
        return {kind: rows.get(kind, int(counted.get(kind, {}).get("bytes", 0))) for kind in KINDS}
