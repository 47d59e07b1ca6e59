"""Two models on the same rows: how much better is one, and could that be chance?

Both are resampled together, host by host, so what makes a draw of hosts easy or hard for both cancels out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ML.bootstrap import Scored, metric_arrays, resampled_metrics
from ML.results import METRIC_NAMES, Estimate, finite
from ML.splitting import host_codes


def _no_step() -> None:
    """Do nothing between chunks of work."""


def paired_differences(
    y_true: np.ndarray,
    probabilities: np.ndarray,
    other: np.ndarray,
    classes: Sequence[str],
    positive_class: str | None,
    groups: np.ndarray,
    *,
    seed: int = 42,
    on_step: Callable[[], None] = _no_step,
) -> dict[str, Estimate]:
    """Compare two sets of out-of-fold probabilities of the same rows.

    Parameters
    ----------
    y_true : ndarray of int of shape (n_samples,)
        True class of each row, as its position in ``classes``.
    probabilities, other : ndarray of shape (n_samples, n_classes)
        Probabilities that the two models give.
    classes : sequence of str
        Names of the classes.
    positive_class : str or None
        The class that a binary task is after.
    groups : ndarray of shape (n_samples,)
        Host of each row: hosts, not rows, are resampled.
    seed : int
        Seed of the resampling.
    on_step : callable
        Called between chunks of resamples; may raise to stop.

    Returns
    -------
    dict of str to Estimate
        For each headline metric the first model's minus the other's, with the 2.5th to 97.5th percentile of the same
        difference in each resample: an interval that holds 0 may be chance.
    """
    position = None if positive_class is None else list(classes).index(positive_class)
    hosts = host_codes(groups)
    truth = np.asarray(y_true, dtype=int)
    both = [Scored(truth, np.asarray(scores, dtype=float), hosts, position) for scores in (probabilities, other)]
    once = np.ones((1, both[0].n_hosts))
    point, point_other = (metric_arrays(scored, once) for scored in both)
    # The same seed and the same hosts draw the same resamples.
    drawn, drawn_other = (resampled_metrics(scored, seed, on_step) for scored in both)
    return {
        name: _difference(point[name] - point_other[name], drawn[name] - drawn_other[name]) for name in METRIC_NAMES
    }


def _difference(point: np.ndarray, drawn: np.ndarray) -> Estimate:
    value, held = finite(point[0]), drawn[np.isfinite(drawn)]
    if value is None or held.size < len(drawn) / 2:
        return Estimate(value)
    low, high = np.percentile(held, [2.5, 97.5])
    return Estimate(value, float(low), float(high))
