"""The platform's own models: trained and promoted once, when nobody else needs the workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.adapters.queue import JobQueue
from backend.registry_records import ReferenceRecord
from backend.services.reference_models import PLATFORM, REFERENCES, Reference
from backend.services.reference_progress import ReferenceProgress
from backend.services.registry import RegistryService
from backend.services.sessions import SessionService
from backend.services.training import TrainingService
from backend.unit_of_work import Transactions

TEND_TASK = "references.tend"
_BUSY = ("runs", "predictions", "studies")
_WORKING = ("queued", "training")
_UNSTARTED = ("created", "configured")


class ReferenceService:
    """Begins, follows and promotes the reference models.

    Parameters
    ----------
    transactions : Transactions
    queue : JobQueue
    sessions, training, registry
        The services that a person would use for the same.
    is_wanted : bool
        Setting ``REFERENCE_MODELS``.
    """

    def __init__(
        self,
        transactions: Transactions,
        queue: JobQueue,
        sessions: SessionService,
        training: TrainingService,
        registry: RegistryService,
        is_wanted: bool,
    ) -> None:
        self._transactions = transactions
        self._queue = queue
        self._sessions = sessions
        self._training = training
        self._registry = registry
        self._is_wanted = is_wanted
        self._settled = False
        self._progress = ReferenceProgress(transactions, training)

    def call(self) -> bool:
        """Ask a worker's pool to tend to the models, where something is left to do and no message waits."""
        if not self._is_wanted or self._settled or self._queue.depth() > 0:
            return False
        states = [entry["state"] for entry in self.pending()]
        self._settled = all(state == "failed" for state in states)
        if not self._settled:
            self._queue.send(TEND_TASK, PLATFORM)
        return not self._settled

    def tend(self) -> str | None:
        """Take one step and return it: promote what is trained, or begin the next where the platform is idle."""
        for reference in REFERENCES:
            step = self._step(reference)
            if step is not None:
                return None if step == "wait" else f"{step} {reference.name}"
        return None

    def _step(self, reference: Reference) -> str | None:
        if self._progress.is_registered(reference.name):
            return None
        state = self._progress.state(reference.name)
        if state is None or state in _UNSTARTED:
            return self._begin(reference) if self._is_idle() else "wait"
        return _STEPS.get(state, lambda *_: None)(self, reference)

    def _is_idle(self) -> bool:
        with self._transactions.read() as uow:
            return not any(getattr(uow, kind).count(state) for kind in _BUSY for state in ("queued", "running"))

    def _begin(self, reference: Reference) -> str:
        session_id = self._progress.session(reference.name) or self._new_session(reference)
        self._training.start(session_id)
        return "began"

    def _new_session(self, reference: Reference) -> str:
        session_id = str(self._sessions.create()["session_id"])
        chosen = {"data_source": "nasa", "dataset": reference.dataset, "task": reference.task, "snapshot": None}
        self._sessions.configure(session_id, "data_source", chosen)
        self._sessions.annotate(session_id, {"name": f"Reference model: {reference.title}", "tags": [PLATFORM]})
        with self._transactions.write() as uow:
            uow.registry.begin_reference(ReferenceRecord(name=reference.name, session_id=session_id))
        return session_id

    def _promote(self, reference: Reference) -> str:
        origin = {"session_id": self._progress.session(reference.name)}
        self._registry.promote(reference.name, origin, f"Trained by the platform: {reference.title}", PLATFORM)
        return "promoted"

    def pending(self) -> list[dict[str, Any]]:
        """Return the reference models that do not serve yet, with what is known of their training."""
        if not self._is_wanted:
            return []
        waiting = [each for each in REFERENCES if not self._progress.is_registered(each.name)]
        return [self._progress.shown(each) for each in waiting]


_STEPS: dict[str, Callable[[ReferenceService, Reference], str | None]] = {
    "trained": ReferenceService._promote,
    **dict.fromkeys(_WORKING, lambda *_: "wait"),
}
