"""Which versions of an archive table are held, told by the provenance of their snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from backend.unit_of_work import Transactions
from ML.catalogs.snapshots import provenance_of, snapshots


@dataclass(frozen=True, slots=True)
class TableVersion:
    """One held snapshot: its id, and its provenance record."""

    id: str
    provenance: Mapping[str, Any]


class TableVersions:
    """Looks at what is held of a catalogue, shipped or fetched; extensions of single persons do not count.

    Parameters
    ----------
    transactions : Transactions
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def rows(self, catalogue: str, table: str) -> int:
        """Objects in the newest version of ``table``, else in the newest of the catalogue; 0 where nothing is held."""
        held = self._held(catalogue)
        newest = next((version for version in held if version.provenance.get("table") == table), None)
        chosen = newest or next(iter(held), None)
        return int(chosen.provenance["rows"]) if chosen else 0

    def same(self, catalogue: str, table: str, date: str, table_sha256: str) -> TableVersion | None:
        """Return the newest version of ``table`` if it holds just these values, or an older one of this very day."""
        of_table = [version for version in self._held(catalogue) if version.provenance.get("table") == table]
        for place, version in enumerate(of_table):
            facts = version.provenance
            if facts["table_sha256"] == table_sha256 and (place == 0 or facts["date"] == date):
                return version
        return None

    def free_id(self, catalogue: str, wanted: str) -> str:
        """Return ``wanted``, or with a number after it where another snapshot has that id."""
        shipped = {snapshot.id for snapshot in snapshots(catalogue)}
        names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
        with self._transactions.read() as uow:
            # Extensions of single persons take names too.
            return next(name for name in names if name not in shipped and uow.snapshots.find(catalogue, name) is None)

    def _held(self, catalogue: str) -> list[TableVersion]:
        """Versions, newest first."""
        shipped = [provenance_of(snapshot.path) for snapshot in snapshots(catalogue) if snapshot.path]
        with self._transactions.read() as uow:
            fetched = [record.provenance for record in uow.snapshots.public(catalogue)]
        held = sorted([*shipped, *fetched], key=lambda facts: (facts["date"], facts["id"]), reverse=True)
        return [TableVersion(facts["id"], facts) for facts in held]
