"""What measurements between missions came to, and how to say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ML.results import Estimate, Warnings

Metrics = dict[str, Estimate]

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class TransferCell:
    """One cell of the matrix: a model of one mission's rows on those of another, or on its own.

    Attributes
    ----------
    train, test : str
        Missions; equal ones are validated in folds by star.
    columns : tuple of str
        What the model saw: every chosen column that both missions hold.
    metrics : dict of str to Estimate
        On the decided rows of ``test``.
    rows, hosts : int
        Tested rows, and the stars that they are of.
    trained_rows : int
        Rows of ``train`` that the model was fitted on; in folds, all of them.
    held_back : int
        Rows of ``train`` that were not used, because ``test`` holds their star too.
    home : dict of str to Estimate
        Metrics of a model of ``test`` itself, in folds by star, with the same columns on the same rows.
    source : dict of str to Estimate
        Metrics of the model's kind on ``train`` itself, in folds by star, with the same columns.
    difference : dict of str to Estimate
        ``metrics`` minus ``home``, both resampled together; empty on the diagonal.
    adapted : dict of str to Estimate
        Metrics of a model whose training rows weigh as much as their like is common among the tested ones (learned
        from the columns, without verdicts); empty on the diagonal.
    adapted_difference : dict of str to Estimate
        ``adapted`` minus ``metrics``, both resampled together.
    text : str
        The cell in a sentence.
    """

    train: str
    test: str
    columns: tuple[str, ...]
    metrics: Metrics
    rows: int
    hosts: int
    trained_rows: int
    held_back: int
    home: Metrics
    source: Metrics
    difference: Metrics
    adapted: Metrics
    adapted_difference: Metrics
    text: str


@dataclass(frozen=True, slots=True)
class TransferMatrix:
    """Train on one mission, test on another: all pairs.

    Attributes
    ----------
    missions : tuple of str
    cells : tuple of TransferCell
        In rows by the mission that trains.
    classes : tuple of str
    split_hashes : dict of str to str
        Hash of which object of a mission is validated in which fold.
    warnings : list of dict
        Missions and pairs that were left out and why, and remarks on the fits.
    """

    missions: tuple[str, ...]
    cells: tuple[TransferCell, ...]
    classes: tuple[str, ...]
    split_hashes: dict[str, str]
    warnings: Warnings

    def cell(self, train: str, test: str) -> TransferCell | None:
        """Return a cell, or None where the pair was left out."""
        return next((cell for cell in self.cells if (cell.train, cell.test) == (train, test)), None)


@dataclass(frozen=True, slots=True)
class RegimeScore:
    """How a way of training does on one mission's held-out rows.

    Attributes
    ----------
    regime : {"joint", "joint_with_mission", "per_mission", "staged"}
    after : tuple of str
        Missions whose training rows the model has seen, in order.
    tested : str
        Mission of the held-out rows.
    metrics : dict of str to Estimate
    difference : dict of str to Estimate
        Minus the model of ``tested`` alone on the same rows, both resampled together; empty for that model itself.
    change : dict of str to Estimate
        For later stages: minus the stage before, so what the stage brought (or made forget).
    rows, hosts : int
    """

    regime: str
    after: tuple[str, ...]
    tested: str
    metrics: Metrics
    difference: Metrics
    change: Metrics
    rows: int
    hosts: int


@dataclass(frozen=True, slots=True)
class RegimeComparison:
    """Joint, per-mission and staged training on the same held-out stars.

    Attributes
    ----------
    missions : tuple of str
    stages : list of dict
        ``mission``, ``rounds`` and ``replay`` of each stage; empty where the family cannot go on learning.
    scores : tuple of RegimeScore
    columns : tuple of str
    folds : int
    split_hash : str
    text : str
        What staged training gained and what it forgot.
    warnings : list of dict
    """

    missions: tuple[str, ...]
    stages: list[dict[str, object]]
    scores: tuple[RegimeScore, ...]
    columns: tuple[str, ...]
    folds: int
    split_hash: str
    text: str
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class TransferStudy:
    """The matrix and the comparison of regimes, measured with one plan."""

    matrix: TransferMatrix
    regimes: RegimeComparison
    text: str
    warnings: Warnings = field(default_factory=list)


def cell_sentence(train: str, test: str, metrics: Mapping[str, Estimate], home: Mapping[str, Estimate]) -> str:
    """Say a cell, such as "A model of Kepler is right about 75.1 % of TESS's objects (AUC .82); one of TESS …"."""
    if train == test:
        return f"A model of {test} is right about {scored(metrics)} of {test}'s own held-out objects."
    return (
        f"A model of {train} is right about {scored(metrics)} of {test}'s objects; with the same columns one of "
        f"{test} itself is right about {scored(home)}."
    )


def scored(metrics: Mapping[str, Estimate]) -> str:
    """Accuracy in percent with the area under the ROC curve."""
    area = metrics["roc_auc"].value
    told = "" if area is None else f" (AUC {area:.3f})"
    return f"{_PERCENT * (metrics['accuracy'].value or 0.0):.1f} %{told}"


def points(estimate: Estimate) -> str:
    """Write a difference of shares in points with its interval."""
    value, low, high = (_PERCENT * (part or 0.0) for part in (estimate.value, estimate.low, estimate.high))
    return f"{value:+.1f} points ({low:+.1f} to {high:+.1f})"
