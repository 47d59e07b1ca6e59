"""Inductive Venn-Abers prediction: two isotonic regressions for every score, one for each answer that it may have.

Vovk, Petej & Fedorova (2015), "Large-scale probabilistic predictors with and without guarantees of validity",
arXiv:1511.00213, algorithms 1 to 4. The ``venn-abers`` package is by the same authors; it is not used because it has no
place for folds by host, turns numpy's warnings off in the whole process, and fits anew at each call for three classes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class VennAbers:
    """Table of lower and upper probabilities by score.

    Attributes
    ----------
    scores : ndarray of shape (n_scores,)
        Different scores of the calibration rows, rising.
    lower, upper : ndarray of shape (n_scores + 1,)
        Probability at and above a score were the row of class 0; at and below a score were it of class 1.
    """

    scores: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    @staticmethod
    def fit(scores: np.ndarray, hits: np.ndarray) -> VennAbers:
        """Learn from calibration scores and 0/1 answers, each of shape (n_samples,)."""
        unique, codes = np.unique(scores, return_inverse=True)
        weight = np.bincount(codes).astype(float)
        ones = np.bincount(codes, weights=hits)
        upper = np.append(_with_one_more(weight, ones), 1.0)
        lower = np.append(1 - _with_one_more(weight[::-1], (weight - ones)[::-1]), 0.0)[::-1]
        return VennAbers(unique, lower, upper)

    def interval(self, scores: np.ndarray) -> np.ndarray:
        """Return lower and upper probability of each score, of shape (n_samples, 2)."""
        low = self.lower[np.searchsorted(self.scores, scores, side="right")]
        high = self.upper[np.searchsorted(self.scores, scores, side="left")]
        return np.stack([low, high], axis=1)


def merged(interval: np.ndarray) -> np.ndarray:
    """Return the one probability between lower and upper that loses least in log-loss: p1 / (1 - p0 + p1)."""
    low, high = interval[..., 0], interval[..., 1]
    return high / (1 - low + high)


def _with_one_more(weight: np.ndarray, ones: np.ndarray) -> np.ndarray:
    """Value at each score of the isotonic regression that has one more row there, of class 1.

    The regression is the slope of the lower hull of the cumulative sums; a row of class 1 at the i-th score moves all
    points before it by (-1, -1), so that one walk along the hull gives the slopes for every i.
    """
    xs = [-1.0, 0.0, *np.cumsum(weight).tolist()]
    ys = [-1.0, 0.0, *np.cumsum(ones).tolist()]
    hull: list[tuple[float, float]] = []
    for point in zip(xs, ys, strict=True):
        _push(hull, point, 1.0)
    hull.reverse()
    slopes = []
    for i in range(len(weight)):
        (x0, y0), (x1, y1) = hull[-1], hull[-2]
        slopes.append((y1 - y0) / (x1 - x0))
        moved = (xs[i + 2] - 1.0, ys[i + 2] - 1.0)
        if moved[1] < y0 + (moved[0] - x0) * slopes[-1]:
            hull.pop()
            _push(hull, moved, -1.0)
    return np.array(slopes)


def _push(hull: list[tuple[float, float]], point: tuple[float, float], direction: float) -> None:
    """Add a point to a lower hull that is walked to the right (1) or to the left (-1)."""
    while len(hull) > 1 and direction * _turn(hull[-2], hull[-1], point) <= 0:
        hull.pop()
    hull.append(point)


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Positive where the way over b turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
