"""What a threshold is worth: purity and misses with intervals over hosts, and how many planets a list is to hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ML.bootstrap import estimate, host_draws
from ML.curves import OBJECTIVES, choose_threshold
from ML.exceptions import InvalidFieldsError
from ML.results import Estimate

PURPOSES = (("precision_at_least", 0.99), ("precision_at_least", 0.95), ("miss_at_most", 0.05))
"""What a list of candidates is mostly cut for: to be at least so pure, to miss at most so many."""

RESAMPLES = 200
"""Resamples behind the interval of expected counts."""

_MOST_POINTS = 2_000


@dataclass(frozen=True, slots=True)
class Judged:
    """Out-of-fold answers that tell what scores are worth.

    Attributes
    ----------
    hit : ndarray of bool of shape (n_known,)
        Whether the row is what the score is the score of.
    score : ndarray of shape (n_known,)
        Out-of-fold score, 0 to 1.
    host : ndarray of int of shape (n_known,)
        Host of each row, from 0 without gaps.
    """

    hit: np.ndarray
    score: np.ndarray
    host: np.ndarray


def purpose_threshold(judged: Judged, objective: str, value: float, seed: int = 0) -> dict[str, float | int | Estimate]:
    """Find the threshold that serves a purpose, and what it gives on objects that were not trained on.

    Parameters
    ----------
    judged : Judged
    objective, value
        As for :func:`ML.curves.choose_threshold`.
    seed : int
        Of the bootstrap over hosts.

    Returns
    -------
    dict
        ``threshold``, ``selected``, and with 95 % interval (the threshold kept, hosts drawn anew) ``precision``,
        ``recall``, ``missed`` and ``false_positives``.

    Raises
    ------
    InvalidFieldsError
        As there.
    """
    chosen = choose_threshold(judged.hit, judged.score, objective, value)
    above = judged.score >= chosen["threshold"]
    sums = _per_host(judged.host, np.column_stack([above & judged.hit, above, judged.hit]))
    drawn = np.concatenate([w @ sums for w in host_draws(len(sums), len(judged.hit), seed)])
    value_of, drawn_of = _shares(sums.sum(axis=0)[None]), _shares(drawn)
    intervals = {name: estimate(float(value_of[name][0]), drawn_of[name]) for name in value_of}
    return {"threshold": chosen["threshold"], "selected": chosen["selected"], **intervals}


def _per_host(hosts: np.ndarray, columns: np.ndarray) -> np.ndarray:
    sums = np.zeros((int(hosts.max()) + 1, columns.shape[1]))
    np.add.at(sums, hosts, columns)
    return sums


def _shares(sums: np.ndarray) -> dict[str, np.ndarray]:
    hits, selected, positives = sums.T
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = hits / selected, hits / positives
    return {"precision": precision, "recall": recall, "missed": 1 - recall, "false_positives": selected - hits}


def calibrated_scores(judged: Judged, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability that a score stands for, learned from out-of-fold answers (Venn-Abers).

    Parameters
    ----------
    judged : Judged
    scores : ndarray of shape (n_samples,)

    Returns
    -------
    probability : ndarray of shape (n_samples,)
        Never falls where the score rises.
    interval : ndarray of shape (n_samples, 2)
        Lower and upper probability.
    """
    from ML.calibration.venn_abers import VennAbers, merged

    interval = VennAbers.fit(judged.score, judged.hit.astype(float)).interval(scores)
    return merged(interval), interval


def expected_so_far(
    judged: Judged, scores: np.ndarray, probability: np.ndarray, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Expected number of hits among the first rows of a list, for every length of it.

    The interval holds both what is not known: what a score is worth (hosts of the out-of-fold answers are drawn anew
    and the map from score to probability is learned from each draw), and chance (every row is a hit or none).

    Parameters
    ----------
    judged : Judged
    scores : ndarray of shape (n_samples,)
        Of the list, best first.
    probability : ndarray of shape (n_samples,)
        What they stand for.
    seed : int

    Returns
    -------
    expected : ndarray of shape (n_samples,)
    interval : ndarray of shape (n_samples, 2)
        95 %.
    """
    expected = np.cumsum(probability)
    if len(scores) == 0:
        return expected, np.zeros((0, 2))
    points = np.unique(np.linspace(0, len(scores) - 1, min(len(scores), _MOST_POINTS)).round().astype(int))
    counts = _drawn_counts(judged, scores, points, np.random.default_rng(seed))
    low, high = np.percentile(counts, [2.5, 97.5], axis=0)
    every = np.arange(len(scores))
    spread = np.column_stack([np.interp(every, points, low), np.interp(every, points, high)])
    return expected, np.column_stack([np.minimum(spread[:, 0], expected), np.maximum(spread[:, 1], expected)])


def _drawn_counts(judged: Judged, scores: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    from sklearn.isotonic import IsotonicRegression

    n_hosts, counts = int(judged.host.max()) + 1, np.zeros((RESAMPLES, len(points)))
    for row in counts:
        weight = np.bincount(rng.integers(n_hosts, size=n_hosts), minlength=n_hosts)[judged.host].astype(float)
        worth = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
        worth.fit(judged.score, judged.hit.astype(float), sample_weight=weight)
        row[:] = np.cumsum(rng.random(len(scores)) < worth.predict(scores))[points]
    return counts


def list_at_threshold(
    threshold: float, scores: np.ndarray, expected: np.ndarray, interval: np.ndarray
) -> dict[str, int | Estimate]:
    """Count a list that is cut at a threshold.

    Parameters
    ----------
    threshold : float
    scores, expected, interval : ndarray of shape (n_samples,), (n_samples,), (n_samples, 2)
        Of the whole list, best first; as :func:`expected_so_far` gives them.

    Returns
    -------
    dict
        ``selected`` rows, and with interval ``expected`` and ``expected_false_positives`` among them, and
        ``expected_missed`` in the rest.
    """
    selected = int((scores >= threshold).sum())
    everything = float(expected[-1]) if len(expected) else 0.0
    value, low, high = (float(expected[selected - 1]), *interval[selected - 1]) if selected else (0.0, 0.0, 0.0)
    return {
        "selected": selected,
        "expected": Estimate(value, float(low), float(high)),
        "expected_false_positives": Estimate(selected - value, float(selected - high), float(selected - low)),
        "expected_missed": Estimate(everything - value),
    }


def reachable_purposes(judged: Judged, seed: int = 0) -> list[dict[str, object]]:
    """Return :func:`purpose_threshold` of each of ``PURPOSES``, with ``reason`` instead where none reaches it."""
    found: list[dict[str, object]] = []
    for objective, value in PURPOSES:
        asked: dict[str, object] = {"objective": objective, "value": value}
        try:
            found.append({**asked, **purpose_threshold(judged, objective, value, seed)})
        except InvalidFieldsError as error:
            found.append({**asked, "threshold": None, "reason": error.message})
    return found


__all__ = [
    "OBJECTIVES",
    "PURPOSES",
    "Judged",
    "calibrated_scores",
    "expected_so_far",
    "list_at_threshold",
    "purpose_threshold",
    "reachable_purposes",
]
