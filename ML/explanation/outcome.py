"""Frozen results of explaining a model as a whole; ``dataclasses.asdict`` makes each ready for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

from ML.results import Estimate, Warnings


@dataclass(frozen=True, slots=True)
class Points:
    """A seeded sample of validated rows in one column: the dots of a beeswarm and of a dependence plot.

    Attributes
    ----------
    value : list of float, str or None
        What the rows hold in the column, in its unit.
    log_odds, probability : list of float
        Contributions of the column to the explained class.
    partner : list of float, str or None
        What the rows hold in the partner column; empty where there is none.
    """

    value: list[float | str | None]
    log_odds: list[float]
    probability: list[float]
    partner: list[float | str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stability:
    """Importance of a column in the model of each fold.

    Attributes
    ----------
    importance : list of float
        Mean absolute contribution in log-odds, by fold.
    mean, spread : float
        Their mean and standard deviation.
    ranks : list of int
        Place among all columns, 1 for the largest, by fold.
    """

    importance: list[float]
    mean: float
    spread: float
    ranks: list[int]


@dataclass(frozen=True, slots=True)
class Permuted:
    """What it costs to exchange a column's values among validated rows, with 95 % intervals over hosts.

    Attributes
    ----------
    log_loss : Estimate
        Rise of the log-loss.
    accuracy : Estimate
        Fall of the accuracy.
    """

    log_loss: Estimate
    accuracy: Estimate


@dataclass(frozen=True, slots=True)
class ExplainedFeature:
    """One column of the model as a whole.

    Attributes
    ----------
    feature, label, unit, group, formula : str
        Words; a formula where the column is computed from others.
    importance, importance_probability : Estimate
        Mean absolute contribution in log-odds and in probability, with 95 % intervals over hosts.
    share : float
        Part of the sum over all columns, 0 to 1.
    direction : float or None
        Spearman's correlation of value and contribution: 1 where higher values always speak more for the class; None
        for words and for columns that hold one value.
    stability : Stability
    permutation : Permuted or None
        None for engineered features, which follow the columns that they are computed from.
    partner : str or None
        The column that most changes what this one's values mean.
    points : Points
    """

    feature: str
    label: str
    unit: str
    group: str
    formula: str
    importance: Estimate
    importance_probability: Estimate
    share: float
    direction: float | None
    stability: Stability
    permutation: Permuted | None
    partner: str | None
    points: Points


@dataclass(frozen=True, slots=True)
class ExplainedGroup:
    """Columns of one kind together: the absolute sum of their contributions, and the price of exchanging all at once.

    Attributes
    ----------
    group : str
    features : list of str
        The most important first.
    importance : Estimate
        Mean absolute sum of the contributions, in log-odds.
    share : float
        Part of the sum over all groups, 0 to 1.
    permutation : Permuted or None
    """

    group: str
    features: list[str]
    importance: Estimate
    share: float
    permutation: Permuted | None


@dataclass(frozen=True, slots=True)
class GlobalExplanation:
    """What matters to models of one plan, on rows whose hosts they had not seen.

    Attributes
    ----------
    explained_class : str
        The class that contributions speak for.
    features : tuple of ExplainedFeature
        The most important first.
    groups : tuple of ExplainedGroup
        The most important first.
    agreement : float or None
        Mean Spearman correlation of the importances between the models of two folds; None with one fold.
    additivity_error : float
        Largest difference between base with contributions and output, in the unit that the family adds up in.
    rows, hosts, folds : int
        Explained rows, their hosts, and folds.
    text : str
        The result in a sentence.
    split_hash : str
        Hash of which object is validated in which fold.
    warnings : list of dict
    """

    explained_class: str
    features: tuple[ExplainedFeature, ...]
    groups: tuple[ExplainedGroup, ...]
    agreement: float | None
    additivity_error: float
    rows: int
    hosts: int
    folds: int
    text: str
    split_hash: str
    warnings: Warnings
