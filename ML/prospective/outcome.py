"""What a prospective validation came to, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ML.results import Estimate, Evaluation, Warnings

STILL_UNDECIDED = "undecided"
GONE = "gone"

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Top:
    """The best-scored objects of those that were undecided then.

    Attributes
    ----------
    length : int
        How many, from the top of the list.
    precision : Estimate
        Share of the positive class among the best-scored ones of those that are decided now. Where it is 0 or 1, no
        resample differs, and the interval is Wilson's.
    found : float
        Share of all of the positive class that stands among these.
    of_all : dict of str to int
        What became of the best-scored ones of all: by class, ``"undecided"`` and ``"gone"``.
    """

    length: int
    precision: Estimate
    found: float
    of_all: dict[str, int]


@dataclass(frozen=True, slots=True)
class CatalogueScore:
    """The catalogue's own score of the same objects, beside the model's.

    Attributes
    ----------
    name : str
        Its column.
    rows : int
        Objects decided since that have one; all numbers here are about these.
    metrics, model_metrics : dict of str to Estimate
        ``roc_auc``, ``pr_auc`` and ``accuracy`` of that score and of the model.
    difference : dict of str to Estimate
        The model's minus the score's, both resampled together.
    """

    name: str
    rows: int
    metrics: dict[str, Estimate]
    model_metrics: dict[str, Estimate]
    difference: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Subset:
    """The same metrics of a part of the objects that are decided now."""

    rows: int
    hosts: int
    metrics: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class ProspectiveValidation:
    """How a model of an old snapshot did on objects that were undecided then.

    Attributes
    ----------
    trained_rows, trained_hosts : int
        Objects decided then, and their stars: the model has seen nothing else.
    undecided_then : int
        Objects that it scored.
    fates : dict of str to int
        What became of them: by class, ``"undecided"`` and ``"gone"``.
    rows, hosts : int
        Objects decided since, and their stars.
    evaluation : Evaluation
        Metrics, intervals and curves of these. Its baselines name one class for all: ``majority_then`` the commonest
        of the old snapshot's decided rows, ``majority_now``, in hindsight, that of these.
    new_hosts, known_hosts : Subset or None
        The same for objects around stars that no training row has, and around those that some has; None where there
        are none.
    tops : tuple of Top
        The best-scored ones.
    catalogue_score : CatalogueScore or None
        The catalogue's own score beside the model's, where it has one.
    text : str
        All of it in a few plain sentences.
    warnings : list of dict
        Remarks on the rows and the fit.
    objects : dict of str to list
        ``object``, ``host``, ``score`` (probability of the positive class), ``prediction``, ``now`` (class,
        ``"undecided"`` or ``"gone"``), ``known_host`` and ``catalogue_score`` of every object that was undecided then,
        best score first.
    """

    trained_rows: int
    trained_hosts: int
    undecided_then: int
    fates: dict[str, int]
    rows: int
    hosts: int
    evaluation: Evaluation
    new_hosts: Subset | None
    known_hosts: Subset | None
    tops: tuple[Top, ...]
    catalogue_score: CatalogueScore | None
    text: str
    warnings: Warnings
    objects: dict[str, list[Any]]


def sentence(
    positive: str,
    undecided_then: int,
    fates: dict[str, int],
    evaluation: Evaluation,
    new_hosts: Subset | None,
    score: CatalogueScore | None,
) -> str:
    """Say what came of it, with every number that it rests on."""
    decided = {name: fates[name] for name in evaluation.classes}
    named = " and ".join(f"{count:,} {name}" for name, count in decided.items())
    rows = sum(decided.values())
    opening = f"Of {undecided_then:,} objects that were undecided, {rows:,} have been decided since: {named}."
    parts = [opening, _ranking(positive, evaluation), _right(evaluation)]
    return " ".join(part for part in (*parts, _around_new_stars(new_hosts), _beside(score)) if part)


def _ranking(positive: str, evaluation: Evaluation) -> str:
    area = evaluation.metrics["roc_auc"]
    if area.value is None:
        return "With one class alone there is nothing to rank apart."
    return (
        f"The model, which knew the verdicts of then alone, puts a later {positive} above an object of the other class "
        f"in {_PERCENT * area.value:.1f} % of pairs (area under the ROC curve {_with_interval(area)})."
    )


def _right(evaluation: Evaluation) -> str:
    accuracy = evaluation.metrics["accuracy"]
    return f"It is right about {_PERCENT * (accuracy.value or 0.0):.1f} % of them{_between(accuracy)}."


def _around_new_stars(subset: Subset | None) -> str:
    area = subset.metrics["roc_auc"] if subset else None
    if subset is None or area is None or area.value is None:
        return ""
    return f"For the {subset.rows:,} of them around stars that it had never seen, the area is {_with_interval(area)}."


def _beside(score: CatalogueScore | None) -> str:
    if score is None or score.metrics["roc_auc"].value is None:
        return ""
    area, ours = (_with_interval(part["roc_auc"]) for part in (score.metrics, score.model_metrics))
    which = f"the {score.rows:,} objects that have one"
    return f"On {which}, the catalogue's own score ({score.name}) reaches {area}, the model {ours}."


def _with_interval(estimate: Estimate) -> str:
    interval = "" if estimate.low is None else f", {estimate.low:.3f} to {estimate.high:.3f}"
    return f"{estimate.value:.3f}{interval}"


def _between(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f" ({_PERCENT * estimate.low:.1f} to {_PERCENT * estimate.high:.1f})"
