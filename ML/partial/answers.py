"""Answers to rows that may lack inputs, each with the fields that it stands on and those whose knowledge would help."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ML.input_rows import check_rows, missing_remark
from ML.partial.gaps import MOST_LACKING, known_gaps
from ML.partial.reduced import can_reduce, reduced_log_loss, reduced_model
from ML.results import Prediction, remark
from ML.trained_model import TrainedModel

MOST_KEPT = 16
"""Reduced models that are kept; the least recently used goes first."""

MOST_FIELD_SETS = 6
"""Reduced models that one call may fit; further rows are answered with stand-ins, and say so."""

MOST_CANDIDATES = 4
"""Missing fields that are tried, those that matter most to the whole model first."""

LEAST_GAIN = 0.001
"""Drop of the log-loss below which knowing a field is not worth naming."""

_STAND_INS = ("median", "mean")
"""Ways of imputing that put a typical value in an empty cell and do not take the gap itself for a fact."""

_PERCENT = 100
_MOST_LOSSES = 256


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """Which model an answer is of.

    Attributes
    ----------
    kind : {"whole", "reduced"}
        The trained model, or a model of the given fields alone.
    fields : tuple of str
        Fields that were given and used.
    accuracy, log_loss : float or None
        Of the answering model on held-out rows.
    whole_accuracy, whole_log_loss : float or None
        Of the trained model, with all its fields.
    text : str
    """

    kind: str
    fields: tuple[str, ...]
    accuracy: float | None
    log_loss: float | None
    whole_accuracy: float | None
    whole_log_loss: float | None
    text: str


@dataclass(frozen=True, slots=True)
class HelpfulField:
    """A missing field, and by how much knowing it lowers the log-loss on held-out rows [nats per row]."""

    feature: str
    label: str
    unit: str
    gain: float
    accuracy: float
    text: str


@dataclass(frozen=True)
class RowAnswer:
    """The answer for one row.

    Attributes
    ----------
    prediction : Prediction
    answered_by : AnsweredBy
    most_helpful : tuple of HelpfulField
        Largest gain first; empty for rows that the whole model answers.
    model : TrainedModel
        The model that answered, to explain the answer with.
    """

    prediction: Prediction
    answered_by: AnsweredBy
    most_helpful: tuple[HelpfulField, ...]
    model: TrainedModel


class PartialInputs:
    """Answers rows of a model whatever they lack; keeps the reduced models that it fits.

    Parameters
    ----------
    model : TrainedModel
        Without a reserve of training rows, every row is answered with stand-ins, and says so.

    Attributes
    ----------
    gaps : KnownGaps
    is_reducible : bool
        Whether models of some of the fields can be fitted.

    Notes
    -----
    The same fields give the same reduced model in any process, order and company of rows. May be shared by threads.
    """

    def __init__(self, model: TrainedModel) -> None:
        self.model = model
        self.gaps = known_gaps(model)
        self.is_reducible = can_reduce(model)
        self._models: OrderedDict[tuple[str, ...], TrainedModel] = OrderedDict()
        self._losses: OrderedDict[tuple[str, ...], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, frame: pd.DataFrame, threshold: float | None = None, *, helpful: bool = True) -> list[RowAnswer]:
        """Answer each row.

        Parameters
        ----------
        frame : DataFrame
            Has every column of the model; cells may be empty.
        threshold : float or None
            As for :meth:`TrainedModel.predict`.
        helpful : bool
            Whether to measure which missing fields would help most: up to ``MOST_CANDIDATES`` validations for each
            set of fields that a reduced model answers.

        Returns
        -------
        list of RowAnswer
            In the order of the rows.

        Raises
        ------
        InvalidRowsError
            A column is missing, or a cell is not a number.
        """
        missing = check_rows(frame, self.model.columns).isna().to_numpy()
        answers: dict[int, RowAnswer] = {}
        for fields, rows in self._groups(missing).items():
            alike = frame.iloc[rows]
            told = (
                self._reduced(alike, fields, threshold, helpful)
                if fields
                else self._whole(alike, missing[rows], threshold)
            )
            answers.update(zip(rows, told, strict=True))
        return [answers[row] for row in range(len(frame))]

    def fields_of(self, missing: np.ndarray) -> list[tuple[str, ...]]:
        """Return of which fields a reduced model answers each row; no field where the whole model does.

        Parameters
        ----------
        missing : ndarray of bool of shape (n_rows, n_columns)
            In the order of the model's columns.
        """
        names = np.array(self.gaps.names, dtype=object)
        much = self._lacks_much(missing) & self.is_reducible
        return [tuple(names[~row]) if lacks else () for row, lacks in zip(missing, much.tolist(), strict=True)]

    def fields_of_table(self, given: Collection[str]) -> tuple[str, ...]:
        """Return of which fields a reduced model answers a table that lacks columns; none where the whole model does.

        A column that a table lacks says nothing of its objects, whatever empty cells mean among the training rows: no
        pattern of gaps counts as known. Where medians stand in and what is missing matters little, they do better.
        """
        lacking = ~np.isin(self.gaps.names, list(given))
        is_little = self.model.plan.imputation in _STAND_INS and self.gaps.shares[lacking].sum() <= MOST_LACKING
        if not lacking.any() or is_little or not self.is_reducible:
            return ()
        return self._names(~lacking)

    def reduced(self, fields: tuple[str, ...]) -> TrainedModel:
        """Return the model of some fields, fitted when it is first asked for."""
        with self._lock:
            if fields not in self._models:
                self._models[fields] = reduced_model(self.model, fields)
                _forget(self._models, MOST_KEPT)
            self._models.move_to_end(fields)
            return self._models[fields]

    def most_helpful(self, fields: tuple[str, ...]) -> tuple[HelpfulField, ...]:
        """Measure which fields would help most beside those given: the largest drop of the log-loss first."""
        before = _numbers(self.reduced(fields))
        found = [self._gain(name, before, self._with(fields, name)) for name in self._candidates(fields)]
        return tuple(sorted((entry for entry in found if entry.gain >= LEAST_GAIN), key=lambda entry: -entry.gain))

    def _lacks_much(self, missing: np.ndarray) -> np.ndarray:
        return self.gaps.lacking(missing) > MOST_LACKING

    def _groups(self, missing: np.ndarray) -> dict[tuple[str, ...], list[int]]:
        groups: dict[tuple[str, ...], list[int]] = {(): []}
        for row, fields in enumerate(self.fields_of(missing)):
            key = fields if fields in groups or len(groups) <= MOST_FIELD_SETS else ()
            groups.setdefault(key, []).append(row)
        return {fields: rows for fields, rows in groups.items() if rows}

    def _whole(self, frame: pd.DataFrame, missing: np.ndarray, threshold: float | None) -> list[RowAnswer]:
        predictions = self.model.predict(frame, threshold)
        given = [self._names(~row) for row in missing]
        return [
            RowAnswer(_warned(answer, _DISTRUST) if much else answer, self._by_whole(fields), (), self.model)
            for answer, fields, much in zip(predictions, given, self._lacks_much(missing).tolist(), strict=True)
        ]

    def _reduced(
        self, frame: pd.DataFrame, fields: tuple[str, ...], threshold: float | None, helpful: bool
    ) -> list[RowAnswer]:
        reduced = self.reduced(fields)
        by, gains = self._by_reduced(reduced, fields), self.most_helpful(fields) if helpful else ()
        remarks = [missing_remark(self._names(~np.isin(self.gaps.names, fields)), len(self.gaps.names), by.text)]
        return [
            RowAnswer(replace(answer, warnings=[*remarks, *answer.warnings]), by, gains, reduced)
            for answer in reduced.predict(frame, threshold)
        ]

    def _names(self, chosen: np.ndarray) -> tuple[str, ...]:
        return tuple(name for name, held in zip(self.gaps.names, chosen.tolist(), strict=True) if held)

    def _by_whole(self, fields: tuple[str, ...]) -> AnsweredBy:
        loss, accuracy = _numbers(self.model)
        return AnsweredBy("whole", fields, accuracy, loss, accuracy, loss, "Answered by the trained model.")

    def _by_reduced(self, reduced: TrainedModel, fields: tuple[str, ...]) -> AnsweredBy:
        (loss, accuracy), (whole_loss, whole_accuracy) = _numbers(reduced), _numbers(self.model)
        text = (
            f"This row is answered by a model of the {len(fields)} given field{'' if len(fields) == 1 else 's'}: it is "
            f"right about {_percent(accuracy)} of held-out objects, the model of all fields about "
            f"{_percent(whole_accuracy)}."
        )
        return AnsweredBy("reduced", fields, accuracy, loss, whole_accuracy, whole_loss, text)

    def _candidates(self, fields: tuple[str, ...]) -> list[str]:
        """Missing fields that matter most to the whole model."""
        order = np.argsort(-self.gaps.shares, kind="stable").tolist()
        missing = [self.gaps.names[k] for k in order if self.gaps.names[k] not in fields and self.gaps.shares[k] > 0]
        return missing[:MOST_CANDIDATES]

    def _with(self, fields: tuple[str, ...], added: str) -> tuple[float, float]:
        """Log-loss and accuracy of a model of the fields and one more."""
        key = tuple(name for name in self.gaps.names if name in fields or name == added)
        with self._lock:
            if key not in self._losses:
                self._losses[key] = reduced_log_loss(self.model, key)
                _forget(self._losses, _MOST_LOSSES)
            return self._losses[key]

    def _gain(self, name: str, before: tuple[float, float], after: tuple[float, float]) -> HelpfulField:
        column = self.model.feature(name)
        label, unit = (column.label or name, column.unit) if column else (name, "")
        text = (
            f"Knowing {label}, such a model is right about {_percent(after[1])} instead of {_percent(before[1])} of "
            f"held-out objects, and its log-loss falls from {before[0]:.3f} to {after[0]:.3f}."
        )
        return HelpfulField(name, label, unit, before[0] - after[0], after[1], text)


_DISTRUST = remark(
    "gaps_unknown",
    "What is missing matters much to the model, and hardly any training row lacks the same: do not trust this answer. "
    "Ask for this row alone, with at least one value, and a model of its own fields answers.",
)


def _warned(answer: Prediction, told: dict[str, str]) -> Prediction:
    return replace(answer, warnings=[*answer.warnings, told])


def _numbers(model: TrainedModel) -> tuple[float, float]:
    """Log-loss and accuracy on held-out rows."""
    metrics = model.evaluation.metrics
    return float(metrics["log_loss"].value or 0.0), float(metrics["accuracy"].value or 0.0)


def _percent(share: float) -> str:
    return f"{_PERCENT * share:.1f} %"


def _forget(kept: OrderedDict[tuple[str, ...], Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
