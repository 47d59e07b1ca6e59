"""Predictions that answer at once: the form, a catalogue object's values, and rows."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

import pandas as pd

from backend.errors import InvalidFieldsError, UnknownObjectError, shorten
from backend.records import RunRecord
from backend.services.form import examples_of, form_field, plain_row
from backend.services.models import ModelCache
from backend.services.outcome import is_leaky
from backend.services.sources import Sources

MOST_ROWS = 1_000
MOST_EXPLAINED_ROWS = 50
TABLES_KEPT = 3


class PredictionService:
    """Answers for single rows."""

    def __init__(self, sources: Sources, cache: ModelCache) -> None:
        self._sources = sources
        self._cache = cache
        self._tables: dict[str, tuple[pd.DataFrame, Any, dict[str, Any]]] = {}

    def form(self, session_id: str) -> dict[str, Any]:
        """Return the input form: each feature with unit, meaning and the range seen in training."""
        run = self._cache.trained_run(session_id)
        self._cache.warm(run)
        frame, labels, columns = self._table(run)
        names = run.configuration["features"]["features"]
        result = run.result or {}
        return {
            "session_id": session_id,
            "run_id": run.id,
            "features": [form_field(columns[name], frame[name]) for name in names],
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
        names = run.configuration["features"]["features"]
        position = match.to_numpy().argmax()
        label = labels.target.iloc[position]
        return {
            "name": str(labels.objects.iloc[position]),
            "values": plain_row(frame[names].iloc[position]),
            "catalogue_label": "undecided" if pd.isna(label) else str(label),
        }

    def rows(
        self, session_id: str, rows: list[dict[str, Any]], explain: bool, threshold: float | None
    ) -> dict[str, Any]:
        """Predict rows at once, with contributions if wanted.

        Raises
        ------
        InvalidFieldsError
            If there are no rows, too many, or unknown columns in one.
        ML.exceptions.InvalidRowsError
            If a cell is not of its column's kind.
        """
        run = self._cache.trained_run(session_id)
        _refuse_threshold_without_positive_class(threshold, run)
        frame = self.frame_of(run, rows, MOST_EXPLAINED_ROWS if explain else MOST_ROWS)
        model = self._cache.load(run)
        predictions = [asdict(prediction) for prediction in model.predict(frame, threshold)]
        if explain:
            for prediction, explanation in zip(predictions, self._explain(model, frame, run, threshold), strict=True):
                prediction["explanation"] = explanation
        return {"session_id": session_id, "run_id": run.id, "predictions": predictions}

    def explain(self, session_id: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the contributions behind the answers for rows."""
        run = self._cache.trained_run(session_id)
        frame = self.frame_of(run, rows, MOST_EXPLAINED_ROWS)
        return {"run_id": run.id, "explanations": self._explain(self._cache.load(run), frame, run)}

    def frame_of(self, run: RunRecord, rows: list[dict[str, Any]], most: int) -> pd.DataFrame:
        """Return rows as a table with every feature of the model; what is not given is missing, and said so."""
        names = run.configuration["features"]["features"]
        if not 1 <= len(rows) <= most:
            message = f"{len(rows)} rows were sent; expected 1 to {most}. Send a file to POST /predict for more."
            raise InvalidFieldsError(message, [{"field": "rows", "message": message}])
        unknown = sorted({name for row in rows for name in row} - set(names))
        if unknown:
            shown = ", ".join(shorten(name) for name in unknown[:5])
            message = f"This model has no column {shown}. Its columns are listed by GET /predict?session_id=…"
            raise InvalidFieldsError(
                message, [{"field": f"rows.{shorten(n)}", "message": message} for n in unknown[:20]]
            )
        return pd.DataFrame([{name: row.get(name) for name in names} for row in rows], columns=names)

    def _explain(
        self, model: Any, frame: pd.DataFrame, run: RunRecord, threshold: float | None = None
    ) -> list[dict[str, Any]]:
        from ML.explanation import explain

        _, _, columns = self._table(run)
        explanations = [asdict(explanation) for explanation in explain(model, frame, threshold)]
        for explanation in explanations:
            for part in explanation["contributions"]:
                part["label"] = columns[part["feature"]].label if part["feature"] in columns else part["feature"]
        return explanations

    def _table(self, run: RunRecord) -> tuple[pd.DataFrame, Any, dict[str, Any]]:
        held = self._tables.get(run.id)
        if held is None:
            source = self._sources.open(run.configuration)
            frame = source.load()
            held = (frame, source.label(frame, run.configuration), {column.name: column for column in source.columns})
            # Other threads may put and drop tables meanwhile: what is answered is what is held here.
            for old in list(self._tables)[: 1 - TABLES_KEPT]:
                self._tables.pop(old, None)
            self._tables[run.id] = held
        return held


def _refuse_threshold_without_positive_class(threshold: float | None, run: RunRecord) -> None:
    if threshold is not None and (run.result or {})["positive_class"] is None:
        message = "A threshold needs a task with two classes; this model has more. Leave threshold out."
        raise InvalidFieldsError(message, [{"field": "threshold", "message": message}])
