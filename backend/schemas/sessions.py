"""Sessions: lists, one in full, and notes on them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from backend.schemas.envelope import Answer, Page, Request
from backend.schemas.results import Headline

MOST_SESSIONS = 200


class SessionPath(BaseModel):
    """The session that is meant."""

    session_id: str = Field(min_length=1, max_length=64)


class KnownSessions(BaseModel):
    """The sessions whose ids the client knows: an id is the capability, there is no account."""

    model_config = ConfigDict(populate_by_name=True)

    session_ids: str = Field(
        "", alias="X-Session-Ids", max_length=64 * MOST_SESSIONS, description="Ids with commas between"
    )


class SessionChanges(Request):
    """What is to change."""

    name: str | None = Field(None, max_length=200)
    note: str | None = Field(None, max_length=5_000)
    tags: list[Annotated[str, Field(min_length=1, max_length=40)]] | None = Field(None, max_length=20)


class SessionSummary(Answer):
    """A session as a line of a list."""

    session_id: str
    name: str
    note: str
    tags: list[str]
    state: str
    dataset: str | None
    model: str | None
    run_id: str | None
    headline: Headline | None
    settings: dict[str, Any] = Field(
        default_factory=dict, description="What its newest run was trained with, by path; features as their number"
    )
    created_at: datetime


class SessionView(SessionSummary):
    """A session in full."""

    selection: dict[str, Any]
    state_times: dict[str, str]


class SessionList(Page):
    """One page of sessions, newest first."""

    sessions: list[SessionSummary]


class Deleted(Answer):
    """What is gone for good."""

    session_id: str
    deleted: bool = True
