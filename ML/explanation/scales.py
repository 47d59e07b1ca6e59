"""Contributions to one class on two scales, log-odds and probability, adding up on both and of one sign.

A family adds up on one scale by itself. There an explanation is a straight line from the base to the output, and any
rising function of the output can be shared among the columns by its integral along that line (Aumann & Shapley 1974;
Sundararajan et al. 2017, arXiv:1703.01365). For a function of the output alone the integral is the same factor for
every column, its rise over the line's length: signs and proportions stay, and the sum is exact.

With more than two classes the scores of all classes make the log-odds of one, log p / (1 - p) = s_k - log Σ exp(s_c)
over the others. The integral of that gradient is taken by quadrature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import expit, logit, softmax

from ML.classifiers.attribution import Attribution, exactly
from ML.classifiers.contributions import attribute, attribute_every

LOG_ODDS = "log-odds"
CLIP = 1e-6
"""Log-odds are of probabilities kept this far from 0 and 1, as where probabilities are calibrated."""

_TWO = 2
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(40)
_STEPS, _STEP_WEIGHTS = (_NODES + 1) / 2, _NODE_WEIGHTS / 2
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class TwoScales:
    """Attributions of the same outputs as log-odds and as probabilities."""

    log_odds: Attribution
    probability: Attribution


def in_both_scales(
    estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray, unit: str
) -> TwoScales:
    """Attribute the classifier's own output for one class of each row.

    Parameters
    ----------
    estimator : fitted classifier
    prepared : ndarray of shape (n_samples, n_encoded)
    chosen : ndarray of int of shape (n_samples,)
        Class to explain in each row.
    background : ndarray of shape (n_background, n_encoded)
    unit : {"log-odds", "probability"}
        Scale on which the family adds up by itself.
    """
    if unit != LOG_ODDS:
        own = attribute(estimator, prepared, chosen, background)
        return TwoScales(_linked(own, log_odds), own)
    if len(estimator.classes_) == _TWO:
        own = attribute(estimator, prepared, chosen, background)
    else:
        own = of_one_class(attribute_every(estimator, prepared, background), chosen)
    return TwoScales(own, _linked(own, expit))


def log_odds(probability: np.ndarray) -> np.ndarray:
    """Return log p / (1 - p), with p kept a millionth away from 0 and 1."""
    return np.asarray(logit(np.clip(probability, CLIP, 1 - CLIP)))


def of_one_class(by_class: list[Attribution], chosen: np.ndarray) -> Attribution:
    """Bring scores of several classes, whose softmax is the probability, to the log-odds of the chosen one."""
    base, output = (np.stack([getattr(part, key) for part in by_class], axis=1) for key in ("base", "output"))
    values = np.stack([part.values for part in by_class], axis=1)
    rows, own = np.arange(len(chosen)), np.eye(len(by_class), dtype=bool)[chosen]
    gradient = own.astype(float)
    for step, weight in zip(_STEPS, _STEP_WEIGHTS, strict=True):
        gradient -= weight * _among_others(base + step * (output - base), own)
    shared = np.einsum("rc,rcj->rj", gradient, values)
    start, end = (scores[rows, chosen] - _of_others(scores, own) for scores in (base, output))
    return exactly(shared, start, end)


def _among_others(scores: np.ndarray, own: np.ndarray) -> np.ndarray:
    return np.asarray(softmax(np.where(own, -np.inf, scores), axis=1))


def _of_others(scores: np.ndarray, own: np.ndarray) -> np.ndarray:
    return np.asarray(np.logaddexp.reduce(np.where(own, -np.inf, scores), axis=1))


def _linked(own: Attribution, link: Callable[[np.ndarray], np.ndarray]) -> Attribution:
    """Share the change of a rising function of the output in proportion to the contributions."""
    start, end, way = link(own.base), link(own.output), own.output - own.base
    near = np.abs(way) < _TINY
    slope = (link(own.base + 1e-5) - link(own.base - 1e-5)) / 2e-5
    factor = np.where(near, slope, (end - start) / np.where(near, 1.0, way))[:, None]
    error = own.error if own.is_exact else own.error * np.abs(factor)
    return replace(own, values=own.values * factor, base=start, output=end, error=error)
