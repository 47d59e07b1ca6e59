"""API keys on the wire."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from backend.access import Scope
from backend.schemas.envelope import Answer, Request


class KeyPath(BaseModel):
    """The key that is meant."""

    key_id: str = Field(min_length=1, max_length=80)


class KeyRequest(Request):
    """What a new key is to be."""

    name: str = Field(min_length=1, max_length=64, description="Whose it is or what for")
    scope: Scope = Field("write", description="read: GET alone; write: everything but admin calls; admin: those too")


class KeyFacts(Answer):
    """A key as it is listed: the key itself is told only once."""

    key_id: str
    name: str
    scope: Scope
    source: str = Field(description="database, or setting: one that API_KEYS lists")
    created_at: datetime | None
    last_used_at: datetime | None = Field(description="Noted once a minute")
    revoked_at: datetime | None


class NewKey(KeyFacts):
    """A key just made."""

    key: str = Field(description="Sent as 'Authorization: Bearer <key>'; shown only now")


class KeyList(Answer):
    """All keys."""

    keys: list[KeyFacts]
