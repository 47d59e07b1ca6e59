"""Promoted models in the memory of one API process, swapped when another is promoted.

They are exported forms, checked by sha256 before they are loaded. Neither scikit-learn nor a boosting
library is imported here: numpy and onnxruntime answer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backend.adapters.files import FileStore
from backend.errors import PlaygroundError
from backend.services.registry_facts import unknown
from backend.services.served import Served
from backend.unit_of_work import Transactions

if TYPE_CHECKING:
    from backend.registry_records import VersionRecord

logger = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0
"""How old the knowledge of what is promoted may be."""


class ServedModels:
    """The promoted models by name.

    Parameters
    ----------
    transactions : Transactions
    models : FileStore
    """

    def __init__(self, transactions: Transactions, models: FileStore) -> None:
        self._transactions = transactions
        self._models = models
        self._held: dict[str, Served] = {}
        self._faults: dict[str, PlaygroundError] = {}
        self._known = -1
        self._checked_at = float("-inf")
        self._looking = threading.Lock()

    def warm(self) -> None:
        """Load what is promoted, so that the first request need not wait; what cannot be loaded is logged."""
        try:
            self.refresh()
        except PlaygroundError as error:
            logger.warning("Promoted models are not loaded yet: %s", error)

    def get(self, name: str) -> Served:
        """Return the model that serves a name, as it was at most a second ago.

        Raises
        ------
        UnknownModelError
            No version of that name is promoted.
        """
        if time.monotonic() - self._checked_at > CHECK_EVERY_S:
            self._look(wait=name not in self._held)
        try:
            return self._held[name]
        except KeyError:
            raise self._missing(name) from None

    def _look(self, wait: bool) -> None:
        """One thread looks; the others go on with what is held, unless they have nothing to answer with."""
        if not self._looking.acquire(blocking=wait):
            return
        try:
            if time.monotonic() - self._checked_at > CHECK_EVERY_S:
                self._refresh()
        except PlaygroundError as error:
            if wait:
                raise
            # A database that is away for a moment is no reason to refuse what this process can answer.
            logger.warning("Whether another model was promoted is not known: %s", error)
            self._checked_at = time.monotonic()
        finally:
            self._looking.release()

    def refresh(self) -> None:
        """Look now."""
        with self._looking:
            self._refresh()

    def _refresh(self) -> None:
        with self._transactions.read() as uow:
            newest = uow.registry.last_promotion()
            # What could not be loaded is tried again: its file may be back, its store may answer.
            is_old = newest != self._known or bool(self._faults)
            records = uow.registry.serving() if is_old else []
        if is_old:
            self._faults = {}
            held = {record.name: self._kept(record) for record in records}
            self._held = {name: served for name, served in held.items() if served is not None}
            self._known = newest
        self._checked_at = time.monotonic()

    def _kept(self, record: VersionRecord) -> Served | None:
        known = self._held.get(record.name)
        if known is not None and known.is_of(record):
            return known
        try:
            return Served.load(self._models, record)
        except PlaygroundError as fault:
            # One damaged model must not take the others away; the version before goes on.
            logger.warning("Version %s of %s is not loaded: %s", record.version, record.name, fault)
            self._faults[record.name] = fault
            return known

    def _missing(self, name: str) -> PlaygroundError:
        if name in self._faults:
            return self._faults[name]
        with self._transactions.read() as uow:
            return unknown(name, [record.version for record in uow.registry.versions(name)])

    def predict(self, name: str, rows: Sequence[Mapping[str, Any]], threshold: float | None) -> dict[str, Any]:
        """Answer rows by the promoted model.

        Raises
        ------
        UnknownModelError, InvalidFieldsError, InvalidRowsError
            No such model, a threshold for a task without a positive class, or rows that it cannot use.
        """
        return self.get(name).predict(rows, threshold)

    def describe(self) -> dict[str, Any]:
        """Return what is held, for health."""
        return {name: served.version for name, served in self._held.items()}
