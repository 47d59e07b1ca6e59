"""Health and project information on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from backend.schemas.envelope import Answer

State = Literal["ok", "degraded", "down"]


class HealthPart(Answer):
    """One part of the platform: its state, how long it took to answer, and what is wrong with it."""

    name: str
    state: State
    latency_ms: float | None
    reason: str | None
    details: dict[str, Any] = Field(default_factory=dict)


class HealthReport(Answer):
    """Every part; the whole is as well as its worst part."""

    status: State
    version: str
    time: str
    parts: list[HealthPart]


class Liveness(Answer):
    """The process answers."""

    status: Literal["ok"]
    version: str


class AppPath(BaseModel):
    """An address within the application."""

    name: str


class ProjectInformation(Answer):
    """What this is and where to go on."""

    name: str
    version: str
    description: str
    licence: str
    links: dict[str, str]
