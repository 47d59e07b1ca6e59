"""Rows whose time is up, what belongs to a session, and what rows point to: the janitor's view of the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from backend.records import (
    ACTIVE_STATES,
    FINAL_STATES,
    ChunkRecord,
    IdempotencyRecord,
    PredictionRecord,
    RunRecord,
    SessionRecord,
    SnapshotRecord,
    StudyRecord,
    TrialRecord,
    UploadRecord,
)
from backend.registry_records import ReferenceRecord, VersionRecord

IDS_AT_ONCE = 500
OF_SESSIONS: tuple[Any, ...] = (RunRecord, PredictionRecord, StudyRecord)
CHOOSING: tuple[Any, ...] = (SessionRecord.selection, RunRecord.configuration, StudyRecord.configuration)
"""Columns that say which data are used."""


class RetentionRepository:
    """What may go, and what must stay."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def idle_sessions(self, before: datetime) -> list[str]:
        """Return the sessions that nobody has used since a moment; never one at work, never the platform's own."""
        at_work = [
            exists().where(
                job.session_id == SessionRecord.id,
                or_(job.state.in_(ACTIVE_STATES), job.created_at >= before, job.finished_at >= before),
            )
            for job in OF_SESSIONS
        ]
        own = exists().where(ReferenceRecord.session_id == SessionRecord.id)
        query = select(SessionRecord.id, SessionRecord.state_times).where(SessionRecord.created_at < before)
        rows = self._database.execute(query.where(~own, *(~each for each in at_work)))
        return [row.id for row in rows if _last(row.state_times, before) < before]

    def old_batches(self, before: datetime) -> list[str]:
        """Return the batches that ended before a moment."""
        ended = (PredictionRecord.state.in_(FINAL_STATES), PredictionRecord.finished_at < before)
        return list(self._database.scalars(select(PredictionRecord.id).where(*ended)))

    def delete_batch(self, prediction_id: str) -> bool:
        """Forget an ended batch with its pieces; False where it is at work or gone."""
        chosen = (PredictionRecord.id == prediction_id, PredictionRecord.state.in_(FINAL_STATES))
        return bool(self._database.execute(delete(PredictionRecord).where(*chosen)).rowcount)  # type: ignore[attr-defined]

    def unused_uploads(self, before: datetime) -> list[str]:
        """Return the uploads from before a moment that no session, run or study uses."""
        query = select(UploadRecord.id).where(UploadRecord.created_at < before, ~self._chosen("upload_id"))
        return list(self._database.scalars(query))

    def delete_upload(self, upload_id: str) -> str | None:
        """Forget an upload that nothing uses; returns the path of its file, None where it is used or gone."""
        query = select(UploadRecord).where(UploadRecord.id == upload_id, ~self._chosen("upload_id"))
        return self._forget(self._database.scalar(query))

    def delete_private_snapshot(self, snapshot_id: str) -> tuple[str, str] | None:
        """Forget a private version that nothing uses; returns its file's path and its table's sha256."""
        query = select(SnapshotRecord).where(SnapshotRecord.id == snapshot_id, SnapshotRecord.private.is_(True))
        record = self._database.scalar(query.where(~self._chosen("snapshot")))
        path = self._forget(record)
        return (path, str(record.provenance.get("sha256", ""))) if record is not None and path else None

    def data_of(self, session_id: str, word: str) -> set[str]:
        """Return the uploads (``"upload_id"``) or snapshots (``"snapshot"``) that a session and its jobs name."""
        chosen: list[tuple[Any, Any]] = [
            (SessionRecord.selection, SessionRecord.id),
            (RunRecord.configuration, RunRecord.session_id),
            (StudyRecord.configuration, StudyRecord.session_id),
        ]
        found = [
            value
            for column, owner in chosen
            for value in self._database.scalars(select(_named(column, word)).where(owner == session_id))
        ]
        return {value for value in found if value}

    def jobs_of(self, session_id: str) -> dict[str, list[str]]:
        """Return the ids of a session's jobs by kind, with the trials of its runs and the pieces of its batches."""
        own = {
            "runs": select(RunRecord.id).where(RunRecord.session_id == session_id),
            "predictions": select(PredictionRecord.id).where(PredictionRecord.session_id == session_id),
            "studies": select(StudyRecord.id).where(StudyRecord.session_id == session_id),
        }
        parts = {
            "trials": select(TrialRecord.id).where(TrialRecord.run_id.in_(own["runs"])),
            "chunks": select(ChunkRecord.id).where(ChunkRecord.prediction_id.in_(own["predictions"])),
        }
        return {kind: list(self._database.scalars(query)) for kind, query in {**own, **parts}.items()}

    def forget_answers(self, session_id: str) -> None:
        """Drop the remembered answers that name a session."""
        text = IdempotencyRecord.body.contains(session_id, autoescape=True)
        self._database.execute(delete(IdempotencyRecord).where(text))

    def paths(self, column: InstrumentedAttribute[Any]) -> set[str]:
        """Return every value of a column."""
        return set(self._database.scalars(select(column)))

    def uploads(self) -> set[str]:
        """Return the paths of all uploads' files."""
        return self.paths(UploadRecord.path)

    def snapshots(self) -> set[str]:
        """Return the paths of all snapshots' files."""
        return self.paths(SnapshotRecord.path)

    def versions(self) -> set[str]:
        """Return the folders of all versions of named models."""
        return self.paths(VersionRecord.folder)

    def runs(self, ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """Return state and model's path of those runs that exist."""
        query = select(RunRecord.id, RunRecord.state, RunRecord.model_path)
        return {row.id: (row.state, row.model_path) for row in self._of(query, RunRecord.id, ids)}

    def studies(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the state of those studies that exist."""
        query = select(StudyRecord.id, StudyRecord.state)
        return {row.id: row.state for row in self._of(query, StudyRecord.id, ids)}

    def batches(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the state of those batches that exist."""
        query = select(PredictionRecord.id, PredictionRecord.state)
        return {row.id: row.state for row in self._of(query, PredictionRecord.id, ids)}

    def parts_of(self, prediction_id: str) -> set[str]:
        """Return the paths of a finished batch's answers."""
        query = select(PredictionRecord.parts, PredictionRecord.output_path)
        row = self._database.execute(query.where(PredictionRecord.id == prediction_id)).one()
        return {part["path"] for part in row.parts or []} | {row.output_path}

    def _of(self, query: Any, column: Any, ids: Sequence[str]) -> Iterator[Any]:
        for start in range(0, len(ids), IDS_AT_ONCE):
            yield from self._database.execute(query.where(column.in_(ids[start : start + IDS_AT_ONCE])))

    def _chosen(self, word: str) -> ColumnElement[bool]:
        """Whether any session, run or study names the upload or snapshot of the row."""
        row: Any = UploadRecord.id if word == "upload_id" else SnapshotRecord.id
        named: list[ColumnElement[bool]] = [exists().where(_named(column, word) == row) for column in CHOOSING]
        return or_(*named, exists().where(SessionRecord.upload_id == row))

    def _forget(self, record: Any) -> str | None:
        if record is None:
            return None
        self._database.delete(record)
        return str(record.path)


def _named(column: Any, word: str) -> Any:
    return column[("data_source", word)].as_string()


def _last(state_times: dict[str, str], otherwise: datetime) -> datetime:
    """Return the last moment at which a session's state changed."""
    moments = [datetime.fromisoformat(text) for text in state_times.values()]
    return max(moments, default=min(otherwise, datetime.fromisoformat("1970-01-01T00:00:00+00:00")))
