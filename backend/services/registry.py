"""The registry: named models, which of their versions serves, and which served before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.adapters.files import FileStore
from backend.registry_records import PromotionRecord
from backend.services.bundles import BundleService
from backend.services.models import ModelCache
from backend.services.registry_facts import unknown, version_facts
from backend.services.registry_versions import RegistryVersions
from backend.unit_of_work import Transactions


class RegistryService:
    """Promotes and lists models.

    Parameters
    ----------
    transactions : Transactions
    models : FileStore
        Holds the runs' artefacts, and under ``registry/`` the copies of the versions.
    bundles : BundleService
    cache : ModelCache
        Knows the finished run of a session.

    Attributes
    ----------
    versions : RegistryVersions
    """

    def __init__(
        self, transactions: Transactions, models: FileStore, bundles: BundleService, cache: ModelCache
    ) -> None:
        self._transactions = transactions
        self.versions = RegistryVersions(transactions, models, bundles, cache)

    def promote(self, name: str, asked: Mapping[str, Any], note: str, by: str = "person") -> dict[str, Any]:
        """Let a version of a name serve: ``version``, or a run or session that becomes one. An earlier one rolls back.

        Raises
        ------
        UnknownModelError
            There is no such version; the message names those there are.
        """
        number = asked.get("version") or self.versions.register(name, asked, note, by).version
        with self._transactions.write() as uow:
            # Locked, so that it is not removed at the same moment.
            if uow.registry.version(name, number, lock=True) is None:
                raise unknown(name, [record.version for record in uow.registry.versions(name)], number)
            if uow.registry.serving_version(name) != number:
                uow.registry.promote(PromotionRecord(name=name, version=number, note=note))
        return self.show(name)

    def show(self, name: str) -> dict[str, Any]:
        """Return a model with its versions and the history of its promotions.

        Raises
        ------
        UnknownModelError
            No version of that name is held.
        """
        with self._transactions.read() as uow:
            versions, promotions = uow.registry.versions(name), uow.registry.promotions(name)
        if not versions:
            raise unknown(name)
        serving = promotions[0].version if promotions else None
        facts = [{**version_facts(record), "promoted": record.version == serving} for record in versions]
        return {
            "name": name,
            "state": "serving" if serving else "registered",
            "version": serving,
            "origin": versions[0].origin,
            "versions": facts,
            "promoted": next((entry for entry in facts if entry["promoted"]), None),
            "history": [
                {"version": entry.version, "note": entry.note, "promoted_at": entry.promoted_at} for entry in promotions
            ],
            "progress": None,
        }

    def names(self) -> list[str]:
        """Return every name that has a version."""
        with self._transactions.read() as uow:
            return uow.registry.names()
