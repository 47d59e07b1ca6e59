"""Predictions that answer at once: the form, a catalogue object's values, and rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any, TypeVar

import pandas as pd

from backend.errors import shorten
from backend.records import RunRecord
from backend.services.answering import Answering, answer_json, explain_answers
from backend.services.form import examples_of, form_field, input_shares, plain_row
from backend.services.models import ModelCache
from backend.services.outcome import is_leaky
from backend.services.rows import refuse_other_run, refuse_threshold_without_positive_class, rows_table
from backend.services.sources import Sources
from backend.unknown_errors import UnknownObjectError

MOST_ROWS = 1_000
MOST_EXPLAINED_ROWS = 50
RUNS_KEPT = 3

Kept = TypeVar("Kept")


class PredictionService:
    """Answers for single rows."""

    def __init__(self, sources: Sources, cache: ModelCache) -> None:
        self._sources = sources
        self._cache = cache
        self._answering = Answering(cache)
        self.looked: Callable[[str, bool], None] = lambda cache, is_hit: None
        """Told whether the table that was asked for was held."""
        self._tables: dict[str, tuple[pd.DataFrame, Any, dict[str, Any]]] = {}
        self._forms: dict[str, dict[str, Any]] = {}

    def form(self, session_id: str) -> dict[str, Any]:
        """Return the input form: each feature with unit, meaning, the range seen in training and what it matters."""
        run = self._cache.trained_run(session_id)
        self._cache.warm(run)
        form = _kept(self._forms, run.id, lambda: self._new_form(run))
        return {**form, "session_id": session_id}

    def _new_form(self, run: RunRecord) -> dict[str, Any]:
        frame, labels, columns = self._table(run)
        names, result = _names(run), run.result or {}
        shares = input_shares([columns[name] for name in names], result["importance"])
        return {
            "run_id": run.id,
            "features": [form_field(columns[name], frame[name], shares.get(name)) for name in names],
            "classes": result["evaluation"]["classes"],
            "positive_class": result["positive_class"],
            "leaky": is_leaky(run.configuration),
            "examples": examples_of(frame, labels, names),
        }

    def template(self, session_id: str) -> str:
        """Return a CSV table with the features as header and one example row."""
        form = self.form(session_id)
        names = [feature["name"] for feature in form["features"]]
        text = io.StringIO()
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        for example in form["examples"][:1]:
            writer.writerow(example["values"])
        return text.getvalue()

    def known_object(self, session_id: str, name: str) -> dict[str, Any]:
        """Return the catalogued values of one object, to fill the form."""
        run = self._cache.trained_run(session_id)
        frame, labels, _ = self._table(run)
        match = labels.objects.astype("str").str.casefold() == name.strip().casefold()
        if not match.any():
            raise UnknownObjectError(
                f"There is no object {shorten(name)!r} in this table. "
                f"Expected a name such as {labels.objects.iloc[0]!r}.",
                name=shorten(name),
            )
        names = _names(run)
        position = match.to_numpy().argmax()
        label = labels.target.iloc[position]
        return {
            "name": str(labels.objects.iloc[position]),
            "values": plain_row(frame[names].iloc[position]),
            "catalogue_label": "undecided" if pd.isna(label) else str(label),
        }

    def rows(
        self,
        session_id: str,
        rows: list[dict[str, Any]],
        explain: bool,
        threshold: float | None,
        run_id: str | None = None,
    ) -> dict[str, Any]:
        """Predict rows at once, with contributions if wanted.

        Rows that lack what the model needs are answered by a model of the fields that they give.

        Raises
        ------
        InvalidFieldsError
            If there are no rows, too many, an empty one, or unknown columns; or if they are meant for another run.
        ML.exceptions.InvalidRowsError
            If a cell is not of its column's kind.
        """
        run = self._cache.trained_run(session_id)
        refuse_other_run(run_id, run)
        refuse_threshold_without_positive_class(threshold, run)
        frame = rows_table(_names(run), rows, MOST_EXPLAINED_ROWS if explain else MOST_ROWS)
        answers = self._answering.answer(run, frame, threshold)
        predictions = [answer_json(answer) for answer in answers]
        if explain:
            told = explain_answers(answers, frame, threshold)
            predictions = [{**one, "explanation": why} for one, why in zip(predictions, told, strict=True)]
        return {"session_id": session_id, "run_id": run.id, "predictions": predictions}

    def explain(self, session_id: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the contributions behind the answers for rows."""
        run = self._cache.trained_run(session_id)
        frame = rows_table(_names(run), rows, MOST_EXPLAINED_ROWS)
        answers = self._answering.of(run).answer(frame, helpful=False)
        return {"run_id": run.id, "explanations": explain_answers(answers, frame)}

    def _table(self, run: RunRecord) -> tuple[pd.DataFrame, Any, dict[str, Any]]:
        self.looked("tables", run.id in self._tables)
        return _kept(self._tables, run.id, lambda: self._open(run))

    def _open(self, run: RunRecord) -> tuple[pd.DataFrame, Any, dict[str, Any]]:
        source = self._sources.open(run.configuration)
        frame = source.load()
        return frame, source.label(frame, run.configuration), {column.name: column for column in source.columns}


def _names(run: RunRecord) -> list[str]:
    return list(run.configuration["features"]["features"])


def _kept(held: dict[str, Kept], key: str, make: Callable[[], Kept]) -> Kept:
    """Return what is kept of a run, made when it is first asked for; of a few runs."""
    # Other threads may put and drop entries meanwhile: what is answered is what is held here.
    found = held.get(key)
    if found is None:
        found = make()
        for old in list(held)[: 1 - RUNS_KEPT]:
            held.pop(old, None)
        held[key] = found
    return found
