"""What a batch leaves on disk: its answers and nothing else, and nothing at all where it failed or was cancelled."""

from __future__ import annotations

from backend.adapters.files import FileStore
from backend.records import ACTIVE_STATES
from backend.services.batch_input import folder_of
from backend.unit_of_work import Transactions


class BatchFiles:
    """Removes what no record points to.

    Parameters
    ----------
    transactions : Transactions
    files : FileStore
    """

    def __init__(self, transactions: Transactions, files: FileStore) -> None:
        self._transactions = transactions
        self._files = files

    def sweep(self, prediction_id: str) -> None:
        """Remove what an ended batch does not need any more."""
        with self._transactions.read() as uow:
            record = uow.predictions.whole(prediction_id)
        if record is not None and record.state in ACTIVE_STATES:
            return
        folder = folder_of(prediction_id)
        if record is None or record.state != "done":
            self._files.delete(folder)
            return
        kept = {part["path"] for part in record.parts or []} | {record.output_path}
        for path in self._files.names(folder):
            if path not in kept and not path.startswith(f"{folder}/views/"):
                self._files.delete(path)
