"""Curves behind the metrics, thinned to what a screen can show, and the threshold that serves a purpose."""

from __future__ import annotations

from typing import Any

import numpy as np

from ML.exceptions import InvalidFieldsError

MOST_POINTS = 200
_RELIABILITY_BINS = 10

Curve = dict[str, list[Any]]


def curves(truth: np.ndarray, probabilities: np.ndarray, classes: tuple[str, ...], positive: int | None) -> dict:
    """ROC, precision–recall, calibration and threshold curves.

    Parameters
    ----------
    truth : ndarray of int of shape (n_samples,)
    probabilities : ndarray of shape (n_samples, n_classes)
    classes : tuple of str
    positive : int or None
        Position of the positive class; without one, each class stands against the rest under ``by_class``.

    Returns
    -------
    dict of str to dict
        ``roc`` (fpr, tpr, threshold), ``pr`` (recall, precision, threshold), ``calibration`` (mean_predicted,
        observed, count) and ``threshold`` (threshold, precision, recall, selected), at most 200 points each. A
        threshold selects the rows whose score is at least that; None selects no row.
    """
    if positive is not None:
        return _curves_of(truth == positive, probabilities[:, positive])
    each = {name: _curves_of(truth == k, probabilities[:, k]) for k, name in enumerate(classes)}
    return {kind: {"by_class": {name: made[kind] for name, made in each.items()}} for kind in _KINDS}


_KINDS = ("roc", "pr", "calibration", "threshold")


def _curves_of(positive: np.ndarray, scores: np.ndarray) -> dict[str, Curve]:
    steps = threshold_steps(positive, scores)
    return {
        "roc": _roc(steps),
        "pr": _thin({name: steps[name] for name in ("recall", "precision", "threshold")}),
        "calibration": _calibration(positive, scores),
        "threshold": _thin({name: steps[name] for name in ("threshold", "precision", "recall", "selected")}),
    }


def threshold_steps(positive: np.ndarray, scores: np.ndarray) -> dict[str, np.ndarray]:
    """Count what each distinct score selects as a threshold, from the highest down.

    Returns
    -------
    dict of str to ndarray of shape (n_distinct,)
        ``threshold``, ``selected`` and ``false_positives`` (rows), ``precision``, ``recall``, ``missed`` and ``fpr``.
    """
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.r_[np.diff(scores[order]) != 0, True])
    hits = np.cumsum(positive[order])[ends].astype(float)
    selected = ends + 1.0
    return {
        "threshold": scores[order][ends],
        "selected": selected,
        "precision": hits / selected,
        "recall": hits / max(positive.sum(), 1),
        "missed": 1 - hits / max(positive.sum(), 1),
        "false_positives": selected - hits,
        "fpr": (selected - hits) / max((~positive).sum(), 1),
    }


def _roc(steps: dict[str, np.ndarray]) -> Curve:
    thinned = _thin({"fpr": steps["fpr"], "tpr": steps["recall"], "threshold": steps["threshold"]}, MOST_POINTS - 1)
    start: dict[str, Any] = {"fpr": 0.0, "tpr": 0.0, "threshold": None}
    return {name: [start[name], *values] for name, values in thinned.items()}


def _thin(columns: dict[str, np.ndarray], most: int = MOST_POINTS) -> Curve:
    """Keep both ends and points evenly spread between them."""
    length = len(next(iter(columns.values())))
    kept = np.unique(np.linspace(0, length - 1, min(length, most)).round().astype(int))
    return {name: values[kept].tolist() for name, values in columns.items()}


def _calibration(positive: np.ndarray, scores: np.ndarray) -> Curve:
    bins = np.minimum((scores * _RELIABILITY_BINS).astype(int), _RELIABILITY_BINS - 1)
    count = np.bincount(bins, minlength=_RELIABILITY_BINS)
    held = count > 0
    mean = np.bincount(bins, weights=scores, minlength=_RELIABILITY_BINS)[held] / count[held]
    observed = np.bincount(bins, weights=positive, minlength=_RELIABILITY_BINS)[held] / count[held]
    return {"mean_predicted": mean.tolist(), "observed": observed.tolist(), "count": count[held].tolist()}


