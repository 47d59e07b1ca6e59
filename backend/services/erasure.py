"""Deletes for good: rows first, in one transaction, then files, remembered answers and what is shown of progress."""

from __future__ import annotations

from collections.abc import Iterable

from backend.adapters.files import FileStore
from backend.adapters.progress import ProgressBoard
from backend.unit_of_work import Transactions, UnitOfWork


class Erasure:
    """Removes sessions, batches and uploads with everything that is theirs.

    Versions of named models are copies of their own and stay; so does what was written to an MLflow server.

    Parameters
    ----------
    transactions : Transactions
    models, files : FileStore
    board : ProgressBoard
    """

    def __init__(self, transactions: Transactions, models: FileStore, files: FileStore, board: ProgressBoard) -> None:
        self._transactions = transactions
        self._models = models
        self._files = files
        self._board = board

    def session(self, session_id: str) -> None:
        """Remove a session: its jobs, uploads and private versions of catalogues where nobody else uses them.

        A worker that still holds one of its jobs finds its lease gone and writes nothing more; what it wrote in that
        moment is the janitor's.

        Raises
        ------
        UnknownSessionError
        """
        with self._transactions.write() as uow:
            record = uow.sessions.get_for_update(session_id)
            jobs = uow.retention.jobs_of(session_id)
            uploads = uow.retention.data_of(session_id, "upload_id") | {record.upload_id} - {None}
            versions = uow.retention.data_of(session_id, "snapshot")
            uow.sessions.delete(record)
            uow.retention.forget_answers(session_id)
            paths = _data_files(uow, uploads, versions)
        self._forget_progress(job_id for ids in jobs.values() for job_id in ids)
        for kind, store in (("runs", self._models), ("studies", self._models), ("predictions", self._files)):
            _delete(store, (f"{kind}/{job_id}" for job_id in jobs[kind]))
        _delete(self._files, paths)

    def batch(self, prediction_id: str) -> bool:
        """Remove the answers of an ended batch; False where it is at work or gone."""
        with self._transactions.write() as uow:
            chunks = [chunk.id for chunk in uow.chunks.of_prediction(prediction_id)]
            is_gone = uow.retention.delete_batch(prediction_id)
        if is_gone:
            self._forget_progress([prediction_id, *chunks])
            self._files.delete(f"predictions/{prediction_id}")
        return is_gone

    def upload(self, upload_id: str) -> bool:
        """Remove an upload that nothing uses; False where something does, or it is gone."""
        with self._transactions.write() as uow:
            path = uow.retention.delete_upload(upload_id)
        if path is not None:
            self._files.delete(path)
        return path is not None

    def _forget_progress(self, job_ids: Iterable[str]) -> None:
        for job_id in job_ids:
            self._board.forget(job_id)


def _data_files(uow: UnitOfWork, uploads: Iterable[str | None], versions: Iterable[str]) -> list[str]:
    """Forget the tables that only a deleted session used; returns the paths of their files."""
    paths = [uow.retention.delete_upload(upload_id) for upload_id in uploads if upload_id]
    for snapshot_id in versions:
        gone = uow.retention.delete_private_snapshot(snapshot_id)
        paths += [gone[0], f"profiles/{gone[1]}.json"] if gone else []
    return [path for path in paths if path]


def _delete(store: FileStore, paths: Iterable[str]) -> None:
    for path in paths:
        store.delete(path)
