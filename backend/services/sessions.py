"""Sessions: one workflow each, from a first choice to a trained model."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from backend.errors import WrongStateError
from backend.records import WORKING_STATES, SessionRecord, utc_now
from backend.services import selection as selections
from backend.services.configurations import settings_of
from backend.services.endings import move_session
from backend.services.erasure import Erasure
from backend.services.snapshots import SnapshotShelf
from backend.services.sources import Sources
from backend.services.splits import KeptSplits
from backend.services.steps import step_choices
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.catalogs.snapshots import Snapshot
from ML.classifiers import families

ID_BYTES = 16
"""128 random bits: the id is the capability."""


class SessionService:
    """Creates, configures, lists and deletes sessions."""

    def __init__(
        self,
        transactions: Transactions,
        sources: Sources,
        shelf: SnapshotShelf,
        erasure: Erasure,
        splits: KeptSplits,
    ) -> None:
        self._transactions = transactions
        self._sources = sources
        self._shelf = shelf
        self._erasure = erasure
        self._splits = splits

    def create(self) -> dict[str, Any]:
        """Start a session and return its id with everything that can be chosen."""
        record = SessionRecord(id=secrets.token_urlsafe(ID_BYTES), state="created")
        record.state_times = {"created": utc_now().isoformat()}
        with self._transactions.write() as uow:
            uow.sessions.add(record)
        return {"session_id": record.id, "state": record.state, "choices": self._choices()}

    def selected(self, session_id: str) -> dict[str, Any]:
        """Return what is selected so far, with the defaults filled in, and what is missing."""
        with self._transactions.read() as uow:
            record = uow.sessions.get(session_id)
        return self._describe_selection(record)

    def configure(self, session_id: str, step: str, chosen: dict[str, Any]) -> dict[str, Any]:
        """Take one step of the selection.

        Raises
        ------
        WrongStateError
            While a training runs, or if the step needs data that are not chosen yet.
        InvalidFieldsError
            If the step cannot be used as it is.
        """
        with self._transactions.read() as uow:
            before = uow.sessions.get(session_id)
        _refuse_while_working(before)
        chosen = self._splits.settle(chosen) if step == "evaluation" else chosen
        selection = _with_step(before, step, chosen)
        # Outside the write transaction: the first use of a catalogue may fetch its snapshot.
        effective = self._effective(selection)
        if step == "features":
            self._sources.check_cells(selection)
        with self._transactions.write() as uow:
            record = uow.sessions.get_for_update(session_id)
            _refuse_while_working(record)
            if record.selection != before.selection:
                raise WrongStateError(
                    "Another request changed this session's selection in the same moment. Send this step again.",
                    state=record.state,
                )
            record.selection = selection
            record.upload_id = selection["data_source"].get("upload_id") if "data_source" in selection else None
            if not selections.missing_steps(selection):
                move_session(uow, session_id, "configured")
        return described(record, effective)

    def page(self, session_ids: Sequence[str], page: int, per_page: int) -> dict[str, Any]:
        """Return one page of the named sessions: ids are capabilities, so only who knows them lists them."""
        with self._transactions.read() as uow:
            records, total = uow.sessions.page(session_ids, page, per_page)
            runs = uow.runs.of_runs([record.run_id for record in records if record.run_id])
            views = [summary(record, runs.get(record.run_id or "")) for record in records]
        return {"sessions": views, "page": page, "per_page": per_page, "total": total}

    def show(self, session_id: str) -> dict[str, Any]:
        """Return one session with its selection."""
        with self._transactions.read() as uow:
            record = uow.sessions.get(session_id)
            run = uow.runs.find(record.run_id) if record.run_id else None
            return {**summary(record, run), "selection": record.selection, "state_times": record.state_times}

    def annotate(self, session_id: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Change name, note or tags."""
        with self._transactions.write() as uow:
            record = uow.sessions.get_for_update(session_id)
            for field, value in changes.items():
                setattr(record, field, value)
        return self.show(session_id)

    def delete(self, session_id: str) -> None:
        """Remove a session for good, with everything that is its own."""
        self._erasure.session(session_id)

    def _effective(self, selection: dict[str, Any]) -> dict[str, Any]:
        source = self._sources.open(selection) if selection.get("data_source") else None
        return selections.complete(selection, source)

    def _describe_selection(self, record: SessionRecord) -> dict[str, Any]:
        return described(record, self._effective(record.selection))

    def _choices(self) -> dict[str, Any]:
        return {
            "config_types": list(selections.STEPS),
            "datasets": [dataset_choice(name, self._shelf.held(name)) for name in catalogue_names()],
            "models": [
                {"name": f.name, "title": f.title, "summary": f.summary, "recommended": f.recommended}
                for f in families()
            ],
            "presets": ["physics", "default", "everything"],
            "steps": step_choices(),
        }


def described(record: SessionRecord, effective: dict[str, Any]) -> dict[str, Any]:
    """Return what a session has selected, the same completed with ``effective``, and what is missing."""
    selection = record.selection
    return {
        "session_id": record.id,
        "state": record.state,
        "selection": {step: selection.get(step) for step in selections.STEPS},
        "effective": effective,
        "missing": selections.missing_steps(selection),
    }


def dataset_choice(name: str, held: Sequence[Snapshot]) -> dict[str, Any]:
    """Return what a person needs to know of a catalogue to choose it."""
    catalogue = get_catalogue(name)
    return {
        "name": name,
        "title": catalogue.title,
        "tasks": [{"name": t.name, "title": t.title, "classes": t.classes} for t in catalogue.tasks.values()],
        "snapshots": [{"id": s.id, "date": s.date, "rows": s.rows} for s in held],
        "rows": held[0].rows if held else 0,
    }


def summary(record: SessionRecord, run: Any) -> dict[str, Any]:
    """Return a session as a line of a list."""
    data_source = record.selection.get("data_source") or {}
    return {
        "session_id": record.id,
        "name": record.name,
        "note": record.note,
        "tags": record.tags,
        "state": record.state,
        "dataset": data_source.get("dataset") or ("upload" if data_source.get("upload_id") else None),
        "model": run.configuration["model"]["model"] if run else None,
        "run_id": record.run_id,
        "headline": run.headline if run else None,
        "settings": settings_of(run.configuration) if run else {},
        "created_at": record.created_at,
    }


def _with_step(record: SessionRecord, step: str, chosen: dict[str, Any]) -> dict[str, Any]:
    selection = {**record.selection, step: chosen}
    if step == "data_source":
        selection.pop("features", None)
    if step == "features" and "data_source" not in selection:
        raise WrongStateError(
            "Features belong to data, and this session has none yet (state 'created'). "
            "First POST /select with config_type 'data_source'.",
            state=record.state,
            missing="data_source",
        )
    return selection


def _refuse_while_working(record: SessionRecord) -> None:
    if record.state in WORKING_STATES:
        raise WrongStateError(
            f"This session is {record.state}: what it trains on cannot change meanwhile. "
            "Wait until it has finished, or POST /training with action 'cancel'.",
            state=record.state,
        )
