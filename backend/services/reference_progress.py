"""How far the platform's own models are: waiting, training, failed, or registered."""

from __future__ import annotations

from typing import Any

from backend.services.reference_models import PLATFORM, Reference
from backend.services.training import TrainingService
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownSessionError

_SAID = {"queued": "training", "trained": "training", "created": "waiting", "configured": "waiting"} | {
    "cancelled": "failed"
}
_SHOWN = ("phase", "completed", "total", "unit", "percent", "elapsed_s", "eta_s", "message")


class ReferenceProgress:
    """Follows the sessions that train reference models.

    Parameters
    ----------
    transactions : Transactions
    training : TrainingService
    """

    def __init__(self, transactions: Transactions, training: TrainingService) -> None:
        self._transactions = transactions
        self._training = training

    def is_registered(self, name: str) -> bool:
        """Tell whether a model has a version."""
        with self._transactions.read() as uow:
            return bool(uow.registry.versions(name))

    def session(self, name: str) -> str | None:
        """Return the session that trains a model, or None before it begins."""
        with self._transactions.read() as uow:
            record = uow.registry.reference(name)
        return None if record is None else record.session_id

    def state(self, name: str) -> str | None:
        """Return the state of that session, or None before it begins."""
        status = self._status(name)
        return None if status is None else str(status["state"])

    def _status(self, name: str) -> dict[str, Any] | None:
        session_id = self.session(name)
        if session_id is None:
            return None
        try:
            return self._training.status(session_id)
        except UnknownSessionError:
            return {"state": "failed", "message": "Its session was deleted."}

    def shown(self, reference: Reference) -> dict[str, Any]:
        """Return a model that does not serve yet as the registry lists it."""
        status = self._status(reference.name) or {"state": "waiting"}
        progress = {name: status[name] for name in _SHOWN if status.get(name) is not None}
        return {
            "name": reference.name,
            "state": _SAID.get(status["state"], status["state"]),
            "version": None,
            "origin": PLATFORM,
            "versions": [],
            "promoted": None,
            "history": [],
            "progress": progress or None,
        }
