"""The work list: a catalogue's undecided objects, the likeliest planet first, with what to expect of each cut."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from backend.adapters.files import FileStore
from backend.records import PredictionRecord
from backend.services.batch_input import folder_of
from backend.services.batch_parts import Parts
from backend.services.chunk_job import write_part

if TYPE_CHECKING:
    from ML.thresholds import Judged
    from ML.training import TrainedModel

EXPECTED = ["expected_so_far", "expected_low", "expected_high"]
RANKED_BY = ["calibrated", "interval_low", "interval_high"]
"""Columns that a ranking adds: what a score stands for, and how many hits are expected down to each row."""


class WorkList:
    """Ranks the answers of a batch.

    Parameters
    ----------
    files : FileStore
    model : TrainedModel
        Its out-of-fold answers tell what a score is worth.
    """

    def __init__(self, files: FileStore, model: TrainedModel) -> None:
        self._files = files
        self._model = model

    def rank(self, record: PredictionRecord, made: dict[str, Any], check: Callable[[], None]) -> dict[str, Any]:
        """Return a finished batch's columns with its rows in one part, best first.

        Rows of a catalogue fit in memory.
        """
        if not made["parts"]:
            return made
        table = pa.concat_tables(list(Parts(self._files, made["parts"]).scan())).to_pandas()
        check()
        ranked = self._ranked(table)
        check()
        path = f"{folder_of(record.id)}/ranked-{record.attempt}.parquet"
        columns = self._write(ranked, path)
        part = {"path": path, "rows": len(ranked), "counts": made["summary"]["by_class"], "columns": columns}
        work_list = self._described(ranked)
        return {
            **made,
            "parts": [part],
            "output_path": path,
            "summary": {**made["summary"], "work_list": work_list},
        }

    def _ranked(self, table: pd.DataFrame) -> pd.DataFrame:
        from ML.thresholds import calibrated_scores, expected_so_far

        known, score = judged(self._model), self._scores(table)
        worth, interval = calibrated_scores(known, score)
        if self._model.plan.calibration != "none":
            worth = score
            interval = np.column_stack([np.minimum(interval[:, 0], worth), np.maximum(interval[:, 1], worth)])
        order = np.lexsort((-score, -worth))
        expected, spread = expected_so_far(known, score[order], worth[order], self._model.plan.seed)
        table = table.iloc[order].reset_index(drop=True)
        place = list(table.columns).index("probability") + 1
        added = dict(zip(RANKED_BY, np.column_stack([worth, interval])[order].T, strict=True))
        added |= dict(zip(EXPECTED, [expected, *spread.T], strict=True))
        for offset, (name, values) in enumerate(added.items()):
            table.insert(place + offset, name, values)
        table.insert(0, "rank", range(1, len(table) + 1))
        return table

    def _scores(self, table: pd.DataFrame) -> np.ndarray:
        """Score that is ranked by: of the positive class, or of whichever class is predicted."""
        return table["probability" if self._model.plan.positive_class is None else "score"].to_numpy(dtype=float)

    def _write(self, ranked: pd.DataFrame, path: str) -> list[list[str]]:
        table = pa.Table.from_pandas(ranked, preserve_index=False).replace_schema_metadata(None)
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "ranked.parquet"
            write_part(table, local)
            self._files.put(path, local)
        return [[field.name, str(field.type)] for field in table.schema]

    def _described(self, ranked: pd.DataFrame) -> dict[str, Any]:
        from ML.thresholds import list_at_threshold, reachable_purposes

        scores, expected = self._scores(ranked), ranked["expected_so_far"].to_numpy()
        spread = ranked[EXPECTED[1:]].to_numpy()
        purposes = []
        for entry in reachable_purposes(judged(self._model), self._model.plan.seed):
            at = entry["threshold"]
            counts = {} if at is None else list_at_threshold(float(str(at)), scores, expected, spread)
            purposes.append(_plain({**entry, "on_list": _plain(counts) if counts else None}))
        return {
            "target": self._model.plan.positive_class,
            "calibration": self._model.plan.calibration,
            "objects": len(ranked),
            "expected": {"value": expected[-1], "low": spread[-1, 0], "high": spread[-1, 1]},
            "expected_by_class": expected_by_class(self._model, ranked),
            "purposes": purposes,
        }


def judged(model: TrainedModel) -> Judged:
    """Return the model's out-of-fold answers: hits of the positive class, or without one of the predicted class."""
    from ML.thresholds import Judged

    table, classes, positive = model.out_of_fold, list(model.classes), model.plan.positive_class
    scores = table[[f"probability_{name}" for name in classes]].to_numpy()
    hosts = pd.factorize(table["host"].astype("str"))[0]
    truth = table["truth"].astype("str").to_numpy()
    if positive is not None:
        return Judged(truth == positive, scores[:, classes.index(positive)], hosts)
    return Judged(np.array(classes)[scores.argmax(axis=1)] == truth, scores.max(axis=1), hosts)


def expected_by_class(model: TrainedModel, ranked: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return how many objects of each class the list is expected to hold, each class against the rest."""
    from ML.thresholds import Judged, calibrated_scores, expected_so_far

    table, found = model.out_of_fold, {}
    hosts = pd.factorize(table["host"].astype("str"))[0]
    for name in model.classes:
        column = f"probability_{name}"
        known = Judged((table["truth"].astype("str") == name).to_numpy(), table[column].to_numpy(), hosts)
        scores = ranked[column].to_numpy()
        worth = scores if model.plan.calibration != "none" else calibrated_scores(known, scores)[0]
        expected, spread = expected_so_far(known, scores, worth, model.plan.seed)
        found[name] = {"value": float(expected[-1]), "low": float(spread[-1, 0]), "high": float(spread[-1, 1])}
    return found


def _plain(numbers: dict[str, Any]) -> dict[str, Any]:
    """Return estimates as JSON keeps them."""
    return {name: asdict(value) if hasattr(value, "low") else value for name, value in numbers.items()}
