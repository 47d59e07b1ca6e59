"""The one envelope of every answer, and the base of every request body."""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Data = TypeVar("Data")


class Answer(BaseModel):
    """Base of what is answered; built from dicts, records or dataclasses."""

    model_config = ConfigDict(from_attributes=True, ser_json_inf_nan="null")


class Request(BaseModel):
    """Base of what is asked: unknown fields are refused and types are not guessed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """Base of query strings: unknown names are refused, numbers are read from text."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the schema, made once: it is asked for at every request, only to learn the names in it."""
        return _plain_schema(cls) if not args and not kwargs else super().model_json_schema(*args, **kwargs)


@cache
def _plain_schema(model: type[Query]) -> dict[str, Any]:
    return super(Query, model).model_json_schema()


class Success(BaseModel, Generic[Data]):
    """The envelope of a success."""

    status: Literal["success"] = "success"
    data: Data
    error: None = None


class Failure(BaseModel):
    """The envelope of an error: ``error`` names the value, the expectation and the remedy."""

    status: Literal["error"] = "error"
    data: None = None
    error: str
    code: str
    details: dict[str, Any] = Field(default_factory=dict)


class Page(Answer):
    """Where a list stands."""

    page: int
    per_page: int
    total: int


class PageQuery(Query):
    """Which part of a list is wanted."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=500)


class SessionQuery(Query):
    """Which session is meant."""

    session_id: str = Field(min_length=1, max_length=64, description="The id that GET /select answered")
