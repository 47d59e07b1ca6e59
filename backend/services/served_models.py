"""Promoted models in the memory of one API process, swapped when another is promoted.

They are exported forms, checked by sha256 before they are loaded. Neither scikit-learn nor a boosting
library is imported here: numpy and onnxruntime answer.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.adapters.files import FileStore
from backend.errors import InvalidFieldsError, PlaygroundError
from backend.services.registry_facts import SERVED_FILES, read_checked, unknown
from backend.services.served_remarks import Ranges, row_remarks
from backend.unit_of_work import Transactions
from ML.exceptions import InvalidRowsError

if TYPE_CHECKING:
    from backend.registry_records import VersionRecord
    from ML.bundle.runtime.predict import Scorer

logger = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0
"""How old the knowledge of what is promoted may be."""


@dataclass(frozen=True)
class Served:
    """A version that answers."""

    name: str
    version: int
    run_id: str
    scorer: Scorer
    ranges: Ranges


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
        finally:
            self._looking.release()

    def refresh(self) -> None:
        """Look now."""
        with self._looking:
            self._refresh()

    def _refresh(self) -> None:
        with self._transactions.read() as uow:
            newest = uow.registry.last_promotion()
            records = uow.registry.serving() if newest != self._known else []
        if newest != self._known:
            self._faults = {}
            held = {record.name: self._kept(record) for record in records}
            self._held = {name: served for name, served in held.items() if served is not None}
            self._known = newest
        self._checked_at = time.monotonic()

    def _kept(self, record: VersionRecord) -> Served | None:
        known = self._held.get(record.name)
        if known is not None and (known.version, known.run_id) == (record.version, record.run_id):
            return known
        try:
            return self._load(record)
        except PlaygroundError as fault:
            # One damaged model must not take the others away; the version before goes on.
            logger.warning("Version %s of %s is not loaded: %s", record.version, record.name, fault)
            self._faults[record.name] = fault
            return known

    def _load(self, record: VersionRecord) -> Served:
        from ML.bundle.runtime.predict import Scorer

        form, onnx = (read_checked(self._models, record, name) for name in SERVED_FILES)
        held = json.loads(form)
        scorer = Scorer(held, onnx)
        columns = [column for column in held["columns"] if column["kind"] == "number"]
        ranges = tuple((column["name"], column["minimum"], column["maximum"]) for column in columns)
        # Memory and code paths are taken before the first request asks for them.
        scorer.probabilities([{column["name"]: None for column in held["columns"]}])
        return Served(record.name, record.version, record.run_id, scorer, ranges)

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
        served = self.get(name)
        form = served.scorer.form
        if threshold is not None and form["positive_class"] is None:
            message = "A threshold needs a task with two classes; this model has more. Leave it out."
            raise InvalidFieldsError(message, [{"field": "threshold", "message": message}])
        answers = self._answered(served, rows, threshold)
        for answer, row in zip(answers, rows, strict=True):
            answer["class"] = answer["prediction"]
            answer["warnings"] = row_remarks(served.ranges, row)
        return {"name": name, "version": served.version, "classes": form["classes"], "predictions": answers}

    def _answered(
        self, served: Served, rows: Sequence[Mapping[str, Any]], threshold: float | None
    ) -> list[dict[str, Any]]:
        from ML.bundle.runtime.predict import UnusableRowsError

        try:
            return served.scorer.predict(rows, threshold)
        except UnusableRowsError as fault:
            expected = [column["name"] for column in served.scorer.form["columns"]]
            raise InvalidRowsError(str(fault), expected=expected) from fault

    def describe(self) -> dict[str, Any]:
        """Return what is held, for health."""
        return {name: served.version for name, served in self._held.items()}
