"""Why a model answered as it did: contributions in original columns that add up to its output."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.classifiers import get_family
from ML.classifiers.contributions import attribute
from ML.features.definitions import ENGINEERED_FEATURES
from ML.input_rows import check_rows
from ML.preprocessing import input_columns, prepared_probabilities, sum_by_origin
from ML.results import Contribution, Explanation
from ML.trained_model import TrainedModel

Value = float | str | None

CALIBRATED_AFTERWARDS = (
    "The contributions add up to the model's own output; calibration turns that into the probability afterwards, "
    "the same way for every row."
)


def explain(model: TrainedModel, frame: pd.DataFrame, threshold: float | None = None) -> list[Explanation]:
    """Explain the predicted class of each row.

    Parameters
    ----------
    model : TrainedModel
        The model that answered.
    frame : DataFrame
        Rows with every column of ``model.feature_names``; cells may be empty.
    threshold : float or None
        Score from which the positive class is predicted, as in ``model.predict``.

    Returns
    -------
    list of Explanation
        Contributions in log-odds (boosters, logistic regression) or probability (forest, network); one entry per
        column that the model reads and per engineered feature, and ``base_value`` plus all of them is ``output``.

    Raises
    ------
    InvalidRowsError
        Columns are missing, or a cell is not a number.
    """
    checked = check_rows(frame, model.columns)
    if len(checked) == 0:
        return []
    pipeline, family = model.pipeline, get_family(model.plan.family)
    prepared = pipeline[:-1].transform(checked)
    chosen = model.choose(prepared_probabilities(pipeline, prepared), threshold)
    parts = attribute(pipeline[-1], prepared, chosen, model.background)
    values = sum_by_origin(pipeline, parts.values)
    words, cells = _words(model, input_columns(pipeline)), _cells(model, checked)
    return [
        Explanation(
            predicted_class=model.classes[k],
            unit=family.explained_in,
            base_value=float(parts.base[row]),
            output=float(parts.output[row]),
            contributions=_contributions(words, cells[row], values[row], model.classes[k]),
            additivity_error=float(abs(parts.base[row] + values[row].sum() - parts.output[row])),
            note="" if model.plan.calibration == "none" else CALIBRATED_AFTERWARDS,
        )
        for row, k in enumerate(chosen.tolist())
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """Name of a column, and its label and unit for a person."""

    name: str
    label: str
    unit: str


def _words(model: TrainedModel, names: list[str]) -> list[_Words]:
    engineered = {feature.name: feature for feature in ENGINEERED_FEATURES}
    known = [(name, model.feature(name) or engineered[name]) for name in names]
    return [_Words(name, column.label or name, column.unit) for name, column in known]


def _cells(model: TrainedModel, checked: pd.DataFrame) -> list[list[Value]]:
    """Values that a person gave, then the engineered ones, None where a cell is empty."""
    pipeline = model.pipeline
    rows = checked.astype(object).to_numpy()
    if "engineer" in pipeline.named_steps:
        computed = pipeline["engineer"].transform(pipeline["types"].transform(checked))[:, checked.shape[1] :]
        rows = np.hstack([rows, computed.astype(object)])
    return [[None if pd.isna(cell) else cell for cell in row] for row in rows]


def _contributions(words: list[_Words], cells: list[Value], parts: np.ndarray, name: str) -> tuple[Contribution, ...]:
    order = np.argsort(-np.abs(parts), kind="stable").tolist()
    return tuple(_contribution(words[k], cells[k], float(parts[k]), name) for k in order)


def _contribution(words: _Words, value: Value, part: float, name: str) -> Contribution:
    kept = value if value is None or isinstance(value, str) else float(value)
    return Contribution(words.name, kept, words.unit, part, _sentence(words, kept, part, name))


def _sentence(words: _Words, value: Value, part: float, name: str) -> str:
    effect = "raises" if part > 0 else "lowers" if part < 0 else "does not change"
    if value is None:
        return f"{words.label} is missing; its stand-in {effect} the score of {name}"
    shown = value if isinstance(value, str) else f"{value:.4g}"
    return f"{words.label} {shown}{' ' if words.unit else ''}{words.unit} {effect} the score of {name}"
