"""What would have to be different about an object for the model to answer otherwise."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from backend.records import RunRecord
from backend.services.answering import Answering
from backend.services.models import MOST_MODELS, ModelCache
from backend.services.rows import refuse_threshold_without_positive_class, rows_table
from backend.services.sources import Sources

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 5


class CounterfactualService:
    """Searches for single rows.

    Parameters
    ----------
    sources : Sources
        Opens the table that a run was trained on: what is plausible is what its decided objects hold.
    cache : ModelCache
    """

    def __init__(self, sources: Sources, cache: ModelCache) -> None:
        self._sources = sources
        self._cache = cache
        self._answering = Answering(cache)
        self._known: dict[str, pd.DataFrame] = {}

    def of_rows(
        self,
        session_id: str,
        rows: list[dict[str, Any]],
        target: str | None = None,
        threshold: float | None = None,
        most_columns: int = 3,
    ) -> dict[str, Any]:
        """Return the smallest plausible change of each row that changes its answer, by the model that answers it.

        Raises
        ------
        InvalidFieldsError
            No rows or too many, unknown columns, no such class, or a threshold without a positive class.
        ML.exceptions.InvalidRowsError
            If a cell is not of its column's kind.
        """
        from ML.explanation import counterfactual

        run = self._cache.trained_run(session_id)
        refuse_threshold_without_positive_class(threshold, run)
        frame = rows_table(run.configuration["features"]["features"], rows, MOST_ROWS)
        known = self._reference(run)
        answers = self._answering.of(run).answer(frame, threshold, helpful=False)
        search = partial(counterfactual, reference=known, target=target, threshold=threshold, most_columns=most_columns)
        found = [search(answer.model, frame.iloc[[row]])[0] for row, answer in enumerate(answers)]
        return {"run_id": run.id, "counterfactuals": [asdict(one) for one in found]}

    def _reference(self, run: RunRecord) -> pd.DataFrame:
        """Return the features of the decided objects, kept for a few runs."""
        known = self._known.get(run.id)
        if known is None:
            source = self._sources.open(run.configuration)
            frame = source.load()
            decided = source.label(frame, run.configuration).target.notna()
            known = frame.loc[decided.to_numpy(), run.configuration["features"]["features"]]
            # Other threads may put and drop tables meanwhile: what is searched is what is held here.
            for old in list(self._known)[: 1 - MOST_MODELS]:
                self._known.pop(old, None)
            self._known[run.id] = known
        return known
