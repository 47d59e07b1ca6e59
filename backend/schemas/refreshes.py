"""Refreshes and differences between snapshots on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.schemas.envelope import Answer, Page, PageQuery, Request
from backend.schemas.training import JobProgress

Change = Literal["new", "gone", "changed"]
# "from" is a word of Python's own: the fields have other names here than on the wire.
WIRE_NAMES = ConfigDict(serialize_by_alias=True)


class RefreshRequest(Request):
    """Fetch a catalogue's newest table."""

    table: str | None = Field(
        None, max_length=64, description="Table of the archive, such as cumulative; the catalogue's first if left out"
    )

    @model_validator(mode="before")
    @classmethod
    def _take_no_body(cls, held: Any) -> Any:
        return {} if held is None else held


class RefreshPath(BaseModel):
    """Which refresh is meant."""

    refresh_id: str = Field(description="The id that POST /api/datasets/<name>/refresh answered", max_length=64)


class RefreshFacts(JobProgress):
    """How far a refresh is, and once it is done what came out."""

    refresh_id: str
    dataset: str
    table: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    queue_position: int | None = None
    cancel_requested: bool = False
    outcome: Literal["new", "unchanged"] | None = Field(
        None, description="Whether the table differs from the newest that was held; null until it is known"
    )
    snapshot: str | None = Field(None, description="Id of the snapshot that holds the table now")
    source: str | None = Field(None, description="Where the table came from")


class DiffQuery(PageQuery):
    """Which snapshots to compare, and which objects to list."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False, validate_by_alias=True)

    older: str | None = Field(
        None, alias="from", max_length=200, description="Id of a snapshot; the one before `to` if left out"
    )
    newer: str | None = Field(
        None, alias="to", max_length=200, description="Id of a snapshot; the newest held if left out"
    )
    change: Change | None = Field(None, description="List only these; all that differ if left out")


class DiffCounts(Answer):
    """How many objects differ in which way."""

    new: int
    gone: int
    changed: int
    same: int


class Transition(Answer):
    """How many objects went from one verdict to another; null is "no verdict"."""

    model_config = WIRE_NAMES

    older: str | None = Field(alias="from")
    newer: str | None = Field(alias="to")
    count: int


class DiffRow(Answer):
    """One object that differs."""

    model_config = WIRE_NAMES

    object: str
    host: str
    change: Change
    older: str | None = Field(alias="from")
    newer: str | None = Field(alias="to")


class Diff(Page):
    """What changed between two snapshots of a catalogue."""

    model_config = WIRE_NAMES

    dataset: str
    older: str = Field(alias="from")
    newer: str = Field(alias="to")
    counts: DiffCounts
    transitions: list[Transition]
    rows: list[DiffRow]
