"""What is asked of the registry: named models, their versions, and answers of the promoted ones."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from backend.schemas.envelope import Query, Request

NAME = r"^[a-z0-9][a-z0-9_-]{0,63}$"
MOST_ROWS = 10_000
LARGEST_VERSION = 2**31 - 1
"""Versions are counted in the database's own integers."""
Name = Annotated[str, Field(pattern=NAME, description="Lower-case letters, digits, - and _; at most 64")]
Id = Annotated[str, Field(min_length=1, max_length=64)]
_CELL = {"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]}
# The model itself checks each cell, and names row and column: checking them here too would cost more than the answer.
Cell = Annotated[Any, WithJsonSchema(_CELL)]


class ModelPath(BaseModel):
    """The model that is meant."""

    name: Name


class VersionPath(ModelPath):
    """The version of a model that is meant."""

    version: int = Field(ge=1, le=LARGEST_VERSION)


class Origin(Request):
    """Which trained model: a run, or the newest finished run of a session."""

    run_id: Id | None = None
    session_id: Id | None = None
    note: str = Field("", max_length=2_000)


class RegisterRequest(Origin):
    """A run that becomes a version."""

    name: Name

    @model_validator(mode="after")
    def _one_origin(self) -> RegisterRequest:
        if (self.run_id is None) == (self.session_id is None):
            raise ValueError("give run_id or session_id, one of them")
        return self


class PromoteRequest(Origin):
    """What is to serve: a version (an earlier one rolls back), or a run or session that becomes one."""

    version: int | None = Field(None, ge=1, le=LARGEST_VERSION)

    @model_validator(mode="after")
    def _one_origin(self) -> PromoteRequest:
        if sum(given is not None for given in (self.run_id, self.session_id, self.version)) != 1:
            raise ValueError("give version, run_id or session_id, one of them")
        return self


class RegistryCompareQuery(Query):
    """Which versions stand side by side."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    version: int | None = Field(None, ge=1, le=LARGEST_VERSION, description="Default: the promoted one")
    other: int = Field(ge=1, le=LARGEST_VERSION, alias="with")


class AskRequest(Request):
    """Objects to answer: several, or one as ``features``."""

    rows: list[dict[str, Cell]] | None = Field(None, min_length=1, max_length=MOST_ROWS)
    features: dict[str, Cell] | None = None
    threshold: float | None = Field(None, ge=0, le=1)

    @model_validator(mode="after")
    def _one_kind(self) -> AskRequest:
        if (self.rows is None) == (self.features is None):
            raise ValueError("give rows or features, one of them")
        return self
