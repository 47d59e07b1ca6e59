"""Studies as a client drives them: start one of a session, follow it, read what it measured."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from backend.adapters.progress import ProgressBoard
from backend.adapters.queue import JobQueue
from backend.errors import InvalidFieldsError, PartUnavailableError, WrongStateError
from backend.records import ACTIVE_STATES, StudyRecord, utc_now
from backend.services import selection as selections
from backend.services import study_explanations, study_prospective, study_transfer
from backend.services.jobs import TASKS
from backend.services.progress import STUDY_PHASES, describe
from backend.services.sessions import ID_BYTES
from backend.services.sources import DataSource, Sources
from backend.services.turns import Turns
from backend.unit_of_work import Transactions
from backend.unknown_errors import UnknownStudyError
from ML.catalogs.catalogue import Role

PRICED_ROLES = frozenset({Role.LEAK, Role.SOFT_LEAK, Role.IDENTIFIER})
MOST_PRICED = 50
"""Columns whose price is measured together where none are named."""


class StudyService:
    """Starts and shows studies; the work itself is in ``study_job``."""

    def __init__(
        self,
        transactions: Transactions,
        queue: JobQueue,
        board: ProgressBoard,
        sources: Sources,
        threads: int,
        turns: Turns,
    ) -> None:
        self._transactions = transactions
        self._queue = queue
        self._board = board
        self._sources = sources
        self._threads = threads
        self._turns = turns

    def ask(self, study: str, session_id: str, **options: Any) -> dict[str, Any]:
        """Queue a study of the kind that was asked for, with that kind's options."""
        kinds: dict[str, Callable[..., dict[str, Any]]] = {
            "leak_price": self.price_leaks,
            "prospective": self.foresee,
            "learning_curve": lambda session_id: self.start(session_id, study, self._configuration(session_id)),
            "transfer": self.compare_missions,
            "explanations": self.explain,
        }
        return kinds[study](session_id, **options)

    def foresee(self, session_id: str, older: str | None = None, newer: str | None = None) -> dict[str, Any]:
        """Queue a prospective validation: the session's model of snapshot ``older``, held against ``newer``."""
        complete = self._configuration(session_id)
        with self._transactions.read() as uow:
            selection = uow.sessions.get(session_id).selection
        chosen = study_prospective.configure(selection, complete, self._sources, older, newer)
        return self.start(session_id, "prospective", {**chosen, "threads": self._threads})

    def explain(self, session_id: str, positive: str | None = None) -> dict[str, Any]:
        """Queue what matters to the session's model as a whole, for one class."""
        configuration = self._configuration(session_id)
        with self._transactions.read() as uow:
            run = uow.runs.newest_done(session_id)
            # Deferred columns are read while the transaction is open.
            _ = run and run.result
        chosen = study_explanations.configure(configuration, self._sources, positive, run)
        return self.start(session_id, "explanations", chosen)

    def compare_missions(self, session_id: str) -> dict[str, Any]:
        """Queue the study of what the session's model of one mission is worth on another."""
        chosen = study_transfer.transfer_configuration(self._configuration(session_id), self._sources)
        return self.start(session_id, "transfer", chosen)

    def price_leaks(self, session_id: str, columns: list[str] | None) -> dict[str, Any]:
        """Queue the measurement of what columns that give the answer away buy, with the session's model and folds.

        Parameters
        ----------
        session_id : str
        columns : list of str or None
            Which; None takes those that the session allows, and where it allows none all that are known to leak.

        Raises
        ------
        WrongStateError
            If no data are selected yet.
        InvalidFieldsError
            If a column is unknown or does not give the answer away.
        """
        configuration = self._configuration(session_id)
        source = self._sources.open(configuration)
        features = configuration["features"]
        leaks = columns or features["allow_leaks"] or _known_leaks(source)
        _refuse_honest(leaks, source)
        honest = [name for name in features["features"] if name not in set(leaks)]
        if not honest:
            _refuse("Without these columns no feature is left. Select at least one that does not give the answer away.")
        configuration["features"] = {**features, "features": honest, "allow_leaks": [], "preset": None}
        return self.start(session_id, "leak_price", {**configuration, "leaks": leaks})

    def compare_versions(self, session_id: str, base: str) -> dict[str, Any]:
        """Queue the comparison of the session's table with the snapshot ``base`` that it extends."""
        return self.start(session_id, "retraining", {**self._configuration(session_id), "base": base})

    def start(self, session_id: str, study: str, configuration: dict[str, Any]) -> dict[str, Any]:
        """Queue a study, or answer the one that has measured or is measuring just this."""
        digest = hashlib.sha256(json.dumps([study, configuration], sort_keys=True).encode()).hexdigest()
        with self._transactions.read() as uow:
            is_new = uow.studies.alike(session_id, digest) is None
        if is_new:
            # Before the transaction that writes: what is refused must not have waited for its lock.
            self._turns.check_room()
        with self._transactions.write() as uow:
            uow.sessions.get(session_id)
            known = uow.studies.alike(session_id, digest)
            record = known or StudyRecord(id=secrets.token_urlsafe(ID_BYTES), session_id=session_id, study=study)
            if known is None:
                record.configuration, record.configuration_sha256 = configuration, digest
                uow.studies.add(record)
        if known is None:
            self._send(record.id)
        return self.status(record.id)

    def _send(self, study_id: str) -> None:
        try:
            self._queue.send(TASKS["studies"], study_id)
        except PartUnavailableError:
            with self._transactions.write() as uow:
                uow.studies.cancel_queued(study_id, utc_now())
            raise

    def status(self, study_id: str) -> dict[str, Any]:
        """Return how far a study is, and once it is done what it measured."""
        with self._transactions.read() as uow:
            record = uow.studies.find(study_id)
        if record is None:
            raise UnknownStudyError(study_id)
        live = self._board.read(record.id) if record.state in ACTIVE_STATES else None
        return {
            "study_id": record.id,
            "session_id": record.session_id,
            "study": record.study,
            **describe(STUDY_PHASES, record, live),
            "state": record.state,
            "result": record.result,
        }

    def cancel(self, study_id: str) -> dict[str, Any]:
        """Stop a study."""
        self.status(study_id)
        with self._transactions.write() as uow:
            if not uow.studies.cancel_queued(study_id, utc_now()):
                uow.studies.request_cancel(study_id)
        return self.status(study_id)

    def _configuration(self, session_id: str) -> dict[str, Any]:
        with self._transactions.read() as uow:
            session = uow.sessions.get(session_id)
        missing = selections.missing_steps(session.selection)
        if missing:
            raise WrongStateError(
                f"A study needs data, and this session has no {missing[0]} yet. "
                f"First POST /select with config_type {missing[0].split('.')[0]!r}.",
                state=session.state,
                missing=missing[0],
            )
        complete = selections.complete(session.selection, self._sources.open(session.selection))
        return {**complete, "threads": self._threads}


def _known_leaks(source: DataSource) -> list[str]:
    usable = [column for column in source.columns if column.role is Role.LEAK and column.kind in {"number", "category"}]
    return [column.name for column in usable[:MOST_PRICED]]


def _refuse_honest(leaks: list[str], source: DataSource) -> None:
    known = {column.name: column for column in source.columns}
    for name in leaks:
        if name not in known:
            _refuse(f"There is no column {name!r} in {source.name}.")
        if known[name].role not in PRICED_ROLES:
            _refuse(f"{name!r} does not give the answer away (its role is {known[name].role.value}): it has no price.")
    if not leaks:
        _refuse(f"{source.name} has no column that is known to give the answer away. Name the columns to be priced.")


def _refuse(message: str) -> None:
    raise InvalidFieldsError(message, [{"field": "columns", "message": message}])
