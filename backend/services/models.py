"""Fitted models in memory: loaded when first asked for, the least recently used dropped."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from backend.adapters.files import FileStore
from backend.errors import PlaygroundError, WrongStateError
from backend.records import WORKING_STATES, RunRecord
from backend.unit_of_work import Transactions

if TYPE_CHECKING:
    from ML.training import TrainedModel

logger = logging.getLogger(__name__)

MOST_MODELS = 4


class ModelCache:
    """Models by run id.

    Parameters
    ----------
    transactions : Transactions
    models : FileStore
        Where the artefacts lie; each is checked against the sha256 in its run's record before it is read.
    """

    def __init__(self, transactions: Transactions, models: FileStore) -> None:
        self._transactions = transactions
        self._models = models
        self._held: OrderedDict[str, TrainedModel] = OrderedDict()
        self._lock = threading.Lock()
        self.looked: Callable[[str, bool], None] = lambda cache, is_hit: None
        """Told whether the model that was asked for was held."""

    def trained_run(self, session_id: str) -> RunRecord:
        """Return the session's newest finished run; a later one that failed or was cancelled does not hide it.

        Raises
        ------
        WrongStateError
            If the session has no trained model; the message names the step that is missing.
        """
        with self._transactions.read() as uow:
            session = uow.sessions.get(session_id)
            run = None if session.state in WORKING_STATES else uow.runs.newest_done(session_id)
            if run is None:
                raise WrongStateError(
                    f"This session is {session.state!r} and has no trained model now. "
                    "POST /training, and wait until GET /training says 'trained'.",
                    state=session.state,
                    missing="training",
                )
            # Deferred columns are read while the transaction is open.
            _ = run.result
        return run

    def load(self, run: RunRecord) -> TrainedModel:
        """Return the run's model, from memory where it is."""
        with self._lock:
            self.looked("models", run.id in self._held)
            if run.id not in self._held:
                self._held[run.id] = self._read(run)
                while len(self._held) > MOST_MODELS:
                    self._held.popitem(last=False)
            self._held.move_to_end(run.id)
            return self._held[run.id]

    def warm(self, run: RunRecord) -> None:
        """Load the model beside the request, so that the first prediction need not wait for it."""
        if run.id not in self._held:
            threading.Thread(target=self._load_quietly, args=(run,), name=f"warm-{run.id[:8]}", daemon=True).start()

    def _load_quietly(self, run: RunRecord) -> None:
        try:
            self.load(run)
        except PlaygroundError as error:
            # Whoever asks for the model itself is told.
            logger.warning("The model of run %s was not loaded ahead: %s", run.id[:8], error)

    def _read(self, run: RunRecord) -> TrainedModel:
        from ML.artifacts import load_model

        with self._models.local_copy(str(run.model_path)) as path:
            return load_model(path, str(run.model_sha256))

    def describe(self) -> dict[str, Any]:
        """Return how many models are held, for health."""
        return {"held": len(self._held), "most": MOST_MODELS}
