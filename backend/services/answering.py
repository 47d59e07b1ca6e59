"""What answers the rows of a run, with the reduced models that its rows needed so far."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from backend.records import RunRecord
from backend.services.models import MOST_MODELS, ModelCache

if TYPE_CHECKING:
    from ML.partial import PartialInputs, RowAnswer
    from ML.trained_model import TrainedModel

MOST_HELPED_ROWS = 5
"""Rows of one request up to which it is measured what knowing more would buy."""


class Answering:
    """Answers rows, whatever they lack.

    Parameters
    ----------
    cache : ModelCache
    """

    def __init__(self, cache: ModelCache) -> None:
        self._cache = cache
        self._held: OrderedDict[str, PartialInputs] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, run: RunRecord) -> PartialInputs:
        """Return what answers rows of a run; of as many runs as models are held."""
        from ML.partial import PartialInputs

        model = self._cache.load(run)
        with self._lock:
            if run.id not in self._held or self._held[run.id].model is not model:
                self._held[run.id] = PartialInputs(model)
            self._held.move_to_end(run.id)
            while len(self._held) > MOST_MODELS:
                self._held.popitem(last=False)
            return self._held[run.id]

    def answer(self, run: RunRecord, frame: pd.DataFrame, threshold: float | None) -> list[RowAnswer]:
        """Answer rows; of a few it is also told which missing fields would help most."""
        return self.of(run).answer(frame, threshold, helpful=len(frame) <= MOST_HELPED_ROWS)


def answer_json(answer: RowAnswer) -> dict[str, Any]:
    """Return one answer, ready for JSON."""
    return {
        **asdict(answer.prediction),
        "answered_by": asdict(answer.answered_by),
        "most_helpful": [asdict(entry) for entry in answer.most_helpful],
    }


def explain_answers(
    answers: list[RowAnswer], frame: pd.DataFrame, threshold: float | None = None
) -> list[dict[str, Any]]:
    """Explain each answer with the model that gave it, in the order of the rows."""
    from ML.explanation import explain

    explained: dict[int, dict[str, Any]] = {}
    for model, rows in _by_model(answers):
        told = explain(model, frame.iloc[rows], threshold)
        explained.update({row: asdict(entry) for row, entry in zip(rows, told, strict=True)})
    return [explained[row] for row in range(len(answers))]


def _by_model(answers: list[RowAnswer]) -> list[tuple[TrainedModel, list[int]]]:
    groups: dict[int, tuple[TrainedModel, list[int]]] = {}
    for row, answer in enumerate(answers):
        groups.setdefault(id(answer.model), (answer.model, []))[1].append(row)
    return list(groups.values())
