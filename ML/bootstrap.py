"""Metrics of many resamples at once: hosts are drawn with replacement, and their rows come with them.

A metric that is a sum over rows (accuracy, log-loss, …) is one matrix product of draws and sums per host; a metric
of the ranking (areas under curves) is two cumulative sums over rows sorted by score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ML.results import Estimate, finite

CALIBRATION_BINS = 15
"""Equal-width bins of confidence in the expected calibration error (Guo et al. 2017, arXiv:1706.04599)."""

RESAMPLES = 1000
"""Resamples behind a 95 % interval, where the table is not large."""

FEWEST_RESAMPLES = 200
"""Resamples behind an interval on the largest tables."""

_DRAWN_ROWS = 20_000_000
_CELLS_AT_ONCE = 2_000_000
_SMALLEST_PROBABILITY = np.finfo(float).eps


@dataclass(frozen=True, slots=True)
class Scored:
    """Rows with their true class and the probability of every class, ready to be resampled by host.

    Attributes
    ----------
    truth : ndarray of int of shape (n_samples,)
    probabilities : ndarray of shape (n_samples, n_classes)
    hosts : ndarray of int of shape (n_samples,)
        0, 1, … without gaps.
    positive : int or None
        Position of the positive class: ranking metrics and Brier score then concern it alone.
    """

    truth: np.ndarray
    probabilities: np.ndarray
    hosts: np.ndarray
    positive: int | None

    @property
    def n_classes(self) -> int:
        """Number of classes."""
        return self.probabilities.shape[1]

    @property
    def n_hosts(self) -> int:
        """Number of hosts."""
        return int(self.hosts.max()) + 1

    @property
    def ranked_classes(self) -> tuple[int, ...]:
        """Classes that are ranked against the rest."""
        return tuple(range(self.n_classes)) if self.positive is None else (self.positive,)


def metric_arrays(scored: Scored, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Compute every metric under each row of host weights.

    Parameters
    ----------
    scored : Scored
        The rows.
    weights : ndarray of shape (n_resamples, n_hosts)
        How often each host was drawn.

    Returns
    -------
    dict of str to ndarray
        The headline metrics and ``confusion`` sums: arrays of n_resamples (per-class ones of
        (n_resamples, n_classes)); NaN where a metric is not defined.
    """
    sums, ranks = _sums_per_host(scored), [_ranking(scored, position) for position in scored.ranked_classes]
    return _metrics(scored, weights, sums, ranks)


def resampled_metrics(scored: Scored, seed: int, on_step: Callable[[], None]) -> dict[str, np.ndarray]:
    """Metrics of bootstrap resamples of the hosts; ``on_step`` is called between chunks and may raise."""
    sums, ranks = _sums_per_host(scored), [_ranking(scored, position) for position in scored.ranked_classes]
    chunks = []
    for weights in host_draws(scored.n_hosts, len(scored.truth), seed):
        on_step()
        chunks.append(_metrics(scored, weights, sums, ranks))
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}


def estimate(value: float, drawn: np.ndarray) -> Estimate:
    """Return a number with the 2.5th to 97.5th percentile of its resamples.

    Parameters
    ----------
    value : float
        NaN where it is not defined.
    drawn : ndarray of shape (n_resamples,)
        The same number in each resample; where half of them or more are NaN, there is no interval.
    """
    held = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or held.size < len(drawn) / 2:
        return Estimate(finite(value))
    low, high = np.percentile(held, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high))


def top_shares(scored: Scored, position: int, lengths: Sequence[int], weights: np.ndarray) -> np.ndarray:
    """Share of one class at the top of the list that its probability makes, under each row of host weights.

    Parameters
    ----------
    scored : Scored
        The rows.
    position : int
        Which class.
    lengths : sequence of int
        How many rows from the top; a row that was drawn twice counts twice.
    weights : ndarray of shape (n_resamples, n_hosts)
        How often each host was drawn.

    Returns
    -------
    ndarray of shape (n_lengths, n_resamples)
        NaN where fewer rows than that were drawn.
    """
    ranking = _ranking(scored, position)
    drawn = weights[:, ranking.hosts]
    above = np.cumsum(drawn, axis=1) - drawn
    shares = np.full((len(lengths), len(weights)), np.nan)
    for place, length in enumerate(lengths):
        counted = np.clip(length - above, 0.0, drawn)
        shares[place] = _ratio(counted @ ranking.positive, np.where(counted.sum(axis=1) == length, length, 0.0))
    return shares


def resampled_top_shares(
    scored: Scored, position: int, lengths: Sequence[int], seed: int, on_step: Callable[[], None]
) -> np.ndarray:
    """:func:`top_shares` of bootstrap resamples of the hosts; ``on_step`` is called between chunks and may raise."""
    chunks = []
    for weights in host_draws(scored.n_hosts, len(scored.truth), seed):
        on_step()
        chunks.append(top_shares(scored, position, lengths, weights))
    return np.concatenate(chunks, axis=1)


