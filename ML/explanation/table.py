"""Contributions of many rows as arrays, in original columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.classifiers import get_family
from ML.explanation.scales import LOG_ODDS, TwoScales, in_both_scales, log_odds
from ML.input_rows import check_rows
from ML.preprocessing import column_origins, input_columns, prepared_probabilities, sum_by_origin
from ML.results import Scale
from ML.trained_model import TrainedModel


@dataclass(frozen=True, slots=True)
class OneScale:
    """Contributions on one scale.

    Attributes
    ----------
    values, error : ndarray of shape (n_rows, n_columns)
        Contributions, and their standard errors: 0 where they are exact.
    base, output, answer : ndarray of shape (n_rows,)
        The average training row; the model's own output; and the answer, which is the output calibrated.
    """

    values: np.ndarray
    error: np.ndarray
    base: np.ndarray
    output: np.ndarray
    answer: np.ndarray

    @property
    def additivity_error(self) -> np.ndarray:
        """Absolute difference between base and contributions together and the output, of shape (n_rows,)."""
        return np.asarray(np.abs(self.base + self.values.sum(axis=1) - self.output))

    def of_row(self, row: int) -> Scale:
        """Return what stands around the contributions of one row."""
        base, output, answer = (float(part[row]) for part in (self.base, self.output, self.answer))
        missed = abs(base + float(self.values[row].sum()) - output)
        return Scale(base, output, answer - output, answer, missed)


@dataclass(frozen=True, slots=True)
class ContributionTable:
    """Contributions to one class of each row.

    Attributes
    ----------
    names : list of str
        Input columns, then engineered features.
    chosen : ndarray of int of shape (n_rows,)
        The explained class.
    unit : {"log-odds", "probability"}
        Scale on which the family adds up by itself.
    log_odds, probability : OneScale
    """

    names: list[str]
    chosen: np.ndarray
    unit: str
    log_odds: OneScale
    probability: OneScale

    @property
    def native(self) -> OneScale:
        """The scale on which the family adds up by itself."""
        return self.log_odds if self.unit == LOG_ODDS else self.probability


def contribution_table(
    model: TrainedModel, frame: pd.DataFrame, threshold: float | None = None, explained: int | None = None
) -> ContributionTable:
    """Return the contributions to the predicted class of each row, or to one class of all.

    Parameters
    ----------
    model : TrainedModel
    frame : DataFrame
        Rows with every column of ``model.feature_names``; cells may be empty.
    threshold : float or None
        Score from which the positive class is predicted, as in ``model.predict``.
    explained : int or None
        Position of the class to explain in every row; None is the predicted one.

    Raises
    ------
    InvalidRowsError
        Columns are missing, or a cell is not a number.
    """
    checked, pipeline = check_rows(frame, model.columns), model.pipeline
    prepared = pipeline[:-1].transform(checked)
    probabilities = prepared_probabilities(pipeline, prepared)
    chosen = model.choose(probabilities, threshold) if explained is None else np.full(len(checked), explained)
    unit = get_family(model.plan.family).explained_in
    found = in_both_scales(pipeline[-1], prepared, chosen, model.background, unit)
    answer = probabilities[np.arange(len(chosen)), chosen]
    return ContributionTable(
        names=input_columns(pipeline),
        chosen=chosen,
        unit=unit,
        log_odds=_in_columns(model, found, "log_odds", log_odds(answer)),
        probability=_in_columns(model, found, "probability", answer),
    )


def _in_columns(model: TrainedModel, found: TwoScales, scale: str, answer: np.ndarray) -> OneScale:
    parts = getattr(found, scale)
    values = _summed(model, parts.values)
    error = np.broadcast_to(0.0, values.shape) if parts.is_exact else np.sqrt(_summed(model, parts.error**2))
    if model.plan.calibration == "none":
        answer = parts.output
    return OneScale(values, error, parts.base, parts.output, answer)


def _summed(model: TrainedModel, values: np.ndarray) -> np.ndarray:
    """Add up the parts of each column, where any column has more or fewer than one."""
    single = np.array_equal(column_origins(model.pipeline), np.arange(len(input_columns(model.pipeline))))
    return values if single else sum_by_origin(model.pipeline, values)
