"""Who waits for workers, and who was served last, over all kinds of jobs that clients begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnClause, ScalarSelect, Select, Subquery, case, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from backend.records import PredictionRecord, RunRecord, StudyRecord

TAKEN_IN_TURN = {"runs": RunRecord, "predictions": PredictionRecord, "studies": StudyRecord}
"""Kinds of jobs that clients begin; the parts of a job are its worker's business, and refreshes are nobody's."""

QUEUED: ColumnClause[str] = literal_column("'queued'")
"""Written into the statement: binding the same word many times would cost more than looking for it."""


class Waiting(NamedTuple):
    """A client that waits: how many jobs of it, and since when the oldest."""

    client: str
    jobs: int
    since: datetime


class Served(NamedTuple):
    """A client that is served or was lately: how many of its jobs are being worked on, and when the last was begun."""

    running: int
    last: datetime | None


class TurnRepository:
    """Jobs of all clients, counted by the database; nothing here grows with what was done long ago."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def waiting(self) -> list[Waiting]:
        """Return the clients that wait."""
        queued = _queued()
        query = select(queued.c.client, func.count(), func.min(queued.c.queued_at)).group_by(queued.c.client)
        return [Waiting(*row) for row in self._database.execute(query)]

    def served(self, since: datetime) -> dict[str, Served]:
        """Return the clients of which something runs, or was begun after ``since``."""
        begun = _of_all(
            lambda job: select(job.client, job.state, job.started_at).where(
                (job.state == "running") | (job.started_at >= since)
            )
        )
        running = func.sum(case((begun.c.state == "running", 1), else_=0))
        query = select(begun.c.client, running, func.max(begun.c.started_at)).group_by(begun.c.client)
        return {row[0]: Served(int(row[1]), row[2]) for row in self._database.execute(query)}

    def oldest(self, client: str) -> tuple[str, str] | None:
        """Return kind and id of the job for which a client has waited longest; None where it waits no more."""
        queued = _queued()
        query = select(queued.c.kind, queued.c.id).where(queued.c.client == client)
        found = self._database.execute(query.order_by(queued.c.queued_at, queued.c.id).limit(1)).first()
        return None if found is None else (found.kind, found.id)

    def mean_seconds(self, jobs: int) -> float | None:
        """Return how long the last jobs took on average [s]; None where none was done."""
        done = _of_all(
            lambda job: select(job.started_at, job.finished_at).where(job.state == "done", job.started_at.is_not(None))
        )
        query = select(done.c.started_at, done.c.finished_at).order_by(done.c.finished_at.desc()).limit(jobs)
        took = [(finished - started).total_seconds() for started, finished in self._database.execute(query)]
        return sum(took) / len(took) if took else None


def place_of(job: Any) -> ScalarSelect[int]:
    """Return, as a part of a statement, about which place a job has when clients take turns: 1 is next.

    First the oldest job of every client, in the order in which the clients came, then the second of each, and so on.
    NULL for a job that does not wait.

    Parameters
    ----------
    job : column collection
        ``c`` of its table.
    """
    queued = _queued()
    by_age = (queued.c.queued_at, queued.c.id)
    turn = func.row_number().over(partition_by=queued.c.client, order_by=by_age).label("turn")
    since = func.min(queued.c.queued_at).over(partition_by=queued.c.client).label("since")
    turns = select(queued.c.id, queued.c.client, turn, since).subquery()
    place = func.row_number().over(order_by=(turns.c.turn, turns.c.since, turns.c.client)).label("place")
    places = select(turns.c.id, place).subquery()
    return select(places.c.place).where(places.c.id == job.id).correlate(job.id.table).scalar_subquery()


def _queued() -> Subquery:
    return _of_all(lambda job: select(job.client, job.id, job.queued_at).where(job.state == QUEUED))


def _of_all(choose: Callable[[Any], Select[Any]]) -> Subquery:
    parts = (
        choose(record.__table__.alias().c).add_columns(literal_column(f"'{kind}'").label("kind"))
        for kind, record in TAKEN_IN_TURN.items()
    )
    return union_all(*parts).subquery()
