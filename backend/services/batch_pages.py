"""Pages of a finished batch: few rows, the columns that matter, and what a work list cut there is to hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow.parquet as pq

from backend.adapters.files import FileStore
from backend.records import PredictionRecord, RunRecord
from backend.services.batch_input import folder_of
from backend.services.batch_parts import Parts
from backend.services.batch_view import Views
from backend.unit_of_work import Transactions

ALWAYS_SHOWN = (
    "rank", "object", "host", "catalogue_label", "prediction", "probability", "calibrated", "interval_low",
    "interval_high", "expected_so_far", "expected_low", "expected_high", "score", "answered_by", "warnings",
)  # fmt: skip
MOST_EXTRAS, MOST_INPUTS = 20, 8
"""Columns of a page beside the answers; the download holds all of them."""
_COUNTED = ("expected_so_far", "expected_low", "expected_high")


class BatchPages:
    """Reads pages.

    Parameters
    ----------
    transactions : Transactions
    files : FileStore
    """

    def __init__(self, transactions: Transactions, files: FileStore) -> None:
        self._transactions = transactions
        self._files = files

    def parts(self, record: PredictionRecord) -> Parts:
        """Return a finished batch's answers."""
        if record.parts is not None or record.output_path is None:
            return Parts(self._files, record.parts or [])
        return Parts(self._files, [self._described(record.output_path)])

    def page(self, record: PredictionRecord, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of rows; with ``threshold`` also the counts of the list that is cut there."""
        with self._transactions.read() as uow:
            run = uow.runs.get(record.run_id)
            positive = (run.result or {}).get("positive_class")
        parts = self.parts(record)
        views = Views(
            self._files, f"{folder_of(record.id)}/views", parts, "probability" if positive is None else "score"
        )
        numbers, total = views.page(query)
        columns = shown_columns(run, parts.names)
        return {
            "columns": columns,
            "rows": parts.take(numbers, columns).to_pylist(),
            "page": query["page"],
            "per_page": query["per_page"],
            "total": total,
            "cut": self._cut(parts, views, query) if record.summary.get("work_list") else None,
        }

    def _cut(self, parts: Parts, views: Views, query: dict[str, Any]) -> dict[str, Any] | None:
        if query.get("threshold") is None:
            return None
        _, selected = views.page({"page": 1, "per_page": 1, "threshold": query["threshold"]})
        last, everything = (_counts(parts, number) for number in (selected - 1, parts.rows - 1))
        return {
            "threshold": query["threshold"],
            "selected": selected,
            "expected": last,
            "expected_false_positives": {
                "value": selected - last["value"],
                "low": selected - last["high"],
                "high": selected - last["low"],
            },
            "expected_missed": {"value": everything["value"] - last["value"]},
        }

    def _described(self, path: str) -> dict[str, Any]:
        """Describe a part of a batch that was done before parts were kept."""
        with self._files.open(path) as handle, pq.ParquetFile(handle) as file:
            columns = [[field.name, str(field.type)] for field in file.schema_arrow]
            return {"path": path, "rows": file.metadata.num_rows, "counts": {}, "columns": columns}


def _counts(parts: Parts, number: int) -> dict[str, float]:
    if number < 0:
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    row = parts.take(np.array([number]), _COUNTED).to_pylist()[0]
    return {"value": row["expected_so_far"], "low": row["expected_low"], "high": row["expected_high"]}


def shown_columns(run: RunRecord, names: list[str]) -> list[str]:
    """Return the answers, the columns that came along, and the first of the model's own columns."""
    features = set(run.configuration["features"]["features"])
    answers = [name for name in names if name in ALWAYS_SHOWN or name.startswith("probability_")]
    came_along = [name for name in names if name not in answers and name not in features]
    inputs = [name for name in names if name in features and name not in answers]
    return [*answers, *came_along[:MOST_EXTRAS], *inputs[:MOST_INPUTS]]
