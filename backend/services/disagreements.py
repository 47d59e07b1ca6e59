"""Where model and catalogue disagree: out-of-fold answers against verdicts, the most surprising first."""

from __future__ import annotations

from typing import Any

import pandas as pd

from backend.records import RunRecord
from backend.services.validated import ValidatedTables

CONFIDENT = 0.95
SHOWN = ["object", "host", "truth", "prediction", "probability", "truth_probability", "fold"]


class Disagreements:
    """Lists validated objects by how much their answer surprises.

    Parameters
    ----------
    tables : ValidatedTables
    """

    def __init__(self, tables: ValidatedTables) -> None:
        self._tables = tables

    def section(self, run: RunRecord, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of the objects that are answered wrong, or of those behind a cell of the confusion matrix."""
        table = with_truth_probability(self._tables.of(run), (run.result or {})["evaluation"]["classes"])
        wrong = table[table["truth"] != table["prediction"]]
        chosen = _asked_for(table, query)
        chosen = wrong if chosen is None else chosen
        if query.get("threshold") is not None:
            chosen = chosen[chosen["probability"] >= query["threshold"]]
        chosen = chosen.sort_values(["probability", "object"], ascending=[False, True])
        start = (query["page"] - 1) * query["per_page"]
        return {
            "rows": chosen[SHOWN].iloc[start : start + query["per_page"]].to_dict("records"),
            "page": query["page"],
            "per_page": query["per_page"],
            "total": len(chosen),
            "contradictions": {
                "confidence": CONFIDENT,
                "objects": int((wrong["probability"] >= CONFIDENT).sum()),
                "answers": int((table["probability"] >= CONFIDENT).sum()),
            },
        }


def all_disagreements(tables: ValidatedTables, run: RunRecord) -> pd.DataFrame:
    """Return every object that is answered wrong out of fold, the most confident first, with its rank.

    ``confident`` marks answers of a probability of at least ``CONFIDENT``: contradictions worth a second look.
    """
    table = with_truth_probability(tables.of(run), (run.result or {})["evaluation"]["classes"])
    wrong = table[table["truth"] != table["prediction"]].sort_values(["probability", "object"], ascending=[False, True])
    probabilities = [name for name in wrong.columns if name.startswith("probability_")]
    ranked = wrong[[*SHOWN, *probabilities]].assign(confident=wrong["probability"] >= CONFIDENT)
    ranked.insert(0, "rank", range(1, len(ranked) + 1))
    return ranked


def with_truth_probability(table: pd.DataFrame, classes: list[str]) -> pd.DataFrame:
    """Return the table with the probability that the model gives to the catalogue's verdict."""
    codes = table["truth"].map({name: code for code, name in enumerate(classes)}).to_numpy()
    scores = table[[f"probability_{name}" for name in classes]].to_numpy()
    return table.assign(truth_probability=scores[range(len(table)), codes])


def _asked_for(table: pd.DataFrame, query: dict[str, Any]) -> pd.DataFrame | None:
    wanted = {"truth": query.get("truth"), "prediction": query.get("predicted")}
    named = {column: value for column, value in wanted.items() if value is not None}
    if not named:
        return None
    for column, value in named.items():
        table = table[table[column] == value]
    return table
