"""Why a model answered as it did for one row: contributions in original columns that add up to its output."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ML.explanation.table import ContributionTable, contribution_table
from ML.explanation.words import Value, effect, summary, words_of
from ML.features.words import Words
from ML.input_rows import check_rows
from ML.results import Contribution, Explanation, Warnings, remark
from ML.trained_model import TrainedModel

CALIBRATED_AFTERWARDS = (
    "The contributions add up to the model's own output; calibration turns that into the probability afterwards, "
    "the same way for every row."
)

ADDITIVITY_TOLERANCE = 1e-4
"""Difference between contributions and output, relative to outputs above 1, from which the answer warns of it."""


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
        One entry per column that the model reads and per engineered feature. Contributions are in log-odds and in
        probability; ``unit`` says which of the two the family adds up in by itself (log-odds for boosters and logistic
        regression, probability for the others), and ``base_value`` plus all ``contribution`` is ``output`` there.

    Raises
    ------
    InvalidRowsError
        Columns are missing, or a cell is not a number.
    """
    checked = check_rows(frame, model.columns)
    if len(checked) == 0:
        return []
    table = contribution_table(model, checked, threshold)
    words, cells = words_of(model, table.names), _cells(model, checked)
    return [_explanation(model, table, words, cells[row], row) for row in range(len(checked))]


def _explanation(
    model: TrainedModel, table: ContributionTable, words: list[Words], cells: list[Value], row: int
) -> Explanation:
    name, native, probability = model.classes[table.chosen[row]], table.native, table.probability.of_row(row)
    parts = _contributions(words, cells, table, row, name)
    own = native.of_row(row)
    return Explanation(
        predicted_class=name,
        unit=table.unit,
        base_value=own.base_value,
        output=own.output,
        contributions=parts,
        additivity_error=own.additivity_error,
        note="" if model.plan.calibration == "none" else CALIBRATED_AFTERWARDS,
        log_odds=table.log_odds.of_row(row),
        probability=probability,
        summary=summary(name, probability.answer, parts),
        warnings=_warnings(own.additivity_error, own.output, native.error[row]),
    )


def _warnings(missed: float, output: float, errors: np.ndarray) -> Warnings:
    found: Warnings = []
    if not missed <= ADDITIVITY_TOLERANCE * max(1.0, abs(output)):
        text = f"The contributions miss the model's output by {missed:.2g}: take them as approximate."
        found.append(remark("not_additive", text))
    if errors.any():
        text = f"The contributions are sampled; their standard errors are up to {errors.max():.2g}."
        found.append(remark("sampled", text))
    return found


def _cells(model: TrainedModel, checked: pd.DataFrame) -> list[list[Value]]:
    """Values that a person gave, then the engineered ones, None where a cell is empty."""
    pipeline = model.pipeline
    rows = checked.astype(object).to_numpy()
    if "engineer" in pipeline.named_steps:
        computed = pipeline["engineer"].transform(pipeline["types"].transform(checked))[:, checked.shape[1] :]
        rows = np.hstack([rows, computed.astype(object)])
    return [[None if pd.isna(cell) else cell for cell in row] for row in rows]


def _contributions(
    words: list[Words], cells: list[Value], table: ContributionTable, row: int, name: str
) -> tuple[Contribution, ...]:
    parts = table.native.values[row]
    order = np.argsort(-np.abs(parts), kind="stable").tolist()
    return tuple(_contribution(words[k], cells[k], table, row, k, name) for k in order)


def _contribution(words: Words, value: Value, table: ContributionTable, row: int, k: int, name: str) -> Contribution:
    kept = value if value is None or isinstance(value, str) else float(value)
    part = float(table.native.values[row, k])
    return Contribution(
        feature=words.name,
        value=kept,
        unit=words.unit,
        contribution=part,
        text=effect(words, kept, part, name),
        label=words.label,
        group=words.group,
        formula=words.formula,
        log_odds=float(table.log_odds.values[row, k]),
        probability=float(table.probability.values[row, k]),
        error=float(table.native.error[row, k]),
    )
