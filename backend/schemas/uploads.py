"""Uploaded tables on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from flask_openapi3 import FileStorage
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from werkzeug.datastructures import FileStorage as ReceivedFile

from backend.schemas.datasets import Cell, ColumnFacts, Finding
from backend.schemas.envelope import Answer, Query


def _is_file(value: object) -> object:
    # A form field of that name without a file name arrives as text.
    if not isinstance(value, ReceivedFile):
        raise ValueError("expected a file: send it as multipart/form-data with a file name")
    return value


AttachedFile = Annotated[FileStorage, AfterValidator(_is_file)]
"""A file in a multipart body."""


class UploadForm(BaseModel):
    """A table: CSV of any kind (also gzipped), Parquet or IPAC."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: AttachedFile


class UploadPath(BaseModel):
    """Which upload is meant."""

    upload_id: str = Field(description="The id that POST /api/upload answered", max_length=64)


class RowProblemFacts(Answer):
    """One cell or row that could not be taken as it stands; the line counts the file's lines from 1."""

    line: int | None
    column: str | None
    value: str | None
    message: str


class TargetCandidate(Answer):
    """A column that can be the target of a training, and its classes."""

    name: str
    classes: list[str]


class UploadQuery(Query):
    """For which target the leak guard measures."""

    target: str | None = Field(None, max_length=200, description="Column that holds the class")
    host: str | None = Field(None, max_length=200, description="Column that names the host star")


class Proposal(Answer):
    """The column of the common schema that a column may be, and why."""

    canonical: str
    unit: str
    factor_text: str
    confidence: Literal["certain", "likely", "guess"]
    reason: str


class UploadColumn(ColumnFacts):
    """A column of an uploaded table."""

    proposal: Proposal | None = None
    units: list[str] = Field(default_factory=list, description="Units that this column could be in")


class UploadFacts(Answer):
    """What was read of an uploaded table."""

    upload_id: str
    filename: str
    rows: int
    sha256: str
    created_at: str
    columns: list[UploadColumn]
    problems: list[RowProblemFacts]
    preview: list[dict[str, Cell]]
    target_candidates: list[TargetCandidate]
    findings: list[Finding]