def host_draws(n_hosts: int, n_rows: int, seed: int) -> Iterator[np.ndarray]:
    """Yield how often each host is drawn in bootstrap resamples, in arrays of shape (n_resamples, n_hosts)."""
    rng = np.random.default_rng(seed)
    left = int(np.clip(_DRAWN_ROWS // max(n_rows, 1), FEWEST_RESAMPLES, RESAMPLES))
    at_once = max(1, _CELLS_AT_ONCE // max(n_rows, 1))
    while left > 0:
        size = min(at_once, left)
        drawn = rng.integers(n_hosts, size=(size, n_hosts)) + np.arange(size)[:, None] * n_hosts
        yield np.bincount(drawn.ravel(), minlength=size * n_hosts).reshape(size, n_hosts).astype(float)
        left -= size


def _sums_per_host(scored: Scored) -> np.ndarray:
    """Return one row per host: confusion counts, log-loss, Brier and the calibration gap of each bin."""
    rows = np.arange(len(scored.truth))
    predicted = scored.probabilities.argmax(axis=1)
    cells = np.zeros((len(rows), scored.n_classes**2))
    cells[rows, scored.truth * scored.n_classes + predicted] = 1.0
    of_truth = np.clip(scored.probabilities[rows, scored.truth], _SMALLEST_PROBABILITY, 1.0)
    per_row = np.column_stack([cells, -np.log(of_truth), _brier(scored), _calibration_gaps(scored, predicted)])
    sums = np.zeros((scored.n_hosts, per_row.shape[1]))
    np.add.at(sums, scored.hosts, per_row)
    return sums


def _brier(scored: Scored) -> np.ndarray:
    """Return (p − y)² of the positive class, or summed over the classes where there is none (Brier 1950)."""
    truth = np.eye(scored.n_classes)[scored.truth]
    squares = (scored.probabilities - truth) ** 2
    return squares.sum(axis=1) if scored.positive is None else squares[:, scored.positive]


def _calibration_gaps(scored: Scored, predicted: np.ndarray) -> np.ndarray:
    confidence = scored.probabilities.max(axis=1)
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    gaps = np.zeros((len(bins), CALIBRATION_BINS))
    gaps[np.arange(len(bins)), bins] = (predicted == scored.truth) - confidence
    return gaps


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Rows from the highest score down; ``starts`` begin the runs of equal scores."""

    hosts: np.ndarray
    positive: np.ndarray
    starts: np.ndarray


def _ranking(scored: Scored, position: int) -> _Ranking:
    scores = scored.probabilities[:, position]
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(scores[order]) != 0])
    return _Ranking(scored.hosts[order], (scored.truth[order] == position).astype(float), starts)


def _areas(ranking: _Ranking, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Area under the ROC curve (ties count half) and average precision, of each row of weights."""
    drawn = weights[:, ranking.hosts]
    everyone = np.add.reduceat(drawn, ranking.starts, axis=1)
    hits = np.add.reduceat(drawn * ranking.positive, ranking.starts, axis=1)
    true_so_far, all_so_far = np.cumsum(hits, axis=1), np.cumsum(everyone, axis=1)
    positives, rows = true_so_far[:, -1], all_so_far[:, -1]
    won = ((everyone - hits) * (true_so_far - hits / 2)).sum(axis=1)
    precision = true_so_far / np.maximum(all_so_far, 1.0)
    return _ratio(won, positives * (rows - positives)), _ratio((hits * precision).sum(axis=1), positives)


def _metrics(scored: Scored, weights: np.ndarray, sums: np.ndarray, ranks: list[_Ranking]) -> dict[str, np.ndarray]:
    size, totals = scored.n_classes, weights @ sums
    confusion = totals[:, : size**2].reshape(-1, size, size)
    rows, right = confusion.sum(axis=(1, 2)), np.diagonal(confusion, axis1=1, axis2=2)
    support, guesses = confusion.sum(axis=2), confusion.sum(axis=1)
    recall, f1 = _ratio(right, support), _ratio(2 * right, support + guesses)
    areas = np.array([_areas(ranking, weights) for ranking in ranks])
    return {
        "accuracy": _ratio(right.sum(axis=1), rows),
        "balanced_accuracy": recall.mean(axis=1),
        "macro_f1": f1.mean(axis=1),
        "roc_auc": areas[:, 0].mean(axis=0),
        "pr_auc": areas[:, 1].mean(axis=0),
        "log_loss": _ratio(totals[:, size**2], rows),
        "brier": _ratio(totals[:, size**2 + 1], rows),
        "ece": _ratio(np.abs(totals[:, size**2 + 2 :]).sum(axis=1), rows),
        "precision": _ratio(right, guesses),
        "recall": recall,
        "f1": f1,
        "confusion": confusion,
    }


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.asarray(below) > 0)
