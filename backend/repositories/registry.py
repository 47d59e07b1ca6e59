"""Rows of bundles, and of named models with their versions and promotions."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.registry_records import BundleRecord, PromotionRecord, ReferenceRecord, VersionRecord

_THERE = VersionRecord.removed_at.is_(None)
"""Rows of removed versions stay, so that no number means two things."""


class RegistryRepository:
    """Bundles by run, versions by name and number, promotions in their order."""

    def __init__(self, database: Session) -> None:
        self._database = database

    def bundle(self, run_id: str) -> BundleRecord | None:
        """Return the bundle of a run, or None where none was packed."""
        return self._database.get(BundleRecord, run_id)

    def keep_bundle(self, record: BundleRecord) -> BundleRecord:
        """Keep a run's bundle; where another process was faster, the one that it kept."""
        held = self.bundle(record.run_id)
        if held is None:
            self._database.add(record)
        return held or record

    def names(self) -> list[str]:
        """Return the names that have versions, in order."""
        query = select(VersionRecord.name).where(_THERE).distinct().order_by(VersionRecord.name)
        return list(self._database.scalars(query))

    def versions(self, name: str) -> list[VersionRecord]:
        """Return the versions of a name, newest first."""
        query = select(VersionRecord).where(VersionRecord.name == name, _THERE)
        return list(self._database.scalars(query.order_by(VersionRecord.version.desc())))

    def version(self, name: str, version: int, *, lock: bool = False) -> VersionRecord | None:
        """Return one version, or None; with ``lock`` nobody else changes it before this transaction ends."""
        query = select(VersionRecord).where(VersionRecord.name == name, VersionRecord.version == version, _THERE)
        return self._database.scalar(query.with_for_update() if lock else query)

    def version_of_run(self, name: str, run_id: str) -> VersionRecord | None:
        """Return the version of a name that a run became, or None."""
        query = select(VersionRecord).where(VersionRecord.name == name, VersionRecord.run_id == run_id, _THERE)
        return self._database.scalar(query)

    def next_version(self, name: str) -> int:
        """Return the number of the next version, from 1; a removed version's number is never given again."""
        query = select(func.max(VersionRecord.version)).where(VersionRecord.name == name)
        return (self._database.scalar(query) or 0) + 1

    def add_version(self, record: VersionRecord) -> None:
        """Keep a new version."""
        self._database.add(record)

    def promote(self, record: PromotionRecord) -> None:
        """Let a version serve from now on."""
        self._database.add(record)

    def promotions(self, name: str) -> list[PromotionRecord]:
        """Return the promotions of a name, newest first."""
        query = select(PromotionRecord).where(PromotionRecord.name == name)
        return list(self._database.scalars(query.order_by(PromotionRecord.id.desc())))

    def serving_version(self, name: str) -> int | None:
        """Return the number of the version of a name that serves now, or None."""
        newest = self.promotions(name)
        return newest[0].version if newest else None

    def last_promotion(self) -> int:
        """Return the number of the newest promotion of any name; 0 before the first."""
        return self._database.scalar(select(func.max(PromotionRecord.id))) or 0

    def serving(self) -> list[VersionRecord]:
        """Return the version of each name that serves now."""
        newest = select(func.max(PromotionRecord.id)).group_by(PromotionRecord.name)
        query = select(VersionRecord).join(
            PromotionRecord,
            (PromotionRecord.name == VersionRecord.name) & (PromotionRecord.version == VersionRecord.version),
        )
        return list(self._database.scalars(query.where(PromotionRecord.id.in_(newest))))

    def reference(self, name: str) -> ReferenceRecord | None:
        """Return which session trains a model of the platform's own, or None before it begins."""
        return self._database.get(ReferenceRecord, name)

    def begin_reference(self, record: ReferenceRecord) -> bool:
        """Note that a model of the platform's own is being trained; False where another worker noted it before."""
        if self.reference(record.name) is not None:
            return False
        self._database.add(record)
        self._database.flush()
        return True
