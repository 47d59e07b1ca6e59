"""Extending a catalogue with labelled rows, on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend.schemas.datasets import Cell, Note, SnapshotFacts
from backend.schemas.envelope import Answer, Request
from backend.schemas.selection import MOST_NAMES, ColumnName

ClassName = Annotated[str, Field(max_length=200)]


class ExtensionRequest(Request):
    """Which uploaded rows extend which snapshot, and what their columns and classes are called there."""

    upload_id: str = Field(min_length=1, max_length=64)
    snapshot: str | None = Field(None, max_length=200, description="Default: the newest that is held")
    target: ColumnName = Field(description="Column of the upload that holds the class")
    host: ColumnName | None = Field(None, description="Column that names the host star")
    object_name: ColumnName | None = Field(None, description="Column that names the object")
    column_map: dict[ColumnName, ColumnName] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="Own column to one of the catalogue, or its canonical name",
    )
    units: dict[ColumnName, Annotated[str, Field(max_length=40)]] = Field(default_factory=dict, max_length=MOST_NAMES)
    class_map: dict[ClassName, ClassName] = Field(
        default_factory=dict, max_length=100, description="Own class to the catalogue's disposition"
    )
    confirm: str | None = Field(
        None, max_length=64, description="The diff_sha256 that was shown: keep the version and compare it with the base"
    )
    base_session_id: str | None = Field(
        None, max_length=64, description="Session whose features, model and evaluation the new one takes over"
    )


class ExtensionRow(Answer):
    """One object that the extension adds or changes."""

    line: int
    object: str
    host: str
    change: Literal["new", "update"]
    was: str | None = Field(description="Disposition in the catalogue")
    becomes: str | None = Field(description="Disposition after the extension")
    changed: dict[str, list[Cell]] = Field(description="Columns whose value changes: before and after")


class RejectedRow(Answer):
    """One row that does not enter the catalogue, and why."""

    line: int
    object: str
    column: str
    value: str
    code: str
    message: str


class DispositionChange(Answer):
    """How many objects go from one disposition to another; from null for new objects."""

    from_: str | None = Field(alias="from")
    to: str | None
    count: int


class ExtensionDiff(Answer):
    """What extending would do; nothing is kept yet."""

    dataset: str
    snapshot: str
    diff_sha256: str
    counts: dict[str, int] = Field(description="new, update, unchanged, conflict, rejected, left_out")
    transitions: list[DispositionChange]
    rows: list[ExtensionRow] = Field(description="The first 200")
    rejected: list[RejectedRow] = Field(description="The first 200")
    notes: list[Note]


class ExtensionKept(Answer):
    """The version was kept: a session is configured with it, and its comparison with the base is queued."""

    dataset: str
    snapshot: SnapshotFacts
    session_id: str
    study_id: str
