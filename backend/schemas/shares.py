"""Share links on the wire."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from backend.schemas.envelope import Answer, Request


class SharePath(BaseModel):
    """The share link that is meant."""

    session_id: str = Field(min_length=1, max_length=64)
    share_id: str = Field(min_length=1, max_length=16)


class ShareRequest(Request):
    """What a new link is to be."""

    name: str = Field("", max_length=100, description="For whom it is; only the session's owner sees it")
    expires_in_days: int | None = Field(None, ge=1, le=3_650, description="Without it the link lasts until revoked")


class ShareFacts(Answer):
    """A link as it is listed: the token itself is told only once."""

    share_id: str
    name: str
    created_at: datetime
    expires_at: datetime | None
    expired: bool


class NewShare(ShareFacts):
    """A link just made."""

    token: str = Field(description="Stands wherever a session's id is read; shown only now")
    link: str = Field(description="The page to send to others, below this platform's address")


class ShareList(Answer):
    """The links of a session, newest first."""

    shares: list[ShareFacts]


class ShareRevoked(Answer):
    """The link that opens nothing any more."""

    share_id: str
    revoked: bool
