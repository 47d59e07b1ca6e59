"""Trainings as a client drives them: start, watch, cancel. The work itself is in ``training_job``."""

from __future__ import annotations

import hashlib
from typing import Any

from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import PartUnavailableError, WrongStateError
from backend.records import ACTIVE_STATES, WORKING_STATES, RunRecord, SessionRecord, utc_now
from backend.seams import hold
from backend.services import selection as selections
from backend.services.endings import move_session
from backend.services.jobs import TASKS
from backend.services.naming import fresh_id
from backend.services.outcome import is_leaky
from backend.services.progress import TRAINING_PHASES, describe, furthest
from backend.services.quotas import Quotas
from backend.services.sources import Sources
from backend.services.tuning import is_tuned, landed
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownSessionError

CLIENT_STATES = {"running": "training", "done": "trained"}
"""How a job's state is called in the session's words; the others are the same."""


class TrainingService:
    """Starts, shows and cancels trainings."""

    def __init__(
        self,
        transactions: Transactions,
        queue: JobQueue,
        board: ProgressBoard,
        sources: Sources,
        threads: int,
        quotas: Quotas,
    ) -> None:
        self._transactions = transactions
        self._queue = queue
        self._board = board
        self._sources = sources
        self._threads = threads
        self._quotas = quotas

    def start(self, session_id: str) -> dict[str, Any]:
        """Queue a training of what the session has selected.

        Raises
        ------
        WrongStateError
            If something is not selected yet, or a training already waits or runs.
        QuotaExceededError
            If the session, or the platform, keeps as much as it may.
        PartUnavailableError
            If Redis does not take the message; the session stays as it was.
        """
        run_id = fresh_id("run")
        if self._is_known(run_id):
            return self.status(session_id)
        configuration = self._configuration(session_id)
        self._quotas.check_job(session_id, "runs")
        with self._transactions.write() as uow:
            session = uow.sessions.get_for_update(session_id)
            _refuse_unready(session)
            run = RunRecord(id=run_id, session_id=session.id, configuration=configuration)
            before = (session.state, session.run_id)
            uow.runs.add(run)
            session.run_id = run.id
            move_session(uow, session_id, "queued")
        hold("training.committed")
        # After the commit: a worker must never be faster than the record.
        self._send(run.id, session_id, before)
        return self.status(session_id)

    def _is_known(self, run_id: str) -> bool:
        """Tell whether an earlier request under the same key began this run before its process died."""
        with self._transactions.read() as uow:
            return uow.runs.find(run_id) is not None

    def _configuration(self, session_id: str) -> dict[str, Any]:
        with self._transactions.read() as uow:
            session = uow.sessions.get(session_id)
            _refuse_unready(session)
        complete = selections.complete(session.selection, self._sources.open(session.selection))
        return {**complete, "threads": self._threads}

    def _send(self, run_id: str, session_id: str, before: tuple[str, str | None]) -> None:
        try:
            self._queue.send(TASKS["runs"], run_id)
        except PartUnavailableError as error:
            with self._transactions.write() as uow:
                uow.runs.cancel_queued(run_id, utc_now())
                uow.sessions.get_for_update(session_id).run_id = before[1]
                move_session(uow, session_id, before[0])
            raise error

    def cancel(self, session_id: str) -> dict[str, Any]:
        """Stop the session's training: at once if it waits, within seconds if it runs."""
        with self._transactions.write() as uow:
            session = uow.sessions.get_for_update(session_id)
            if session.state not in WORKING_STATES or session.run_id is None:
                raise WrongStateError(
                    f"There is nothing to cancel: this session is {session.state}. POST /training starts a training.",
                    state=session.state,
                )
            if uow.runs.cancel_queued(session.run_id, utc_now()):
                uow.trials.close(session.run_id, None, "stopped", utc_now())
                move_session(uow, session_id, "cancelled")
            else:
                uow.runs.request_cancel(session.run_id)
        return self.status(session_id)

    def stop_tuning(self, session_id: str) -> dict[str, Any]:
        """End tuning now, keep the best so far and go on with the fit."""
        with self._transactions.write() as uow:
            session = uow.sessions.get_for_update(session_id)
            run = uow.runs.find(session.run_id) if session.run_id else None
            if run is None or run.state not in ACTIVE_STATES or not is_tuned(run.configuration):
                raise WrongStateError(
                    f"There is no tuning to stop: this session is {session.state} and no training of it searches for "
                    "hyperparameters. Use action 'cancel' to end a training.",
                    state=session.state,
                    missing="tuning",
                )
            uow.runs.request_stop(run.id)
        return self.status(session_id)

    def mark(self, session_id: str) -> str:
        """Return a mark that changes when, and only when, the session's training moves on; one look at the database."""
        with self._transactions.glance() as uow:
            found = uow.runs.standing(session_id)
        if found is None:
            raise UnknownSessionError(session_id)
        session_state, run_id, state, *wishes, kept, place, ended = found
        live = self._board.read(run_id) if state in ACTIVE_STATES else None
        facts = (session_state, run_id, state, wishes, furthest(kept or {}, live), place, ended)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]

    def status(self, session_id: str) -> dict[str, Any]:
        """Return how far the session's training is; counts come from inside the work and never go back."""
        with self._transactions.read() as uow:
            session = uow.sessions.get(session_id)
            run = uow.runs.find(session.run_id) if session.run_id else None
            position = uow.runs.position(run) if run is not None and run.state == "queued" else None
            tried = uow.trials.of_run(run.id) if run is not None and is_tuned(run.configuration) else []
        if run is None:
            return {"session_id": session_id, "state": session.state}
        live = self._board.read(run.id) if run.state in ACTIVE_STATES else None
        progress = describe(TRAINING_PHASES, run, live)
        progress["scores"]["trials"] = landed(tried)
        return {
            "session_id": session_id,
            "run_id": run.id,
            **progress,
            "state": CLIENT_STATES.get(run.state, run.state) if session.state != "configured" else "configured",
            "queue_position": position,
            "cancel_requested": run.cancel_requested,
            "stop_requested": run.stop_requested,
            "leaky": is_leaky(run.configuration),
        }


def _refuse_unready(session: SessionRecord) -> None:
    if session.state in WORKING_STATES:
        raise WrongStateError(
            f"A training of this session is {session.state} already. Follow it with GET /training, or cancel it first.",
            state=session.state,
        )
    missing = selections.missing_steps(session.selection)
    if missing:
        raise WrongStateError(
            f"This session is {session.state!r} and has no {missing[0]} yet. "
            f"First POST /select with config_type {missing[0].split('.')[0]!r}.",
            state=session.state,
            missing=missing[0],
        )
