"""Frozen results of training, predicting and explaining; ``dataclasses.asdict`` makes each ready for JSON.

Every number is a Python float or ``None``: a metric that is not defined (an area under a curve with one class, say)
is ``None``, never NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from ML.progress import FoldScore

METRIC_NAMES = ("accuracy", "balanced_accuracy", "macro_f1", "roc_auc", "pr_auc", "log_loss", "brier", "ece")
"""The headline metrics, in the order in which they are shown."""

CLASS_METRIC_NAMES = ("precision", "recall", "f1")

Warnings = list[dict[str, str]]
"""Remarks that stand beside a number: ``[{"code", "text"}]``; the code is stable, the text is for a person."""

RowWarnings = list[dict[str, Any]]
"""Remarks on a row, which may tell a program more: the value that was probably meant, where the unit is another."""


def finite(value: Any) -> float | None:
    """Return ``value`` as a float, or None when it is missing, NaN or infinite."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def remark(code: str, text: str, **facts: Any) -> dict[str, Any]:
    """One entry of a list of warnings; ``facts`` say for a program what the text says for a person."""
    return {"code": code, "text": text, **facts}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval from a bootstrap over hosts (None where it is not defined)."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What out-of-fold probabilities say about a classifier.

    Attributes
    ----------
    metrics : dict of str to Estimate
        One entry per name in ``METRIC_NAMES``.
    per_class : dict of str to dict of str to Estimate
        ``precision``, ``recall``, ``f1`` and ``support`` (rows, without interval) by class.
    baselines : dict of str to dict of str to float or None
        The same metrics for ``"majority"``, ``"mask_only"`` and, where there are flags, ``"flag_rule"``.
    classes : tuple of str
        Order of the classes everywhere in this result.
    confusion_matrix : list of list of int
        Rows are the truth, columns the prediction.
    curves : dict
        ``roc``, ``pr``, ``calibration`` and ``threshold``, each a dict of equally long lists; with more than two
        classes each holds ``{"by_class": {class: {...}}}`` (one class against the rest).
    folds : tuple of FoldScore
        Headline metrics of each validation fold.
    macro : dict of str to Estimate
        Mean ``precision``, ``recall`` and ``f1`` over the classes.
    """

    metrics: dict[str, Estimate]
    per_class: dict[str, dict[str, Estimate]]
    baselines: dict[str, dict[str, float | None]]
    classes: tuple[str, ...]
    confusion_matrix: list[list[int]]
    curves: dict[str, dict[str, Any]]
    folds: tuple[FoldScore, ...]
    macro: dict[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeatureImportance:
    """Mean absolute contribution of one column, and its share of the sum over all columns (0 to 1)."""

    feature: str
    importance: float
    share: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one column's value did to one row's output.

    Attributes
    ----------
    feature : str
        Name of an input column, or of an engineered feature.
    value : float, str or None
        What the row holds there, in ``unit``.
    contribution : float
        In the unit of the explanation, which is that of ``log_odds`` or of ``probability``.
    text : str
        The same in words.
    label, group : str
        What a person calls the column, and its kind.
    formula : str
        How an engineered feature is computed; empty for the table's own columns.
    log_odds, probability : float
        Contribution on either scale; they have the same sign.
    error : float
        Standard error of ``contribution`` where it is sampled; 0 where it is exact.
    """

    feature: str
    value: float | str | None
    unit: str
    contribution: float
    text: str
    label: str = ""
    group: str = ""
    formula: str = ""
    log_odds: float = 0.0
    probability: float = 0.0
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale of an explanation: ``base_value + sum(contributions) = output``, ``output + calibration = answer``.

    Attributes
    ----------
    base_value : float
        Where the average training row stands.
    output : float
        What the model gives this row before calibration.
    calibration : float
        What calibration adds; 0 without it.
    answer : float
        What the model answers for the explained class.
    additivity_error : float
        Absolute difference between base and contributions together and the output.
    """

    base_value: float
    output: float
    calibration: float
    answer: float
    additivity_error: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Contributions that add up: ``base_value + sum(contributions) = output`` within ``additivity_error``.

    Attributes
    ----------
    predicted_class : str
        The class whose output is explained: the predicted one.
    unit : str
        ``"log-odds"`` or ``"probability"``: the scale on which the family itself adds up.
    base_value, output : float
        Output of the average row, and of this row, in ``unit``.
    contributions : tuple of Contribution
        Largest absolute contribution first.
    additivity_error : float
        Absolute difference between the sum and the output that the model itself gives.
    note : str
        What is to be known besides; empty without calibration, which comes after what is explained here.
    log_odds, probability : Scale or None
        Both scales, with what calibration adds at the end.
    summary : str
        The explanation in one sentence.
    warnings : list of dict
        ``not_additive`` where the contributions miss the output, ``sampled`` where they have an error.
    """

    predicted_class: str
    unit: str
    base_value: float
    output: float
    contributions: tuple[Contribution, ...]
    additivity_error: float
    note: str = ""
    log_odds: Scale | None = None
    probability: Scale | None = None
    summary: str = ""
    warnings: Warnings = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer for one row.

    Attributes
    ----------
    prediction : str
        Name of the predicted class.
    probability : float
        Probability of the predicted class.
    probabilities : dict of str to float
        Probability of every class.
    score, threshold : float or None
        Probability of the positive class and the threshold from which it is predicted; None without such a class.
    interval : list of float or None
        95 % interval of the score as observed among validation objects with similar scores; with Venn-Abers
        calibration its two probabilities. Of the predicted class's probability where no class is positive.
    warnings : list of dict
        ``missing_inputs`` and ``outside_training_range``, each naming the columns.
    """

    prediction: str
    probability: float
    probabilities: dict[str, float]
    score: float | None = None
    threshold: float | None = None
    interval: list[float] | None = None
    warnings: RowWarnings = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TrainingColumn:
    """What the training rows held in one column, in the column's own unit; ``low`` to ``high`` is nine tenths of it."""

    name: str
    kind: str
    missing: float
    minimum: float | None = None
    median: float | None = None
    maximum: float | None = None
    categories: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FitFacts:
    """What the training cost: seconds of wall and processor time, peak resident memory, threads."""

    wall_s: float
    cpu_s: float
    peak_memory_mb: float
    n_threads: int