def choose_threshold(positive: np.ndarray, scores: np.ndarray, objective: str, value: float) -> dict[str, float | int]:
    """Find the threshold that serves a purpose, on validated rows.

    Parameters
    ----------
    positive : ndarray of bool of shape (n_samples,)
        Whether a row is of the positive class.
    scores : ndarray of shape (n_samples,)
        Its out-of-fold probability of that class.
    objective : {"precision_at_least", "recall_at_least", "miss_at_most", "false_positives_at_most"}
        What is asked for; of all thresholds that give it, the one with the best other number is taken.
    value : float
        The least precision or recall, the largest share missed (0 to 1), or the most false positives (rows).

    Returns
    -------
    dict
        ``threshold``, ``precision``, ``recall``, ``selected`` (rows) and ``false_positives`` (rows).

    Raises
    ------
    InvalidFieldsError
        Unknown objective, a value out of range, or one that no threshold reaches.
    """
    if objective not in OBJECTIVES:
        raise _invalid("objective", f"objective is {objective!r}; choose one of {', '.join(OBJECTIVES)}.")
    asked, other, sign = OBJECTIVES[objective]
    is_share = asked != "false_positives"
    if not 0 <= value <= (1 if is_share else np.inf):
        raise _invalid("value", f"value is {value}; expected {'a share from 0 to 1' if is_share else '0 or more'}.")
    steps = threshold_steps(np.asarray(positive, dtype=bool), np.asarray(scores, dtype=float))
    # Shares are counted: what is asked for is reached but for the last digit of a division.
    reached = sign * steps[asked] >= sign * value - _LAST_DIGIT
    if not reached.any():
        best_value = sign * (sign * steps[asked]).max()
        word = asked.replace("_", " ")
        raise _invalid("value", f"No threshold gives a {word} of {value:g}; the best is {best_value:.4g}.")
    best = int(np.argmax(np.where(reached, steps[other], -1.0)))
    selected = int(steps["selected"][best])
    numbers = {name: float(steps[name][best]) for name in ("threshold", "precision", "recall")}
    return {**numbers, "selected": selected, "false_positives": selected - round(numbers["precision"] * selected)}


OBJECTIVES = {
    "precision_at_least": ("precision", "recall", 1),
    "recall_at_least": ("recall", "precision", 1),
    "miss_at_most": ("missed", "precision", -1),
    "false_positives_at_most": ("false_positives", "recall", -1),
}
"""What may be asked of a threshold: the number that is bounded, that which is then made best, and the bound's sign."""

_LAST_DIGIT = 1e-12


def _invalid(field: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError(message, [{"field": field, "message": message}])


def similar_scores_interval(
    positive: np.ndarray, known: np.ndarray, scores: np.ndarray, nearest: int = 200
) -> np.ndarray:
    """95 % interval of the share of positives among the validated rows whose scores are nearest.

    Parameters
    ----------
    positive : ndarray of bool of shape (n_known,)
        Whether a validated row is of the positive class.
    known : ndarray of shape (n_known,)
        Its out-of-fold score.
    scores : ndarray of shape (n_samples,)
        Scores asked about.
    nearest : int
        How many validated rows stand around each score.

    Returns
    -------
    ndarray of shape (n_samples, 2)
        Lower and upper end, by :func:`wilson_interval`.
    """
    size = min(nearest, len(known))
    order = np.argsort(known, kind="stable")
    hits = np.concatenate([[0.0], np.cumsum(positive[order])])
    start = np.clip(np.searchsorted(known[order], scores) - size // 2, 0, len(known) - size)
    return wilson_interval(hits[start + size] - hits[start], size)


_Z95 = 1.959964
"""Standard normal quantile of 97.5 %."""


def wilson_interval(hits: np.ndarray, size: np.ndarray | int) -> np.ndarray:
    """95 % interval of a share that was counted.

    Parameters
    ----------
    hits : ndarray of shape (n_shares,)
        How many of them were hits.
    size : ndarray of shape (n_shares,) or int
        How many there were, at least 1.

    Returns
    -------
    ndarray of shape (n_shares, 2)
        Lower and upper end, 0 to 1.

    References
    ----------
    Wilson 1927, JASA 22, 209.
    """
    share = hits / size
    middle = share + _Z95**2 / (2 * size)
    half = _Z95 * np.sqrt(share * (1 - share) / size + _Z95**2 / (4 * size**2))
    widened = 1 + _Z95**2 / size
    # The ends of 0 and of all are exact; their last digit need not be.
    low, high = np.minimum((middle - half) / widened, share), np.maximum((middle + half) / widened, share)
    return np.clip(np.column_stack([low, high]), 0.0, 1.0)
