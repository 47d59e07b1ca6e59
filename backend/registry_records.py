"""Rows of bundles and of the registry: they point to files of their own, so that no session's end takes them away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.records import Record, utc_now


class BundleRecord(Record):
    """The bundle of a run, packed when it was first asked for."""

    __tablename__ = "bundles"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    exported: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class VersionRecord(Record):
    """One version of a named model: a run's exported form, copied to the registry's own folder."""

    __tablename__ = "registry_versions"
    __table_args__ = (UniqueConstraint("name", "version", name="ux_registry_versions"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int]
    # No foreign key: the run may go with its session, the version stays.
    run_id: Mapped[str] = mapped_column(String(43), index=True)
    origin: Mapped[str] = mapped_column(String(16), default="person")
    note: Mapped[str] = mapped_column(Text, default="")
    folder: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    # Set when its files are gone; the row stays, so that its number is not given again.
    removed_at: Mapped[datetime | None]


class PromotionRecord(Record):
    """One promotion; the last of a name says which version serves, the earlier ones are its history."""

    __tablename__ = "registry_promotions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    promoted_at: Mapped[datetime] = mapped_column(default=utc_now)


class ReferenceRecord(Record):
    """A model that the platform trains itself; the name is the key, so that only one worker begins."""

    __tablename__ = "registry_references"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(43))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


Index("ix_registry_promotions_name", PromotionRecord.name, PromotionRecord.id)
