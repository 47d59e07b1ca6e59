"""One registered version in memory: an exported form that numpy and onnxruntime answer with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.adapters.files import FileStore
from backend.errors import InvalidFieldsError
from backend.services.registry_facts import SERVED_FILES, read_checked
from backend.services.served_remarks import Ranges, row_remarks
from ML.exceptions import InvalidRowsError

if TYPE_CHECKING:
    from backend.registry_records import VersionRecord
    from ML.bundle.runtime.predict import Scorer


@dataclass(frozen=True)
class Served:
    """A version that answers."""

    name: str
    version: int
    run_id: str
    scorer: Scorer
    ranges: Ranges

    @staticmethod
    def load(models: FileStore, record: VersionRecord) -> Served:
        """Load a version, after each file's sha256 was found to be the recorded one.

        Raises
        ------
        DamagedFileError
        """
        from ML.bundle.runtime.predict import Scorer

        form, onnx = (read_checked(models, record, name) for name in SERVED_FILES)
        held = json.loads(form)
        scorer = Scorer(held, onnx)
        columns = [column for column in held["columns"] if column["kind"] == "number"]
        ranges = tuple((column["name"], column["minimum"], column["maximum"]) for column in columns)
        # Memory and code paths are taken before the first request asks for them.
        scorer.probabilities([{column["name"]: None for column in held["columns"]}])
        return Served(record.name, record.version, record.run_id, scorer, ranges)

    def is_of(self, record: VersionRecord) -> bool:
        """Tell whether this is that version."""
        return (self.version, self.run_id) == (record.version, record.run_id)

    def predict(self, rows: Sequence[Mapping[str, Any]], threshold: float | None) -> dict[str, Any]:
        """Answer rows.

        Raises
        ------
        InvalidFieldsError, InvalidRowsError
            A threshold for a task without a positive class, or rows that it cannot use.
        """
        form = self.scorer.form
        if threshold is not None and form["positive_class"] is None:
            message = "A threshold needs a task with two classes; this model has more. Leave it out."
            raise InvalidFieldsError(message, [{"field": "threshold", "message": message}])
        answers = self._answered(rows, threshold)
        for answer, row in zip(answers, rows, strict=True):
            answer["class"] = answer["prediction"]
            answer["warnings"] = row_remarks(self.ranges, row)
        return {"name": self.name, "version": self.version, "classes": form["classes"], "predictions": answers}

    def _answered(self, rows: Sequence[Mapping[str, Any]], threshold: float | None) -> list[dict[str, Any]]:
        from ML.bundle.runtime.predict import UnusableRowsError

        try:
            return self.scorer.predict(rows, threshold)
        except UnusableRowsError as fault:
            expected = [column["name"] for column in self.scorer.form["columns"]]
            raise InvalidRowsError(str(fault), expected=expected) from fault
