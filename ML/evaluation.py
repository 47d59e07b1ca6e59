"""What out-of-fold probabilities say: metrics with 95 % intervals from a bootstrap over hosts, and curves.

Definitions
-----------
roc_auc, pr_auc : area under the ROC curve and average precision of the positive class, or the mean over the classes,
    each against the rest, where there is none.
brier : mean of (p − y)² of the positive class, or of its sum over the classes where there is none (Brier 1950).
ece : expected calibration error, Σ (n_b / n) |accuracy_b − confidence_b| over 15 equal-width bins of the probability
    of the predicted class (Guo et al. 2017, arXiv:1706.04599, equation 3).

Intervals are the 2.5th to 97.5th percentile over 1,000 resamples (fewer, down to 200, above 20,000 rows).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ML.bootstrap import Scored, estimate, metric_arrays, resampled_metrics
from ML.curves import curves
from ML.progress import FoldScore
from ML.results import CLASS_METRIC_NAMES, METRIC_NAMES, Estimate, Evaluation, finite
from ML.splitting import host_codes


def _no_step() -> None:
    """Do nothing between chunks of work."""


def evaluate(
    y_true: np.ndarray,
    probabilities: np.ndarray,
    classes: Sequence[str],
    positive_class: str | None,
    groups: np.ndarray,
    *,
    seed: int = 42,
    folds: Sequence[FoldScore] = (),
    baselines: dict[str, dict[str, float | None]] | None = None,
    on_step: Callable[[], None] = _no_step,
) -> Evaluation:
    """Evaluate out-of-fold probabilities.

    Parameters
    ----------
    y_true : ndarray of int of shape (n_samples,)
        True class of each row, as its position in ``classes``.
    probabilities : ndarray of shape (n_samples, n_classes)
        Probability of each class, in the order of ``classes``.
    classes : sequence of str
        Names of the classes.
    positive_class : str or None
        The class that a binary task is after.
    groups : ndarray of shape (n_samples,)
        Host of each row: hosts, not rows, are resampled.
    seed : int
        Seed of the resampling.
    folds, baselines
        Passed on into the result.
    on_step : callable
        Called between chunks of resamples; may raise to stop.

    Returns
    -------
    Evaluation
    """
    names = tuple(classes)
    scored = _scored(y_true, probabilities, names, positive_class, groups)
    point = metric_arrays(scored, np.ones((1, scored.n_hosts)))
    drawn = resampled_metrics(scored, seed, on_step)
    return Evaluation(
        metrics={name: estimate(point[name][0], drawn[name]) for name in METRIC_NAMES},
        per_class={name: _class_estimates(point, drawn, k) for k, name in enumerate(names)},
        macro={name: estimate(point[name].mean(), drawn[name].mean(axis=1)) for name in CLASS_METRIC_NAMES},
        baselines=dict(baselines or {}),
        classes=names,
        confusion_matrix=point["confusion"][0].astype(int).tolist(),
        curves=curves(scored.truth, scored.probabilities, names, scored.positive),
        folds=tuple(folds),
    )


def point_metrics(
    y_true: np.ndarray, probabilities: np.ndarray, classes: Sequence[str], positive_class: str | None
) -> dict[str, float | None]:
    """Headline metrics without intervals; None where one is not defined."""
    scored = _scored(y_true, probabilities, tuple(classes), positive_class, np.zeros(len(y_true)))
    point = metric_arrays(scored, np.ones((1, 1)))
    return {name: finite(point[name][0]) for name in METRIC_NAMES}


def _scored(
    y_true: np.ndarray, probabilities: np.ndarray, classes: tuple[str, ...], positive: str | None, groups: np.ndarray
) -> Scored:
    position = None if positive is None else classes.index(positive)
    return Scored(np.asarray(y_true, dtype=int), np.asarray(probabilities, dtype=float), host_codes(groups), position)


def _class_estimates(point: dict[str, np.ndarray], drawn: dict[str, np.ndarray], k: int) -> dict[str, Estimate]:
    estimates = {name: estimate(point[name][0, k], drawn[name][:, k]) for name in CLASS_METRIC_NAMES}
    return {**estimates, "support": Estimate(int(point["confusion"][0, k].sum()))}