@dataclass(frozen=True, slots=True)
class PricedColumns:
    """Validation with some leaky columns beside the honest ones, and its difference from that without any.

    Attributes
    ----------
    columns : tuple of str
        Names of the leaky columns.
    metrics : dict of str to Estimate
        One entry per name in ``METRIC_NAMES``.
    difference : dict of str to Estimate
        The same metrics minus those without any leaky column; an interval that holds 0 may be chance.
    text : str
        What the columns buy, in a sentence.
    """

    columns: tuple[str, ...]
    metrics: dict[str, Estimate]
    difference: dict[str, Estimate]
    text: str


@dataclass(frozen=True, slots=True)
class LeakPrice:
    """What columns that give the answer away buy, measured on the same folds with and without them.

    Attributes
    ----------
    leaks : tuple of str
        Names of the leaky columns; those that could not be used are named in ``warnings``.
    features : tuple of str
        Names of the honest columns.
    with_leaks, without_leaks : dict of str to Estimate
        One entry per name in ``METRIC_NAMES``, with 95 % intervals from a bootstrap over hosts.
    difference : dict of str to Estimate
        With minus without, both resampled together.
    headline : str
        The metric that the sentence is about: ``"accuracy"``, or ``"pr_auc"`` where nearly all rows are of one class.
    text : str
        The price in a sentence.
    rows, hosts : int
        Validated rows, and the host stars that they belong to.
    folds : int
        Validation folds (1 for a holdout).
    split_hash : str
        Hash of which object is validated in which fold, the same for both.
    alone : dict of str to PricedColumns
        Price of each group of leaky columns by itself, where groups were asked for.
    warnings : list of dict
        Remarks on the columns and the fits.
    """

    leaks: tuple[str, ...]
    features: tuple[str, ...]
    with_leaks: dict[str, Estimate]
    without_leaks: dict[str, Estimate]
    difference: dict[str, Estimate]
    headline: str
    text: str
    rows: int
    hosts: int
    folds: int
    split_hash: str
    alone: dict[str, PricedColumns] = field(default_factory=dict)
    warnings: Warnings = field(default_factory=list)
